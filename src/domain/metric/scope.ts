import type { ShipMode } from "../shipping/rules.ts";
import type { Measured } from "./measured.ts";

/** What a digest is about: one repository, or all of an organization that deploy. */
export interface Scope {
  /** `owner/name` of a repository, or the name of an organization. */
  readonly name: string;
  readonly isOrganization: boolean;
  /** By name, so that a digest does not depend on the order in which they are handed over. */
  readonly repositories: readonly Measured[];
  readonly ship: ShipMode;
  /** How many repositories an organization's digest leaves out, since for them merging is all that is known. */
  readonly leftOut: number;
}

/**
 * Reads what a digest is about.
 *
 * An organization's mode is that of all its repositories; where they differ, `deployments`, since that is the mode to
 * which releases are the nearest.
 */
export function scopeOf(measured: readonly Measured[], name: string): Scope {
  const isOrganization = !name.includes("/");
  const repositories = measured
    .filter(({ ship }) => !isOrganization || ship !== "merges")
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
