import type { ScopeWeek } from "./scope-weeks.ts";
import { FEWEST_WEEKS, usualRange } from "./usual-range.ts";
import { placeIn } from "./verdict.ts";
import { isFirstOfQuarter, startOf, type Week } from "./week.ts";
import type { WeekComparison } from "./week-comparison.ts";

/** The published totals of weeks: the first and the latest. */
export type Published = ReadonlyMap<Week, { readonly first: number; readonly latest: number }>;

/**
 * The comparison of a week with the first twelve, since a rolling range forgets slow drift.
 *
 * The first twelve are the first published ones since the installation or the last change of rules.
 */
export interface Reference {
  /** The first and the last of these. */
  readonly weeks: readonly [Week, Week];
  /** Their sum, and the sum of the last twelve complete weeks, including this one. */
  readonly first: number;
  readonly last: number;
  /** The usual range of the first twelve, and the place of this week. */
  readonly usual: readonly [number, number];
  readonly signal: ReturnType<typeof placeIn>;
}

/** The sources of the comparison. */
interface ReferenceSources {
  readonly weekComparison: WeekComparison;
  readonly published: Published;
  readonly zone: string;
}

/**
 * Compares a quarter's first week with the first twelve; `null` for other weeks, and where no comparison is possible.
 *
 * None is possible while the week is open or quiet, and before there are twelve complete weeks after the first twelve.
 */
export function referenceOf(
  current: ScopeWeek,
  { weekComparison, published, zone }: ReferenceSources,
): Reference | null {
  const isPublished =
    !["waiting", "quiet"].includes(weekComparison.total.signal) && isFirstOfQuarter(current.week);
  const recent = [...weekComparison.comparable, current].slice(-FEWEST_WEEKS);
  if (!isPublished || recent.length < FEWEST_WEEKS) return null;
  const first = [...published]
    .filter(
      ([week]) => startOf(week, zone).getTime() >= weekComparison.since && week < (recent[0]?.week ?? week),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, FEWEST_WEEKS);
  const totals = first.map(([, { latest }]) => latest);
  const usual = usualRange(totals, Number.POSITIVE_INFINITY);
  const [from, to] = [first[0]?.[0], first.at(-1)?.[0]];
  if (usual === undefined || from === undefined || to === undefined) return null;
  return {
    weeks: [from, to],
    first: sum(totals),
    last: sum(recent.map(({ days }) => days.length)),
    usual,
    signal: placeIn(usual, current.days.length),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
