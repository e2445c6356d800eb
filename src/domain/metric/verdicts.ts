import { type People, peopleOf } from "./people.ts";
import { findQuietWeeks } from "./quiet-weeks.ts";
import { type TrendFigures, trendOf } from "./trend.ts";
import { judgeTotal, type Signal, type Verdict, type VerdictBasis } from "./verdict.ts";
import type { EarlierWeek, WeekFigures } from "./week-figures.ts";

/** Whether each builder makes more or less than half a year ago, if this week gets a verdict. */
export type TrendVerdict = Omit<TrendFigures, "signal"> & { readonly signal: Signal };

/** All verdicts on a week from the weeks before it. */
export interface Verdicts extends People {
  /** On its normalized deployments. */
  readonly total: Verdict;
  /** On its net changes, which have no ceiling. */
  readonly netChanges: Verdict;
  /** On the number of its builders. */
  readonly builders: Verdict;
  /** On the AI-assisted part of its total, in percent; `null` where that part is unknown. */
  readonly share: Verdict | null;
  readonly trend: TrendVerdict;
  /** The number of weeks in a row, including this one, with fewer than 60 % of the usual builders. */
  readonly quietWeeks: number;
}

/** The week to judge. */
export interface JudgedWeek extends WeekFigures {
  /** Whether much of its work still waits. */
  readonly isWaiting: boolean;
  /** The number of builders in it and the three weeks before it; at least the privacy floor. */
  readonly lastBuilders: number;
}

const DAYS = 7;
const PERCENT = 100;

/** Judges a week by the 26 weeks before it, the oldest first. */
export function verdictsOf(before: readonly EarlierWeek[], current: JudgedWeek): Verdicts {
  const comparable = before.filter((week) => week.isComparable);
  const { range, isQuiet, holidays, quietWeeks } = findQuietWeeks(
    comparable.map(({ builders }) => builders),
    current.builders,
  );
  const kept = range.flatMap((place) => comparable[place] ?? []);
  const basis = (
    figure: (week: WeekFigures) => number | null,
    ceiling = Number.POSITIVE_INFINITY,
  ): VerdictBasis => ({
    isWaiting: current.isWaiting,
    isQuiet,
    ceiling,
    before: kept.map(figure).filter((value) => value !== null),
  });
  // The builders of the last four weeks, or of any week of the range if more, so that the range is never below an
  // earlier total.
  const mostBuilders = Math.max(current.lastBuilders, ...kept.map(({ builders }) => builders));
  const total = judgeTotal(
    current.total,
    basis((week) => week.total, DAYS * mostBuilders),
  );
  const builders = judgeTotal(current.builders, { ...basis((week) => week.builders), isWhole: true });
  const netChanges = basis((week) => week.netChanges);
  const trend = trendOf(trendWeeks(before, holidays), current);
  const longQuiet = current.isWaiting ? 0 : quietWeeks;
  return {
    total,
    builders,
    quietWeeks: longQuiet,
    netChanges: judgeTotal(current.netChanges, netChanges),
    share:
      current.share === null
        ? null
        : judgeTotal(current.share, { ...basis(({ share }) => share, PERCENT), margin: oneOf(kept) }),
    trend: { ...trend, signal: current.isWaiting ? "waiting" : isQuiet ? "quiet" : trend.signal },
    ...peopleOf({ current, kept, total, builders, quietWeeks: longQuiet }),
  };
}

/** The same weeks, without those that are in no trend. */
function trendWeeks(
  before: readonly EarlierWeek[],
  holidays: ReadonlySet<number>,
): (EarlierWeek | undefined)[] {
  let place = 0;
  return before.map((week) => {
    if (!week.isComparable) return undefined;
    return holidays.has(place++) ? undefined : week;
  });
}

/**
 * One normalized deployment in percent of a usual week. The share of few changes is skewed, so one or two of them are
 * too often outside a symmetric range.
 */
function oneOf(kept: readonly WeekFigures[]): number {
  const totals = kept.filter(({ share }) => share !== null).map(({ total }) => total);
  return totals.length === 0 ? 0 : PERCENT / (totals.reduce((sum, total) => sum + total, 0) / totals.length);
}
