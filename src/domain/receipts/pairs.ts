import { dayOf } from "../metric/week.ts";
import { byMerge, type Change } from "../shipping/change.ts";

/** The normalized deployment that each change belongs to, by the change's id; none when nobody is accountable. */
export type Pairs = ReadonlyMap<string, string>;

/**
 * Names the pairs of builder and day: `2026-11-20/2` is that of the second builder to merge on that day.
 *
 * The names are enough to count the pairs anew, and mean something else on each day, so that nobody can be followed from
 * one day to the next. All changes of a day must be among them.
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
