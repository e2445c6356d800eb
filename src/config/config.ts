import { parseDocument } from "yaml";
import { z } from "zod";
import type { Agent } from "../domain/attribution/agent.ts";
import { findGlobProblem } from "../domain/shipping/globs.ts";
import type { Service, ShipMode } from "../domain/shipping/rules.ts";
import { agent, toAgent } from "./agent.ts";
import { describeIssue, describeProblems, describeValue } from "./problems.ts";
import { section } from "./section.ts";

const MOST_CHARACTERS = 65_536;
const MOST_ENTRIES = 100;

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, "an id has lower-case letters, digits and hyphens");
const glob = checked(z.string().trim().min(1), (text) => findGlobProblem(text));
const globs = z.array(glob).max(MOST_ENTRIES);
const login = checked(z.string().trim().toLowerCase(), (text) =>
  /^[a-z\d][a-z\d_-]{0,99}(?:\[bot\])?$/.test(text) ? undefined : 'not a GitHub login, such as "octocat"',
);
const logins = z.array(login).max(MOST_ENTRIES);
const timezone = checked(z.string(), (text) =>
  isTimeZone(text) ? undefined : 'not an IANA time zone, such as "Europe/Berlin"',
);

const service = section({
  /** Names or globs of the environments that it is deployed to. */
  environments: globs.min(1),
  /** Globs of the files that it is made of, from the root: `api/**`. */
  paths: globs.min(1),
});

const config = section({
  /** In-house agents by id: lower-case letters, digits and hyphens. @default {} */
  agents: z.record(id, agent).default({}),
  /**
   * Where deployments are read from: GitHub's deployments, published releases, or merges to the default branch;
   * `auto` takes the first of these that the repository has. @default auto
   */
  ship: z.enum(["auto", "deployments", "releases", "merges"]).default("auto"),
  /** Names or globs of the production environments, instead of the usual names. @default the usual names */
  production: globs.optional(),
  /** Parts of the repository that are deployed by themselves, by name. @default {} */
  services: z
    .record(z.string().trim().min(1).max(60), service)
    .refine((services) => Object.keys(services).length <= MOST_ENTRIES, `more than ${MOST_ENTRIES} services`)
    .default({}),
  /** Globs of files that are not worth counting, beside what is generated, vendored or documentation. @default [] */
  exclude: globs.default([]),
  /** GitHub logins of more accounts that are not people. @default [] */
  bots: logins.default([]),
  /** GitHub logins of the accounts whose deployments are believed; when there are none, all are. @default [] */
  creators: logins.default([]),
  /** The weekly digest. @default {} */
  digest: section({
    /** The IANA time zone of its days and weeks. @default UTC */
    timezone: timezone.default("UTC"),
  }).prefault({}),
});

/** What a repository's `.github/plimsoll.yml` says. */
export interface Config {
  readonly agents: readonly Agent[];
  readonly ship: ShipMode | "auto";
  /** Globs of production environments; `undefined` for the usual names. */
  readonly production: readonly string[] | undefined;
  readonly services: readonly Service[];
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
  /** Lower-case logins of accounts that are not people. */
  readonly bots: readonly string[];
  /** Lower-case logins of the accounts whose deployments are believed; none when all are. */
  readonly creators: readonly string[];
  readonly timezone: string;
}

/** The config cannot be used; the message names each key that is wrong, one a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Parses a config file's text. Throws a `ConfigError`; an empty file is a config of defaults. */
export function parseConfig(text: string): Config {
  const { data, error } = config.safeParse(parseYaml(text) ?? {}, { error: describeIssue });
  if (error !== undefined) throw new ConfigError(describeProblems(error));
  const { agents, production, services, digest, ...rest } = data;
  return {
    ...rest,
    agents: Object.entries(agents).map(toAgent),
    production,
    services: Object.entries(services).map(([name, { environments, paths }]) => ({
      name,
      environments,
      paths,
    })),
    timezone: digest.timezone,
  };
}

function parseYaml(text: string): unknown {
  if (text.length > MOST_CHARACTERS) throw new ConfigError(`file: longer than ${MOST_CHARACTERS} characters`);
  try {
    const document = parseDocument(text, { logLevel: "error" });
    const [syntax] = document.errors;
    if (syntax !== undefined) throw syntax;
    return document.toJS();
  } catch (error) {
    // A ReferenceError is an alias that points nowhere, or aliases that multiply without measure.
    if (!(error instanceof Error && /^(?:YAMLParseError|ReferenceError)$/.test(error.name))) throw error;
    throw new ConfigError(`not YAML: ${error.message.split("\n")[0]}`);
  }
}

/** A string that a check may refuse, with what it says. */
function checked(schema: z.ZodString, findProblem: (text: string) => string | undefined) {
  return schema.superRefine((text, context) => {
    const problem = findProblem(text);
    if (problem !== undefined) context.addIssue(`${describeValue(text)}: ${problem}`);
  });
}

function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/i.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
