import type { CountedChange } from "./counted-part.ts";

/** The place of the first change that was merged at a time or later. The changes are in the order of their merges. */
export function firstMergedSince(changes: readonly CountedChange[], at: Date): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mergedAt = changes[middle]?.change.mergedAt ?? at;
    if (mergedAt < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
