import type { ShippedChange } from "../shipping/judgement.ts";
import type { Release as ShippingRelease } from "../shipping/release.ts";
import type { ShipMode } from "../shipping/rules.ts";
import { carriageOf, carriesMost, SHOWN_FOR } from "../shipping/ship-choice.ts";
import { parseVersionTag } from "./version-tags.ts";

/** A tag that names a commit. */
export interface CloneTag {
  readonly name: string;
  readonly sha: string;
  /** When an annotated tag was made; of a lightweight one, when its commit was. */
  readonly at: Date;
}

/** A tag that names a version. */
export interface Release extends CloneTag {
  readonly isPrerelease: boolean;
}

/** The releases among some tags, oldest first. */
export function releasesOf(tags: readonly CloneTag[]): Release[] {
  return tags
    .flatMap((tag) => {
      const kind = parseVersionTag(tag.name);
      return kind === undefined ? [] : [{ ...tag, isPrerelease: kind === "prerelease" }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.name < b.name ? -1 : 1));
}

/**
 * Releases as GitHub would tell of them, had none ever been another than now: a clone holds no more of a tag than where
 * it is.
 */
export function toRecords(releases: readonly Release[]): ShippingRelease[] {
  return releases.map(({ name: tag, sha, at, isPrerelease }, index) => ({
    kind: "release",
    id: -(index + 1),
    creator: undefined,
    tags: [{ tag, sha, at }],
    tellings: [
      { at, kind: "change", tag, state: isPrerelease ? "prereleased" : "released", publishedAt: at },
    ],
  }));
}

/**
 * How a clone ships when nobody says so: by releases when it shows one in the 90 days before, and one earlier to
 * compare it with; else merging is all that is known.
 */
export function shipModeShown(releases: readonly Release[], asOf: Date): ShipMode {
  const final = releases.filter(({ isPrerelease, at }) => !isPrerelease && at <= asOf);
  const newest = final.at(-1);
  return final.length > 1 && newest !== undefined && asOf.getTime() - newest.at.getTime() <= SHOWN_FOR
    ? "releases"
    : "merges";
}

/** Whether releases carry most of what was merged four weeks to half a year ago. */
export function releasesCarryMost(changes: readonly ShippedChange[], asOf: Date): boolean {
  const told = changes
    .filter(({ outcome }) => outcome !== "outside")
    .map(({ change: { mergedAt }, arrival }) => ({ mergedAt, carriedAt: arrival?.at }));
  return carriesMost(carriageOf(told, asOf));
}
