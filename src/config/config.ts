import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import type { Policy } from "../domain/policy.ts";
import type { Service, ShipMode } from "../domain/shipping/rules.ts";
import type { SpendDeclaration } from "../domain/spend/declared.ts";
import { toAgent } from "./agent.ts";
import { toDisclosure } from "./policy.ts";
import { describeIssue, describeProblems } from "./problems.ts";
import { configFile } from "./schema.ts";
import { toDeclaration } from "./spend.ts";
import { printable } from "./values.ts";
import { readYaml, YamlError } from "./yaml.ts";

const LONGEST_REASON = 200;

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
  /** What AI tools cost. It counts only in the config of the owner's `.github` repository. */
  readonly spend: SpendDeclaration;
}

/** The config is invalid; the message names each wrong key, one a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Parses a config file's text. Throws a `ConfigError`; an empty file is a config of defaults. */
export function parseConfig(text: string): Config {
  const { data, error } = configFile.safeParse(parseYaml(text) ?? {}, { error: describeIssue });
  if (error !== undefined) throw new ConfigError(describeProblems(error));
  const { agents, attribution, production, services, digest, disclosure, spend, ...rest } = data;
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
    disclosure: toDisclosure(disclosure),
    timezone,
    spend: toDeclaration(spend),
  };
}

function parseYaml(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    // The library throws errors of many kinds, all of them about the text: aliases that point nowhere or multiply
    // without measure, values that cannot be merged, and nesting that is too deep.
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(firstLineOf(error instanceof YamlError ? reason : `not YAML: ${reason}`), {
      cause: error,
    });
  }
}

function firstLineOf(text: string): string {
  return printable(text.split("\n")[0]?.slice(0, LONGEST_REASON) ?? "");
}
