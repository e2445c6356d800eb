import { firstMergedSince } from "../domain/metric/first-merged.ts";
import { firstWeekNeeded, MOST_LATER } from "../domain/metric/scope-weeks.ts";
import { shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import { byMerge } from "../domain/shipping/change.ts";
import type { Repository } from "../storage/repositories.ts";
import { judgeHistory, lastCounted } from "./derive.ts";
import { endsOf, type LoadedSpan, loadRepository } from "./load.ts";
import { type MeasuredRepository, type MeasureStores, measureWeek } from "./measure.ts";
import { nameOf } from "./subject.ts";

/** Derives the input of a week's digest from a past that was loaded and judged once. */
export type Past = (week: Week) => Promise<MeasuredRepository>;

/** Loads and judges the past of a repository for the digests of many weeks. */
export async function loadPast(
  stores: MeasureStores,
  repository: Repository,
  loaded: LoadedSpan,
): Promise<Past> {
  const { zone, now } = loaded;
  const { window, tools } = await loadRepository(stores, repository, loaded);
  const judged = judgeHistory(nameOf(repository), window, now);
  const changes = judged.changes.toSorted((a, b) => byMerge(a.change, b.change));
  return async (week) => {
    const span = { week, zone, now };
    const state = await stores.histories.findStateIn(repository.id, endsOf(span));
    const since = changes.slice(firstMergedSince(changes, startOf(firstWeekNeeded(week), zone)));
    const until = firstMergedSince(since, startOf(shiftWeek(week, MOST_LATER + 1), zone));
    const history = { ...judged, changes: since.slice(0, until), lastCounted: lastCounted(since) };
    return measureWeek(stores, repository, { history, facts: { state, tools }, span });
  };
}
