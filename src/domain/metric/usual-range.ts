import { round1 } from "./normalized-deployments.ts";
import { processLimits } from "./xmr.ts";

/** From this many weeks on there is a usual range. */
export const FEWEST_WEEKS = 12;
/** How far back a usual range looks, in weeks. */
export const MOST_WEEKS = 26;

/**
 * The usual range of a weekly total: the natural process limits of an XmR chart over the last 12 to 26 weeks.
 *
 * To one decimal, never below 0 nor above `ceiling`; `undefined` while there are fewer than 12 weeks. Totals are a
 * census, so this is how much they usually vary, not a sampling error. Both ends reach further by `margin`.
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
