import { dayOf } from "../metric/week.ts";
import { byMerge, type Change } from "../shipping/change.ts";

type Paired = Pick<Change, "id" | "mergedAt" | "builder">;

/** The normalized deployment of each change, by the change's id; none for a change without a builder. */
export type Pairs = ReadonlyMap<string, string>;

/**
 * Names the pairs of builder and day: `2026-11-20/2` is the pair of the second builder to merge on that day.
 *
 * The names are enough to count the pairs again. They mean something else on each day, so nobody can follow a person
 * from one day to the next. `changes` must contain all changes of a day.
 */
export function pairsOf(changes: readonly Paired[], zone: string): Pairs {
  const [pairs = new Map()] = pairsInAll([changes], zone);
  return pairs;
}

/** Names the pairs in several repositories: a builder has one pair on a day in all of them. */
export function pairsInAll(repositories: readonly (readonly Paired[])[], zone: string): Pairs[] {
  const builders = new Map<string, string[]>();
  const pairs = repositories.map(() => new Map<string, string>());
  const all = repositories.flatMap((changes, index) => changes.map((change) => ({ change, index })));
  for (const { change, index } of all.toSorted((a, b) => byMerge(a.change, b.change))) {
    const { id, mergedAt, builder } = change;
    if (builder === undefined) continue;
    const day = dayOf(mergedAt, zone);
    const seen = builders.get(day) ?? [];
    builders.set(day, seen);
    if (!seen.includes(builder)) seen.push(builder);
    pairs[index]?.set(id, `${day}/${seen.indexOf(builder) + 1}`);
  }
  return pairs;
}
