import type { ShipMode } from "../shipping/rules.ts";
import type { Measured } from "./measured.ts";

/** The scope of a digest: one repository, or all repositories of an organization that deploy. */
export interface Scope {
  /** `owner/name` of a repository, or the name of an organization. */
  readonly name: string;
  readonly isOrganization: boolean;
  /** By name, so that a digest does not depend on the order of its input. */
  readonly repositories: readonly Measured[];
  readonly ship: ShipMode;
  /** The number of repositories that an organization's digest leaves out, since they only merge. */
  readonly leftOut: number;
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
  const isOrganization = !name.includes("/");
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
