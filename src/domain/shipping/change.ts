import type { Attribution } from "../attribution/attribution.ts";
import type { SettledClaims } from "./claims.ts";

/** A merged pull request, or what somebody pushed to the default branch, with all that decides how it counts. */
export interface Change extends SettledClaims {
  /** `#12` for pull request 12; for a push, the commit that it ended with. */
  readonly id: string;
  /** GitHub's receipt time of the merge or push. */
  readonly mergedAt: Date;
  /** The tip of the base branch that it was compared with. */
  readonly baseSha: string;
  /** Commits that carry it: its merge, squash, or last rewritten commit, and its final head. */
  readonly carriers: readonly string[];
  /** All commits between its base and its head. */
  readonly commits: readonly string[];
  /** Those of them that are merge commits: they bring in the work of others. */
  readonly merges: readonly string[];
  /** The commits that a rebase made of them on the base branch. */
  readonly rewritten: readonly string[];
  /** Who is accountable for it, as a keyed hash; `undefined` when no human can be named. */
  readonly builder: string | undefined;
  readonly attribution: Attribution;
  /** Whether it touches a file that is neither generated, vendored, a lockfile, nor documentation. */
  readonly isEffective: boolean;
  /** Lines added and deleted in such files; `undefined` when GitHub did not tell them all. */
  readonly lines: number | undefined;
  /** Whether a human other than its author and its builder approved it; `undefined` for what has no reviews. */
  readonly isApproved: boolean | undefined;
  /** The services whose files it touches; none when it belongs to the whole repository. */
  readonly services: readonly string[];
  /** Equal for changes that do the same to the same files; `undefined` when the patch was not read whole. */
  readonly patchId: string | undefined;
}

/** The channel of what deploys a whole repository, and so every service of it too. */
export const WHOLE = "";

/** Whether what is deployed in a channel deploys what a change touches. */
export function isDeployedIn({ services }: Pick<Change, "services">, channel: string): boolean {
  return channel === WHOLE || services.length === 0 || services.includes(channel);
}

/** Changes in the order in which they were merged. */
export function byMerge(a: Change, b: Change): number {
  return a.mergedAt.getTime() - b.mergedAt.getTime() || compareIds(a.id, b.id);
}

/** Pull requests by their number, then pushes; `#9` comes before `#10`. */
function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return Number(a.slice(1)) - Number(b.slice(1)) || (a < b ? -1 : 1);
}
