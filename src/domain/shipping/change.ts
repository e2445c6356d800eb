import type { Attribution } from "../attribution/attribution.ts";

/** A merged pull request, with all that decides whether and how it counts. */
export interface Change {
  /** `#12` for pull request 12. */
  readonly id: string;
  /** GitHub's receipt time of the merge. */
  readonly mergedAt: Date;
  /** The tip of the base branch that the pull request was compared with. */
  readonly baseSha: string;
  /** Commits that carry the change: its merge, squash, or last rewritten commit, and its final head. */
  readonly carriers: readonly string[];
  /** Who is accountable for it, as a keyed hash; `undefined` when no human can be named. */
  readonly builder: string | undefined;
  readonly attribution: Attribution;
  /** Whether it touches a file that is neither generated, vendored, a lockfile, nor documentation. */
  readonly isEffective: boolean;
  /** The commits and changes (`#12`) that it says it reverts, and whose files it touches. */
  readonly reverts: readonly string[];
}

/** Changes in the order in which they were merged. */
export function byMerge(a: Change, b: Change): number {
  return a.mergedAt.getTime() - b.mergedAt.getTime() || a.id.localeCompare(b.id, "en", { numeric: true });
}
