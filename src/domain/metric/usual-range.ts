import { round1 } from "./normalized-deployments.ts";
import { processLimits } from "./xmr.ts";

/** The fewest weeks for a usual range. */
export const FEWEST_WEEKS = 12;
/** The most weeks of a usual range. */
export const MOST_WEEKS = 26;

/**
 * The usual range of a weekly total: the natural process limits of an XmR chart over the last 12 to 26 weeks.
 *
 * To one decimal, never below 0 nor above `ceiling`; `undefined` while there are fewer than 12 weeks. Totals are a
 * census, so this is their usual variation, not a sampling error. Both ends are widened by `margin`.
 */
export function usualRange(
  totals: readonly number[],
  ceiling: number,
  margin = 0,
): [number, number] | undefined {
  const recent = totals.slice(-MOST_WEEKS);
  const limits = recent.length < FEWEST_WEEKS ? undefined : processLimits(recent);
  return (
    limits && [round1(Math.max(0, limits.low - margin)), round1(Math.min(ceiling, limits.high + margin))]
  );
}
