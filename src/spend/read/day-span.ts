import { type Day, shiftDay } from "../../domain/spend/fact.ts";

/** Days from one to another one, which is left out. */
export interface DaySpan {
  readonly from: Day;
  readonly until: Day;
}

/** Splits days into parts that are no longer than a vendor answers for at once. */
export function windowsOf({ from, until }: DaySpan, most: number): DaySpan[] {
  const windows: DaySpan[] = [];
  for (let start: Day = from; start < until; start = shiftDay(start, most)) {
    const end = shiftDay(start, most);
    windows.push({ from: start, until: end < until ? end : until });
  }
  return windows;
}
