import type { ShipMode } from "../shipping/rules.ts";
import type { Measured } from "./measured.ts";

/** The scope of a digest: one repository, or all repositories of an organization that deploy. */
export interface Scope {
  /** `owner/name` of a repository, the name of an organization, or `owner: scope`. */
  readonly name: string;
  readonly isOrganization: boolean;
  /** By name, so that a digest does not depend on the order of its input. */
  readonly repositories: readonly Measured[];
  readonly ship: ShipMode;
  /** The number of repositories that an organization's digest leaves out, since they only merge. */
  readonly leftOut: number;
}

/** The name of a scope of an organization's config, in digests of its own. */
export function nameOfScope(owner: string, scope: string): string {
  return `${owner}: ${scope}`;
}

/** Whether a digest is of a scope of an organization's config. */
export function isNamedScope(scope: string): boolean {
  return scope.includes(": ");
}

/** Whether a digest is of one repository, `owner/name`. The name of a scope follows a colon, and may have a slash. */
export function isRepository(scope: string): boolean {
  return scope.includes("/") && !isNamedScope(scope);
}

/**
 * Makes the scope of a digest.
 *
 * An organization leaves out repositories that only merge, unless `countsMerges`. An organization's mode is the common mode of its repositories. Where they differ it is `deployments`, to which
 * releases are nearest.
 */
export function scopeOf(
  measured: readonly Measured[],
  name: string,
  { countsMerges = false }: { readonly countsMerges?: boolean | undefined } = {},
): Scope {
  const isOrganization = !isRepository(name);
  const repositories = measured
    .filter(({ ship }) => !isOrganization || countsMerges || ship !== "merges")
    .toSorted((a, b) => (a.repository < b.repository ? -1 : 1));
  const [ship, ...others] = new Set(repositories.map((each) => each.ship));
  return {
    name,
    isOrganization,
    repositories,
    ship: ship === undefined || others.length > 0 ? "deployments" : ship,
    leftOut: measured.length - repositories.length,
  };
}
