import type { Attribution } from "../attribution/attribution.ts";
import type { SettledClaims } from "./claims.ts";

/** A merged pull request, or a push to the default branch, with everything that decides how it counts. */
export interface Change extends SettledClaims {
  /** `#12` for pull request 12. For a push, the last of its commits. */
  readonly id: string;
  /** GitHub's receipt time of the merge or push. */
  readonly mergedAt: Date;
  /** The tip of the base branch with which it was compared. */
  readonly baseSha: string;
  /** The commits that carry it: its merge, squash, or last rewritten commit, and its final head. */
  readonly carriers: readonly string[];
  /** All commits between its base and its head. */
  readonly commits: readonly string[];
  /** The merge commits among them, which bring in the work of others. */
  readonly merges: readonly string[];
  /** The commits that a rebase made from them on the base branch. */
  readonly rewritten: readonly string[];
  /** The accountable person, as a keyed hash; `undefined` where nobody is known. */
  readonly builder: string | undefined;
  readonly attribution: Attribution;
  /** Whether it touches a file that is neither generated, vendored, a lockfile, nor documentation. */
  readonly isEffective: boolean;
  /** Lines added and deleted in such files; `undefined` when GitHub did not provide them all. */
  readonly lines: number | undefined;
  /** Whether a human other than its author and its builder approved it; `undefined` for a change without reviews. */
  readonly isApproved: boolean | undefined;
  /** The services whose files it touches; none when it belongs to the whole repository. */
  readonly services: readonly string[];
  /** The names of the organization's partial scopes that have it, if any. */
  readonly scopes?: readonly string[] | undefined;
  /** Equal for changes that do the same to the same files; `undefined` when the patch was not read whole. */
  readonly patchId: string | undefined;
}

/** The channel of the whole repository. It includes every service. */
export const WHOLE = "";

/** Whether the deployments of a channel include the files that a change touches. */
export function isDeployedIn({ services }: Pick<Change, "services">, channel: string): boolean {
  return channel === WHOLE || services.length === 0 || services.includes(channel);
}

type Merged = Pick<Change, "id" | "mergedAt">;

/** Changes in the order in which they were merged. */
export function byMerge(a: Merged, b: Merged): number {
  return a.mergedAt.getTime() - b.mergedAt.getTime() || compareIds(a.id, b.id);
}

/** Pull requests by their number, then pushes; `#9` comes before `#10`. */
function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return Number(a.slice(1)) - Number(b.slice(1)) || (a < b ? -1 : 1);
}
