import { setImmediate as turn } from "node:timers/promises";
import type { Measured } from "../domain/metric/measured.ts";
import type { Warning } from "../domain/metric/warnings.ts";
import { isZero } from "../domain/metric/zero.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { type JudgedHistory, judgeHistory, measuredIn, type WeekFacts } from "./derive.ts";
import { endsOf, loadRepository, loadZeroFacts, type OlderSpan, type Span } from "./load.ts";
import { nameOf } from "./subject.ts";

/** The stores for measuring a repository. */
export type MeasureStores = Pick<Stores, "histories" | "backfills" | "installations">;

/** The input of a digest from a repository, with warnings about its data. */
export interface MeasuredRepository {
  readonly measured: Measured;
  readonly warnings: readonly Warning[];
}

/** Loads a repository's facts for a week's digest, and derives the input of the digest. */
export async function measureRepository(
  stores: MeasureStores,
  repository: Repository,
  span: OlderSpan,
): Promise<MeasuredRepository> {
  const { window, tools } = await loadRepository(stores, repository, { ...span, first: span.week });
  const history = judgeHistory(nameOf(repository), window, span.now);
  return measureWeek(stores, repository, { history, facts: { state: window, tools }, span });
}

/** Derives the input of a week's digest from a judged history. */
export async function measureWeek(
  stores: MeasureStores,
  repository: Repository,
  of: { readonly history: JudgedHistory; readonly facts: WeekFacts; readonly span: Span },
): Promise<MeasuredRepository> {
  const { history, facts, span } = of;
  const { warnings } = facts.state;
  const measured = measuredIn(history, facts, span);
  const [start, end] = endsOf(span);
  if (!isZero(measured, { start: start.getTime(), end: end.getTime() })) return { measured, warnings };
  const zeroFacts = await loadZeroFacts(stores, repository, { measured, rules: history, span });
  return { measured: { ...measured, zeroFacts }, warnings };
}

/** The same for several repositories. */
export async function measureAll(
  stores: MeasureStores,
  repositories: readonly Repository[],
  span: Span,
): Promise<readonly MeasuredRepository[]> {
  const found: MeasuredRepository[] = [];
  for (const repository of repositories) {
    // Other work runs between two repositories.
    await turn();
    found.push(await measureRepository(stores, repository, span));
  }
  return found;
}

/** The input of a digest from several repositories. */
export function together(found: readonly MeasuredRepository[]): {
  readonly measured: readonly Measured[];
  readonly warnings: readonly Warning[];
} {
  return {
    measured: found.map(({ measured }) => measured),
    warnings: [...new Set(found.flatMap(({ warnings }) => warnings))],
  };
}
