import { dayOf } from "../metric/week.ts";
import { byMerge, type Change } from "../shipping/change.ts";

/** The normalized deployment of each change, by the change's id; none for a change without a builder. */
export type Pairs = ReadonlyMap<string, string>;

/**
 * Names the pairs of builder and day: `2026-11-20/2` is the pair of the second builder to merge on that day.
 *
 * The names are enough to count the pairs again. They mean something else on each day, so nobody can follow a person
 * from one day to the next. `changes` must contain all changes of a day.
 */
export function pairsOf(changes: readonly Change[], zone: string): Pairs {
  const seen = new Map<string, string[]>();
  const pairs = new Map<string, string>();
  for (const { id, mergedAt, builder } of changes.toSorted(byMerge)) {
    if (builder === undefined) continue;
    const day = dayOf(mergedAt, zone);
    const builders = seen.get(day) ?? [];
    seen.set(day, builders);
    if (!builders.includes(builder)) builders.push(builder);
    pairs.set(id, `${day}/${builders.indexOf(builder) + 1}`);
  }
  return pairs;
}
