import { byMerge, type Change } from "./change.ts";

/** Which changes revert which. */
export interface Reverts {
  /** Whether the change reverts a known change, so that it is never output of its own. */
  isRework(change: Change): boolean;
  /** The first change that reverts this one, has shipped, and is not itself reverted by one that has. */
  revertOf(change: Change): Change | undefined;
}

/**
 * Links reverts to what they revert.
 *
 * A revert merges later than its original, so there are no cycles: the revert of a revert brings the original back.
 * A commit id that no known change carries reverts nothing.
 */
export function linkReverts(changes: readonly Change[], hasShipped: (change: Change) => boolean): Reverts {
  const carrierOf = new Map(
    changes.flatMap((change) => change.carriers.map((sha) => [sha, change] as const)),
  );
  const originals = new Map<Change, Change[]>();
  const reverters = new Map<Change, Change[]>();
  for (const change of [...changes].sort(byMerge)) {
    for (const original of new Set(change.reverts.map((sha) => carrierOf.get(sha)))) {
      if (original === undefined || original.mergedAt >= change.mergedAt) continue;
      originals.set(change, [...(originals.get(change) ?? []), original]);
      reverters.set(original, [...(reverters.get(original) ?? []), change]);
    }
  }
  const revertOf = (change: Change): Change | undefined =>
    reverters.get(change)?.find((revert) => hasShipped(revert) && revertOf(revert) === undefined);
  return { isRework: (change) => originals.has(change), revertOf };
}

/** The commits that a message says it reverts, in the words of `git revert` and of GitHub's revert button. */
export function revertedShas(message: string): string[] {
  return [...message.matchAll(/\bThis reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/g)].map(
    ([, sha]) => sha ?? "",
  );
}
