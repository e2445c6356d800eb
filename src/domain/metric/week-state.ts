import { DAY_MS } from "../durations.ts";

/** How far a week has filled: see docs/metric.md. */
export type WeekState = "open" | "complete" | "settled" | "final";

/** How long after it completed the undone share of a week is told. */
export const SETTLED_AFTER = 7 * DAY_MS;
/** How long after it completed nothing that is undone restates a week. */
export const FINAL_AFTER = 28 * DAY_MS;

/** The state of a week that completed at an instant, in milliseconds; `Infinity` when it has not. */
export function stateOfWeek(completedAt: number, now: Date): WeekState {
  const age = now.getTime() - completedAt;
  if (age < 0) return "open";
  if (age < SETTLED_AFTER) return "complete";
  return age < FINAL_AFTER ? "settled" : "final";
}
