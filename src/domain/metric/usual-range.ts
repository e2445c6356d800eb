const FEWEST_WEEKS = 12;
/** How far back a usual range looks, in weeks. */
export const MOST_WEEKS = 26;
/** 3 ÷ d2 for moving ranges of two: Wheeler, Understanding Variation (1993). */
const XMR_FACTOR = 2.66;

/**
 * The usual range of a weekly total: the natural process limits of an XmR chart over the last 12 to 26 weeks.
 *
 * Mean ± 2.66 × mean moving range, never below 0 nor above `ceiling`; `undefined` while there are fewer than 12 weeks.
 * Totals are a census, so this is how much they usually vary, not a sampling error.
 */
export function usualRange(totals: readonly number[], ceiling: number): [number, number] | undefined {
  const recent = totals.slice(-MOST_WEEKS);
  if (recent.length < FEWEST_WEEKS) return undefined;
  const moves = recent.slice(1).map((total, index) => Math.abs(total - (recent[index] ?? total)));
  const reach = XMR_FACTOR * mean(moves);
  return [round1(Math.max(0, mean(recent) - reach)), round1(Math.min(ceiling, mean(recent) + reach))];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
