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
 * What names no known change reverts nothing.
 */
export function linkReverts(changes: readonly Change[], hasShipped: (change: Change) => boolean): Reverts {
  const named = new Map(
    changes.flatMap((change) => [change.id, ...change.carriers].map((name) => [name, change] as const)),
  );
  const originals = new Map<Change, Change[]>();
  const reverters = new Map<Change, Change[]>();
  for (const change of [...changes].sort(byMerge)) {
    for (const original of new Set(change.reverts.map((name) => named.get(name)))) {
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

/** The pull requests that a description says it reverts, as it names them: `#12` or `owner/name#12`. */
export function revertedPulls(description: string): string[] {
  return [...description.matchAll(/\bReverts ((?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d{1,9})\b/g)].map(
    ([, name]) => name ?? "",
  );
}
