import { DAY_MS } from "../durations.ts";

/** The state of a week: see docs/metric.md. */
export type WeekState = "open" | "complete" | "settled" | "final";

/** The time after its completion from which the undone share of a week is published. */
export const SETTLED_AFTER = 7 * DAY_MS;
/** The time after its completion from which no undone change restates a week. */
export const FINAL_AFTER = 28 * DAY_MS;

/** The state of a week by its completion in milliseconds; `Infinity` when it is not complete. */
export function stateOfWeek(completedAt: number, now: Date): WeekState {
  const age = now.getTime() - completedAt;
  if (age < 0) return "open";
  if (age < SETTLED_AFTER) return "complete";
  return age < FINAL_AFTER ? "settled" : "final";
}
