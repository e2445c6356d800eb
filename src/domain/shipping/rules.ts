import { createMemory } from "../memory.ts";
import { compileGlob, type Glob } from "./globs.ts";
import { namesProduction } from "./production-names.ts";

/** The source of a repository's deployments. */
export type ShipMode = "deployments" | "releases" | "merges";

/** A part of a repository that is deployed by itself. */
export interface Service {
  readonly name: string;
  /** Globs of its environments. */
  readonly environments: readonly string[];
  /** Globs of its files. */
  readonly paths: readonly string[];
}

/**
 * A repository's rules from its config, valid from some time on.
 *
 * Rules are dated. A deployment is judged by the rules at its success, a change by the rules at its merge. Otherwise
 * excluding a folder today would restate the past.
 */
export interface Rules {
  /** The time from which they are valid. The first rules are valid before it, too. */
  readonly since: Date;
  readonly ship: ShipMode | "auto";
  /** Globs of production environments; `undefined` for the usual names. */
  readonly production: readonly string[] | undefined;
  readonly services: readonly Service[];
  /** Keyed hashes of the trusted accounts; `undefined` when all deployments are trusted. */
  readonly creators: readonly string[] | undefined;
}

/** The rules of a repository without a config. */
export const DEFAULT_RULES: Rules = {
  since: new Date(0),
  ship: "auto",
  production: undefined,
  services: [],
  creators: undefined,
};

/**
 * The rules in force at an instant. Rules that begin at that instant are not, so that a change cannot benefit from
 * rules that it brings itself.
 */
export function rulesAt<Dated extends { readonly since: Date }>(
  rules: readonly Dated[],
  at: Date,
): Dated | undefined {
  if (rules.length < 2) return rules[0];
  const ordered = rules.toSorted((a, b) => a.since.getTime() - b.since.getTime());
  return ordered.findLast(({ since }) => since < at) ?? ordered[0];
}

/** Whether an environment is production by its name: as in the config, or by one of the usual names. */
export function isProductionName(environment: string, { production }: Rules): boolean {
  return production === undefined ? namesProduction(environment) : matchesAny(production, environment);
}

/** The service to which an environment belongs; `undefined` when it deploys the whole repository. */
export function serviceOf(environment: string, { services }: Pick<Rules, "services">): string | undefined {
  return services.find(({ environments }) => matchesAny(environments, environment))?.name;
}

/** The services to which some files belong. */
export function servicesOf(paths: readonly string[], { services }: Pick<Rules, "services">): string[] {
  return services.filter((service) => paths.some((path) => isPartOf(path, service))).map(({ name }) => name);
}

function isPartOf(path: string, { paths }: Service): boolean {
  return paths.some((glob) => compiled(glob)(path));
}

/** Environments have names, not paths. A slash is an ordinary character, and case does not matter. */
function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((glob) => compiled(asName(glob))(asName(name)));
}

function asName(text: string): string {
  return text.toLowerCase().replaceAll("/", "\u2215");
}

const MOST_KEPT = 1_000;
const recallGlob = createMemory<Glob>(MOST_KEPT);

/** Compiles a glob once. */
function compiled(text: string): Glob {
  return recallGlob(text, () => compileGlob(text));
}
