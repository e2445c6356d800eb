import { usualRange } from "./usual-range.ts";

/** The place of a week's total against its usual range. `quiet` and `waiting` weeks are not compared. */
export type Signal = "none" | "above" | "below" | "learning" | "quiet" | "waiting";

/** A total's usual range, and its place. */
export interface Verdict {
  /** `null` while there are fewer than twelve weeks. */
  readonly usual: readonly [number, number] | null;
  /** The number of weeks for a usual range, which takes twelve. */
  readonly learned: number;
  readonly signal: Signal;
}

/** The comparison weeks of a week, and the limits. */
export interface VerdictBasis {
  /** The totals of the complete, comparable weeks before it that were not quiet, in the order of time. */
  readonly before: readonly number[];
  /** The highest possible total. */
  readonly ceiling: number;
  /** Whether much of its work still waits. */
  readonly isWaiting: boolean;
  readonly isQuiet: boolean;
  /** Whether the range ends at whole numbers, as for people. */
  readonly isWhole?: boolean;
  /** The widening of the range at either end; 0 if absent. */
  readonly margin?: number;
}

/** Judges a week's total by the weeks before it. */
export function judgeTotal(total: number, basis: VerdictBasis): Verdict {
  const { before, ceiling, isWaiting, isQuiet, isWhole = false, margin = 0 } = basis;
  const range = usualRange(before, ceiling, margin);
  const usual = range === undefined ? null : isWhole ? wholeRange(range) : range;
  const place = usual ? placeIn(usual, total) : "learning";
  const signal = isWaiting ? "waiting" : isQuiet ? "quiet" : place;
  return { usual, learned: before.length, signal };
}

function wholeRange([low, high]: readonly [number, number]): [number, number] {
  return [Math.floor(low), Math.ceil(high)];
}

/** The place of a total: within its usual range, above, or below. Either end belongs to the range. */
export function placeIn([low, high]: readonly [number, number], total: number): "none" | "above" | "below" {
  if (total > high) return "above";
  return total < low ? "below" : "none";
}
