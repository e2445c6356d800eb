import { median } from "./median.ts";
import { usualRange } from "./usual-range.ts";
import type { WeekState } from "./week-state.ts";

/** How a week's total compares with its usual range; `quiet` and `waiting` weeks are not compared. */
export type Signal = "none" | "above" | "below" | "learning" | "quiet" | "waiting";

/** A total's usual range, and where it lies. */
export interface Verdict {
  /** `null` while there are fewer than twelve weeks. */
  readonly usual: readonly [number, number] | null;
  /** How many weeks there are for a usual range; it takes twelve. */
  readonly learned: number;
  readonly signal: Signal;
}

/** What a week is judged by. */
export interface Bench {
  /** The totals of the complete, comparable weeks before it that were not quiet, in the order of time. */
  readonly before: readonly number[];
  /** What the total cannot exceed. */
  readonly ceiling: number;
  readonly state: WeekState;
  readonly isQuiet: boolean;
}

/** Judges a week's total by the weeks before it. */
export function judgeTotal(total: number, { before, ceiling, state, isQuiet }: Bench): Verdict {
  const usual = usualRange(before, ceiling) ?? null;
  const place = usual ? placeIn(usual, total) : "learning";
  const signal = state === "open" ? "waiting" : isQuiet ? "quiet" : place;
  return { usual, learned: before.length, signal };
}

/** Where a total lies: within its usual range, above, or below. Either end belongs to the range. */
export function placeIn([low, high]: readonly [number, number], total: number): "none" | "above" | "below" {
  if (total > high) return "above";
  return total < low ? "below" : "none";
}

/** Of the usual number of builders, below which a week is quiet. */
const QUIET_BELOW = 0.6;
const FEWEST_FOR_QUIET = 4;

/**
 * Tells whether a week is quiet: whether fewer than 60 % of the usual number of builders shipped in it.
 *
 * Usual is the median of the complete, comparable weeks, quiet ones among them; with fewer than four nothing is usual.
 */
export function quietBelow(usualBuilders: readonly number[]): (builders: number) => boolean {
  const usual = usualBuilders.length < FEWEST_FOR_QUIET ? 0 : (median(usualBuilders) ?? 0);
  return (builders) => builders < QUIET_BELOW * usual;
}
