import type { Week } from "./week.ts";
import type { EarlierWeek, WeekFigures } from "./week-figures.ts";

/** The weight of the newest week. */
const LAMBDA = 0.25;
/** The number of weeks in the average. The reference ends before them. */
const TREND_WEEKS = 13;
/** The fewest weeks of a reference; it has at most fourteen. */
const FEWEST_REFERENCE = 8;
/** The number of standard deviations of the average that count as no change; see `npm run bench:verdicts`. */
const LIMIT = 3.25;

/** Whether each builder makes more or less than half a year ago. */
export interface TrendFigures {
  readonly signal: "none" | "above" | "below" | "learning";
  /** The first and the last week of the reference; `null` while there are too few. */
  readonly reference: readonly [Week, Week] | null;
  /** The number of weeks in the reference, which takes eight. */
  readonly learned: number;
  /** Net changes per builder and week: the present average, and the limits of no change. */
  readonly perBuilder: number | null;
  readonly usual: readonly [number, number] | null;
  /** The fewest builders of any week in the computation. */
  readonly fewestBuilders: number;
}

/**
 * Compares the exponentially weighted moving average of log net changes per builder with the mean of a reference that
 * ends 13 weeks before.
 *
 * S. W. Roberts, Technometrics 1 (1959), 239–250; NIST/SEMATECH e-Handbook, section 6.3.2.4. The average starts at the
 * mean of the reference, whose own uncertainty widens the limit: s² × (λ ÷ (2 − λ) × (1 − (1 − λ)^2k) + 1 ÷ n), with k
 * weeks in the average and n in the reference. s² is pooled from both, each around its own mean, so that a step between
 * them does not widen it. It is never below 1 ÷ net changes, the variation of counts by chance alone (Poisson). A week
 * without a builder, or in no range, is skipped.
 *
 * `before` are the 26 weeks before, the oldest first, `undefined` where one cannot be compared.
 */
export function trendOf(before: readonly (EarlierWeek | undefined)[], current: WeekFigures): TrendFigures {
  const weeks = [...before, current].map((week) =>
    week === undefined || week.builders === 0 ? undefined : week,
  );
  const isKnown = (week: WeekFigures | undefined) => week !== undefined;
  const reference = weeks.slice(0, -TREND_WEEKS).filter(isKnown);
  const recent = weeks.slice(-TREND_WEEKS).filter(isKnown);
  const [first, last] = [reference[0], reference.at(-1)];
  const learned = reference.length;
  if (first === undefined || last === undefined || learned < FEWEST_REFERENCE || recent.length === 0)
    return learning(learned);
  const [then, now] = [reference.map(logPerBuilder), recent.map(logPerBuilder)];
  const mean = meanOf(then);
  const average = now.reduce((smooth, value) => smooth + LAMBDA * (value - smooth), mean);
  const variance = Math.max(
    pooledVariance(then, now),
    1 / meanOf(reference.map((week) => week.builtChanges)),
  );
  const reach = LIMIT * Math.sqrt(variance * (varianceOfAverage(now.length) + 1 / learned));
  return {
    signal: average > mean + reach ? "above" : average < mean - reach ? "below" : "none",
    reference: [first.week, last.week],
    learned,
    perBuilder: Math.exp(average),
    usual: [Math.exp(mean - reach), Math.exp(mean + reach)],
    fewestBuilders: Math.min(...[...reference, ...recent].map(({ builders }) => builders)),
  };
}

function learning(learned: number): TrendFigures {
  return { signal: "learning", reference: null, learned, perBuilder: null, usual: null, fewestBuilders: 0 };
}

function logPerBuilder({ builtChanges, builders }: WeekFigures): number {
  return Math.log(builtChanges / builders);
}

/** In variances of one week. */
function varianceOfAverage(weeks: number): number {
  return (LAMBDA / (2 - LAMBDA)) * (1 - (1 - LAMBDA) ** (2 * weeks));
}

function pooledVariance(...groups: readonly (readonly number[])[]): number {
  const sums = groups.map((values) => {
    const mean = meanOf(values);
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  });
  const freedom = groups.reduce((all, { length }) => all + length - 1, 0);
  return sums.reduce((all, sum) => all + sum, 0) / freedom;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
