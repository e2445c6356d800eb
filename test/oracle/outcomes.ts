import { type Arrival, arrivalOf, contentNeverCame } from "./arrivals.ts";
import type { Event } from "./events.ts";
import { inMergeOrder } from "./names.ts";
import { isRework } from "./reverts.ts";
import { undoneByRollback } from "./rollbacks.ts";
import { takenBackBy } from "./states.ts";
import { DAY, ms } from "./time.ts";
import type { Timeline } from "./timeline.ts";
import type { Change, History, Outcome, Undone } from "./types.ts";

/** All that is known of a change in the end. */
export interface Judged {
  change: Change;
  arrival: Arrival;
  outcome: Outcome;
  undone: Undone | null;
  /** Withdrawn, undone or net; or would be one of them once it arrives. */
  isWork: boolean;
  /** The event that was the first to bring it. */
  broughtBy: Event | null;
}

export function judgeAll(history: History, timeline: Timeline): Judged[] {
  const order = inMergeOrder(history.changes);
  const arrivals = new Map(order.map((change) => [change.id, arrivalOf(history, timeline, change)]));
  return order.map((change) => judge(history, timeline, change, order, arrivals));
}

function judge(
  history: History,
  timeline: Timeline,
  change: Change,
  order: Change[],
  arrivals: Map<string, Arrival>,
): Judged {
  const arrival = arrivals.get(change.id) as Arrival;
  const kind = kindOf(history, timeline, change, arrival);
  const judged: Judged = {
    change,
    arrival,
    outcome: kind ?? "net",
    undone: null,
    isWork: kind === null && arrival.state !== "outside",
    broughtBy: arrival.state === "arrived" ? arrival.by : null,
  };
  if (arrival.state === "outside") return { ...judged, outcome: "outside" };
  if (arrival.state === "pending") return { ...judged, outcome: "pending" };
  if (kind !== null) return judged;
  const at = arrival.at as number;
  const reverted = byRevert(history, timeline, change, at, order, arrivals);
  if (reverted === "withdrawn") return { ...judged, outcome: "withdrawn" };
  const undone = firstOf(reverted, undoneByRollback(history, timeline, change, at));
  return undone ? { ...judged, outcome: "undone", undone } : judged;
}

/** "Neither automation nor rework", and effective: null is the kind that can be net. */
function kindOf(
  history: History,
  timeline: Timeline,
  change: Change,
  arrival: Arrival,
): "automation" | "ineffective" | "rework" | null {
  if (change.attribution === "automation") return "automation";
  if (isRework(history, change)) return "rework";
  if (!change.effective) return "ineffective";
  return arrival.state === "arrived" && contentNeverCame(history, timeline, change) ? "ineffective" : null;
}

/**
 * "Withdrawn: taken back by a revert that shipped no later than it did." "Undone: reverted by a change that
 * merged within 7 days after the arrival, counted once that revert ships." "Final: what merges … after day
 * 28 no longer changes what became of a change."
 */
function byRevert(
  history: History,
  timeline: Timeline,
  change: Change,
  arrivedAt: number,
  order: Change[],
  arrivals: Map<string, Arrival>,
): Undone | "withdrawn" | null {
  // What never came has taken nothing back, and brought nothing back.
  const shippedAt = (one: Change) =>
    contentNeverCame(history, timeline, one) ? null : (arrivals.get(one.id)?.at ?? null);
  const played = order.filter((one) => shippedAt(one) !== null && ms(one.mergedAt) <= arrivedAt + 28 * DAY);
  const by = takenBackBy(history, played, change);
  if (by === null) return null;
  const at = shippedAt(by) as number;
  if (at <= arrivedAt) return "withdrawn";
  return { by: by.id, at: by.mergedAt, late: ms(by.mergedAt) > arrivedAt + 7 * DAY };
}

/** Of a revert and a rollback, the one that is not late says what became of it; else the first one. */
function firstOf(reverted: Undone | null, rolledBack: Undone | null): Undone | null {
  if (!reverted || !rolledBack) return reverted ?? rolledBack;
  if (reverted.late !== rolledBack.late) return reverted.late ? rolledBack : reverted;
  return ms(rolledBack.at) < ms(reverted.at) ? rolledBack : reverted;
}
