import { usualRange } from "./usual-range.ts";

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
  /** Whether much of its work still waits. */
  readonly isWaiting: boolean;
  readonly isQuiet: boolean;
  /** Whether the range ends with whole numbers, as one of people does. */
  readonly isWhole?: boolean;
  /** By how much the range reaches further at either end; 0 unless told. */
  readonly margin?: number;
}

/** Judges a week's total by the weeks before it. */
export function judgeTotal(total: number, bench: Bench): Verdict {
  const { before, ceiling, isWaiting, isQuiet, isWhole = false, margin = 0 } = bench;
  const range = usualRange(before, ceiling, margin);
  const usual = range === undefined ? null : isWhole ? wholeRange(range) : range;
  const place = usual ? placeIn(usual, total) : "learning";
  const signal = isWaiting ? "waiting" : isQuiet ? "quiet" : place;
  return { usual, learned: before.length, signal };
}

function wholeRange([low, high]: readonly [number, number]): [number, number] {
  return [Math.floor(low), Math.ceil(high)];
}

/** Where a total lies: within its usual range, above, or below. Either end belongs to the range. */
export function placeIn([low, high]: readonly [number, number], total: number): "none" | "above" | "below" {
  if (total > high) return "above";
  return total < low ? "below" : "none";
}
