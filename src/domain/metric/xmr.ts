/** The natural process limits of some values in the order of time, in their unit. */
interface ProcessLimits {
  readonly mean: number;
  /** The mean difference between one value and the next. */
  readonly meanMove: number;
  readonly low: number;
  readonly high: number;
}

/** 3 ÷ d2 for moving ranges of two, d2 = 1.128: Wheeler, Understanding Variation (1993). */
const FACTOR = 2.66;

/** The limits of an XmR chart, also called an individuals chart: mean ± 2.66 × mean moving range. Needs two values. */
export function processLimits(values: readonly number[]): ProcessLimits | undefined {
  if (values.length < 2) return undefined;
  const moves = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  const [mean, meanMove] = [meanOf(values), meanOf(moves)];
  return { mean, meanMove, low: mean - FACTOR * meanMove, high: mean + FACTOR * meanMove };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
