import type { EnvironmentCount } from "../domain/shipping/environment-counts.ts";
import { likeliestProduction, productionPattern } from "../domain/shipping/production-example.ts";
import { configKeys } from "./keys.ts";
import { printable } from "./values.ts";

/** What is known of the repository that gets a config. */
export interface SeenInRepository {
  /** The number of release tags in its clone, and the newest one. */
  readonly releases: { readonly number: number; readonly newest: string | undefined };
  /** The deployments of the last weeks by environment; `undefined` without a store. */
  readonly environments: readonly EnvironmentCount[] | undefined;
}

const LONGEST_LINE = 100;
const LONGEST_NAME = 60;
const MOST_ENVIRONMENTS = 20;

const HEAD = [
  "## How Plimsoll measures this repository. Every key is optional.",
  "## To use a key, remove the single # before it. `npx plimsoll config check` checks this file.",
  "## It replaces a config in the owner's `.github` repository: the two are not merged.",
].join("\n");

/** Where the deployments to an environment went, if not to production. */
const PLACES: Readonly<Partial<Record<NonNullable<EnvironmentCount["reason"]>, string>>> = {
  "not-production": "not production",
  preview: "a preview",
  failed: "failed",
  "untrusted-creator": "by an account that `creators` does not list",
};

/** Writes a commented config for a repository. All its keys are switched off, so it changes nothing. */
export function starterConfig({ releases, environments }: SeenInRepository): string {
  return `${[
    HEAD,
    section("ship", "ship: auto", seenReleases(releases)),
    section("production", `production: ["${exampleOf(environments)}"]`, seenEnvironments(environments)),
    section("exclude", 'exclude: ["legacy/**"]'),
    section("bots", "bots: [acme-release-robot]"),
    section("digest", "digest:\n  day: monday\n  hour: 9\n  timezone: UTC"),
    section("check.show", "check:\n  show: all"),
    section("privacy.floor", "privacy:\n  floor: 5"),
    section("disclosure", "disclosure: off"),
  ].join("\n\n")}\n`;
}

/** The description of a key as in the schema, what was seen, and the key itself behind a `#`. */
function section(path: string, yaml: string, seen: readonly string[] = []): string {
  const described = configKeys().find((key) => key.path.join(".") === path);
  return [
    ...wrapped(`${described?.schema.description ?? path}.`),
    ...seen,
    ...yaml.split("\n").map((line) => `#${line}`),
  ].join("\n");
}

function seenReleases({ number, newest }: SeenInRepository["releases"]): string[] {
  return newest === undefined
    ? ["## This clone has no tag of a release."]
    : [`## Release tags in this clone: ${number}, the newest ${shown(newest)}.`];
}

function seenEnvironments(environments: SeenInRepository["environments"]): string[] {
  if (environments === undefined)
    return [
      "## Where the server runs, --repository OWNER/REPO also lists the environments that were deployed to.",
    ];
  const deployed = environments.filter(({ kind }) => kind === "deployment");
  if (deployed.length === 0) return ["## No deployment was seen in the last 13 weeks."];
  const more = deployed.length - MOST_ENVIRONMENTS;
  return [
    "## Deployments of the last 13 weeks:",
    ...deployed.slice(0, MOST_ENVIRONMENTS).map(({ environment, number, reason }) => {
      const place = (reason && PLACES[reason]) ?? "production";
      return `##   ${shown(environment)}: ${number}, ${place}`;
    }),
    ...(more > 0 ? [`##   and ${more} more`] : []),
  ];
}

/** A pattern of the environment that is production, or probably is. */
function exampleOf(environments: SeenInRepository["environments"] = []): string {
  const deployed = environments.filter(
    ({ kind, environment }) => kind === "deployment" && environment !== "",
  );
  const reached = deployed.filter(({ reason }) => reason === undefined || PLACES[reason] === undefined);
  const likeliest = reached[0]?.environment ?? likeliestProduction(deployed);
  return likeliest === undefined ? "prod-*" : productionPattern(likeliest);
}

/** A name of others in a comment: it cannot end the line. */
function shown(name: string): string {
  return printable(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
}

function wrapped(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length >= LONGEST_LINE) lines.push(word);
    else lines.splice(-1, 1, line === "" ? word : `${line} ${word}`);
  }
  return lines.map((line) => `## ${line}`);
}
