import type { Preview } from "../domain/clone/preview.ts";
import { count, day } from "./text.ts";
import { fewerThan } from "./withheld.ts";

/** The sources of a preview, and the limits of a clone, a sentence each; `show` makes a name safe to show. */
export function previewNotes({ source, digest }: Preview, show = printable): string[] {
  const { branch = "", asOf, commits, releases, clones } = source;
  const read = clones === undefined ? show(branch) : count(clones.length, "clone");
  // A day ends at the midnight that begins the next one.
  const last = new Date(Date.parse(asOf) - 1);
  const from = `Read from ${count(commits, "commit")} of ${read} as of ${day(last)}: ${changesRead(source, show)}`;
  return [
    digest.ship === "releases" ? `${from}, ${count(releases, "version tag")}.` : `${from}.`,
    ...(source.leftOut.length > 0 ? [leftOutNote(source.leftOut, show)] : []),
    ...(source.optedOut.length > 0 ? [optedOutNote(source.optedOut, show)] : []),
    ...(source.saysDeployments ? [NO_DEPLOYMENTS] : []),
    ...(source.saysScopes ? [NO_SCOPES] : []),
    ...(digest.ship === "merges" ? [mergesNote(source)] : []),
    ...[shallowNote(source, show)].filter(Boolean),
    ...(digest.builders.count === null && digest.changes.net > 0 ? [fewNote(digest)] : []),
    "Times are those of the commits and tags. A clone knows no deployments, no reviews and no accounts: people are told apart by their e-mail addresses and full names, and nobody is shown.",
  ];
}

/** The owner of a clone can read each of its commits. An issue has other readers. */
function fewNote(digest: Preview["digest"]): string {
  return `${fewerThan(digest)} builders shipped: a published digest would withhold the AI-assisted share and the tools, unless the repository is public and its config says privacy: { public: true }.`;
}

/** An organization's digest leaves out repositories of which nothing but merges is known. */
function leftOutNote(names: readonly string[], show: Show): string {
  const are = names.length === 1 ? "1 of these is" : `${names.length} of these are`;
  return `${are} left out (${listed(names, show)}): no version tags carry most of what was merged there. --ship merges takes merging as shipping, in all of them.`;
}

function optedOutNote(names: readonly string[], show: Show): string {
  const theirs = names.length === 1 ? "is left out: its config says" : "are left out: their configs say";
  return `${listed(names, show)} ${theirs} digest: { enabled: false }.`;
}

/** Makes a name safe to show. */
type Show = (name: string) => string;

const MOST_CLONES = 5;

/** The first names, and the number of further ones. */
function listed(names: readonly string[], show: Show): string {
  const more = names.length > MOST_CLONES ? ` and ${names.length - MOST_CLONES} more` : "";
  const first = names.slice(0, MOST_CLONES).map((name) => show(name));
  return `${first.join(", ")}${more}`;
}

/** The note on clones without their earlier history; empty where all are whole. */
export function shallowNote({ clones, isShallow: isAny }: Preview["source"], show: Show): string {
  if (!isAny) return "";
  const rest = "what lies before its end is missing. Run git fetch --unshallow for more.";
  if (clones === undefined) return `This clone is shallow: ${rest}`;
  const names = clones.filter(({ isShallow }) => isShallow).map(({ repository }) => repository);
  return `A clone that is shallow (${listed(names, show)}) may show too little: ${rest}`;
}

const NO_DEPLOYMENTS =
  "The config says ship: deployments, and a clone knows none: what the clone shows is taken as shipping.";

const NO_SCOPES =
  "The config names scopes: a preview shows none, but the server and plimsoll report do, in the organization's digest.";

const MOST_LINES = 3;

/**
 * The number of changes that were read, and their lines. Changes that only a version of another line reaches are
 * included.
 */
function changesRead({ changes, lines = [] }: Preview["source"], show: Show): string {
  const [main, ...others] = lines;
  if (main === undefined || others.length === 0) return count(changes, "change");
  const named = others.slice(0, MOST_LINES).map((line) => `${line.changes} on ${show(line.name)}`);
  const rest = others.slice(MOST_LINES).reduce((sum, line) => sum + line.changes, 0);
  const all = [`${main.changes} on ${show(main.name)}`, ...named, ...(rest > 0 ? [`${rest} on others`] : [])];
  return `${count(changes, "change")} (${all.join(", ")})`;
}

/** The note on a clone without recent commits: it is stale, or its project stands still. */
export function silenceNote({ source: { weeksSilent, asOf } }: Preview): string {
  if (weeksSilent < SILENT_FROM) return "";
  const since = day(new Date(asOf));
  return `The newest commit is ${weeksSilent} weeks old (${since}): this clone is not up to date, or its project stands still.`;
}

const SILENT_FROM = 2;

function mergesNote({ isShipTold }: Preview["source"]): string {
  const proxy = "merging is taken as shipping, and every number is a proxy.";
  if (isShipTold) return `As asked, ${proxy}`;
  return `No version tags carry most of what was merged, so ${proxy} Installed as a GitHub App, Plimsoll sees deployments; --ship releases looks at version tags.`;
}

/** A name from a repository, on one line and without what a terminal would obey. */
export function printable(name: string, most = 100): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").slice(0, most);
}
