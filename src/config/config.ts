import type { z } from "zod";
import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import type { Policy } from "../domain/policy.ts";
import type { ScopeDeclaration } from "../domain/scopes/named-scopes.ts";
import type { Service, ShipMode } from "../domain/shipping/rules.ts";
import type { SpendDeclaration } from "../domain/spend/declared.ts";
import { toAgent } from "./agent.ts";
import { ConfigError, inOrder, type Place } from "./config-error.ts";
import { CONFIG_PATHS } from "./location.ts";
import { placeOf } from "./place.ts";
import { toCheck, toDisclosure } from "./policy.ts";
import { describeIssue, describeProblems } from "./problems.ts";
import { configFile } from "./schema.ts";
import { toScopes } from "./scopes.ts";
import { toDeclaration } from "./spend.ts";
import { printable } from "./values.ts";
import { readYaml, YamlError } from "./yaml.ts";

const LONGEST_REASON = 200;
const NOTHING_TO_FAIL =
  'check.show: "off" leaves no check run that "disclosure: require" could fail: write "declared" or "all"';
const TWO_DIGESTS =
  'digest.per: "repository" contradicts digest.repository, which names the place of one for all: delete one of the two';

/** The settings of a repository. */
export interface Config extends Policy, AttributionRules {
  readonly ship: ShipMode | "auto";
  /** Globs of production environments; `undefined` for the usual names. */
  readonly production: readonly string[] | undefined;
  readonly services: readonly Service[];
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
  /** Lower-case logins of accounts that are not people. */
  readonly bots: readonly string[];
  /** Lower-case logins of the accounts whose deployments are believed; empty when all are. */
  readonly creators: readonly string[];
  /** The IANA time zone of days and weeks. */
  readonly timezone: string;
  /** The named parts of the organization. They count only in the config of the owner's `.github` repository. */
  readonly scopes: readonly ScopeDeclaration[];
  /** What AI tools cost. It counts only in the config of the owner's `.github` repository. */
  readonly spend: SpendDeclaration;
}

/** Parses a config file's text. Throws a `ConfigError` that names `file`; an empty text is a config of defaults. */
export function parseConfig(text: string, file: string = CONFIG_PATHS[0]): Config {
  const yaml = parseYaml(text, file);
  const { data, error } = configFile.safeParse(yaml.value ?? {}, { error: describeIssue });
  if (error !== undefined) throw new ConfigError(describeProblems(error, yaml), { file });
  const config = toConfig(data);
  const problems = contradictionsIn(config).map(({ text, keys }) => ({ text, place: placeOf(yaml, keys) }));
  if (problems.length > 0) throw new ConfigError(inOrder(problems), { file });
  return config;
}

/** The contradictions between valid values, and for each the keys that lead to one of them. */
function contradictionsIn({ check, digest, disclosure }: Config) {
  return [
    {
      isMet: check.show === "off" && disclosure.policy === "require",
      text: NOTHING_TO_FAIL,
      keys: ["check", "show"],
    },
    {
      isMet: digest.per === "repository" && digest.repository !== undefined,
      text: TWO_DIGESTS,
      keys: ["digest", "per"],
    },
  ].filter(({ isMet }) => isMet);
}

/** Finds the position of a value in a valid config file, by the keys that lead to it. */
export function locateKey(text: string, keys: readonly string[]): Place | undefined {
  return placeOf(readYaml(text), keys);
}

/** Converts the keys of the file to settings. */
function toConfig(data: z.infer<typeof configFile>): Config {
  const { agents, attribution, production, services, digest, check, disclosure, scopes, spend, ...rest } =
    data;
  const { timezone, repository, ...when } = digest;
  return {
    ...rest,
    agents: Object.entries(agents).map(toAgent),
    prose: attribution.prose,
    production,
    services: Object.entries(services).map(([name, { environments, paths }]) => {
      return { name, environments, paths };
    }),
    digest: { ...when, repository },
    check: toCheck(check),
    disclosure: toDisclosure(disclosure),
    timezone,
    scopes: toScopes(scopes),
    spend: toDeclaration(spend),
  };
}

function parseYaml(text: string, file: string): ReturnType<typeof readYaml> {
  try {
    return readYaml(text);
  } catch (error) {
    // The library throws errors of many kinds, all of them about the text: aliases that point nowhere or multiply
    // without measure, values that cannot be merged, and nesting that is too deep.
    const reason = error instanceof Error ? error.message : String(error);
    const isOurs = error instanceof YamlError;
    const problem = firstLineOf(isOurs ? reason : `not YAML: ${reason}`);
    const place = isOurs ? error.place : undefined;
    throw new ConfigError([{ text: problem, place }], { file, cause: error });
  }
}

function firstLineOf(text: string): string {
  return printable(text.split("\n")[0]?.slice(0, LONGEST_REASON) ?? "");
}
