import type { CountedChange } from "../metric/counted-part.ts";
import { OUTCOMES } from "../shipping/outcome.ts";
import type { Release as ShippingRelease } from "../shipping/release.ts";
import type { ShipMode } from "../shipping/rules.ts";
import { carriageOf, carriesMost, SHOWN_FOR } from "../shipping/ship-choice.ts";
import { parseVersionTag } from "./version-tags.ts";

/** A tag that names a commit. */
export interface CloneTag {
  readonly name: string;
  readonly sha: string;
  /** The creation of an annotated tag; for a lightweight one, the time of its commit. */
  readonly at: Date;
}

/** A tag that names a version. */
export interface Release extends CloneTag {
  readonly isPrerelease: boolean;
}

/** Finds the releases among some tags, oldest first. */
export function releasesOf(tags: readonly CloneTag[]): Release[] {
  return tags
    .flatMap((tag) => {
      const kind = parseVersionTag(tag.name);
      return kind === undefined ? [] : [{ ...tag, isPrerelease: kind === "prerelease" }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.name < b.name ? -1 : 1));
}

/** Converts releases to records as if none had ever changed: a clone holds only the current commit of a tag. */
export function toRecords(releases: readonly Release[]): ShippingRelease[] {
  return releases.map(({ name: tag, sha, at, isPrerelease }, index) => ({
    kind: "release",
    id: -(index + 1),
    creator: undefined,
    tags: [{ tag, sha, at }],
    releaseStates: [
      { at, kind: "change", tag, state: isPrerelease ? "prereleased" : "released", publishedAt: at },
    ],
  }));
}

/**
 * Finds how a clone ships without a config: by releases if it has one in the last 90 days, and one before to compare it
 * with; else by merges.
 */
export function shipModeShown(releases: readonly Release[], asOf: Date): ShipMode {
  const final = releases.filter(({ isPrerelease, at }) => !isPrerelease && at <= asOf);
  const newest = final.at(-1);
  return final.length > 1 && newest !== undefined && asOf.getTime() - newest.at.getTime() <= SHOWN_FOR
    ? "releases"
    : "merges";
}

/** Whether releases carry most of the changes merged four weeks to half a year ago. */
export function releasesCarryMost(changes: readonly CountedChange[], asOf: Date): boolean {
  const decisive = changes
    .filter(({ outcome }) => OUTCOMES[outcome].isMeasured)
    .map(({ change: { mergedAt }, arrival }) => ({ mergedAt, carriedAt: arrival?.at }));
  return carriesMost(carriageOf(decisive, asOf));
}
