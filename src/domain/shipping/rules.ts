import { compileGlob, type Glob } from "./globs.ts";
import { namesProduction } from "./production-names.ts";

/** Where a repository's deployments are read from. */
export type ShipMode = "deployments" | "releases" | "merges";

/** A part of a repository that is deployed by itself. */
export interface Service {
  readonly name: string;
  /** Globs of the environments that it is deployed to. */
  readonly environments: readonly string[];
  /** Globs of the files that it is made of. */
  readonly paths: readonly string[];
}

/**
 * What a repository's config says about what counts, from some time on.
 *
 * Rules are dated: a deployment is judged by those of the time when it succeeded, a change by those of its merge. Else
 * whoever excludes a folder today would restate the past.
 */
export interface Rules {
  /** When they took effect; the first ones hold for all time before, too. */
  readonly since: Date;
  readonly ship: ShipMode | "auto";
  /** Globs of production environments; `undefined` for the usual names. */
  readonly production: readonly string[] | undefined;
  readonly services: readonly Service[];
  /** Keyed hashes of the accounts whose deployments are believed; `undefined` when all are. */
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
 * The rules that held at an instant: those of before it, since what merges with new rules does not profit from them.
 */
export function rulesAt<Dated extends { readonly since: Date }>(
  rules: readonly Dated[],
  at: Date,
): Dated | undefined {
  const ordered = rules.toSorted((a, b) => a.since.getTime() - b.since.getTime());
  return ordered.findLast(({ since }) => since < at) ?? ordered[0];
}

/** Whether an environment is production by its name: as the config says, or by one of the usual names. */
export function isProductionName(environment: string, { production }: Rules): boolean {
  return production === undefined ? namesProduction(environment) : matchesAny(production, environment);
}

/** The service that an environment belongs to; `undefined` when it deploys the whole repository. */
export function serviceOf(environment: string, { services }: Rules): string | undefined {
  return services.find(({ environments }) => matchesAny(environments, environment))?.name;
}

/** The services that some files belong to. */
export function servicesOf(paths: readonly string[], { services }: Pick<Rules, "services">): string[] {
  return services.filter((service) => paths.some((path) => isPartOf(path, service))).map(({ name }) => name);
}

function isPartOf(path: string, { paths }: Service): boolean {
  return paths.some((glob) => compiled(glob)(path));
}

/** Environments have names, not paths: a slash is a letter like any other, and case does not matter. */
function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((glob) => compiled(asName(glob))(asName(name)));
}

function asName(text: string): string {
  return text.toLowerCase().replaceAll("/", "\u2215");
}

const globs = new Map<string, Glob>();
const MOST_KEPT = 1_000;

/** Compiles a glob once. */
function compiled(text: string): Glob {
  const known = globs.get(text);
  if (known !== undefined) return known;
  if (globs.size >= MOST_KEPT) globs.clear();
  const glob = compileGlob(text);
  globs.set(text, glob);
  return glob;
}
