import type { ShippedChange } from "../shipping/shipping.ts";

/** How far a week has filled: see docs/metric.md. */
export type WeekState = "open" | "complete" | "settled" | "final";

const SETTLED_AFTER = 7 * 86_400_000;
const FINAL_AFTER = 28 * 86_400_000;

/**
 * The state of the week that ends at `end`, as of `now`.
 *
 * It is complete once its last change, or one merged after that, has arrived: then a deployment could have carried all
 * of its work, and what never ships does not hold it open.
 */
export function stateOfWeek(changes: readonly ShippedChange[], end: Date, now: Date): WeekState {
  const completed = completedAt(changes, end);
  if (completed === undefined || completed > now) return "open";
  const age = now.getTime() - completed.getTime();
  if (age < SETTLED_AFTER) return "complete";
  return age < FINAL_AFTER ? "settled" : "final";
}

function completedAt(changes: readonly ShippedChange[], end: Date): Date | undefined {
  const measured = changes.filter(({ outcome }) => outcome !== "outside");
  const merges = measured.map(({ change }) => change.mergedAt.getTime()).filter((at) => at < end.getTime());
  if (merges.length === 0) return end;
  const last = merges.reduce((latest, at) => Math.max(latest, at));
  const arrivals = measured
    .filter(({ change }) => change.mergedAt.getTime() >= last)
    .map(({ arrival }) => arrival?.at.getTime())
    .filter((at) => at !== undefined);
  if (arrivals.length === 0) return undefined;
  const first = arrivals.reduce((earliest, at) => Math.min(earliest, at));
  return new Date(Math.max(end.getTime(), first));
}
