import { rulesBefore } from "./rules.ts";
import { DAY, iso } from "./time.ts";
import { isLive, type Timeline } from "./timeline.ts";
import type { Change, History, Undone } from "./types.ts";

/**
 * "Production stops holding a change because a target moved to a commit without it." "Rolled back within 7
 * days after [the arrival], and not live again within 7 more"; "late: the same between day 7 and day 28".
 */
export function undoneByRollback(
  history: History,
  timeline: Timeline,
  change: Change,
  arrivedAt: number,
): Undone | null {
  // "A change arrives by being merged": no deployment brought it, and none takes it out.
  if (rulesBefore(history, new Date(change.mergedAt).getTime()).ship === "merges") return null;
  for (let index = 0; index < timeline.steps.length; index++) {
    const at = timeline.steps[index]?.event.at ?? 0;
    // "Of an unknown range nothing is known, not that production lost what it held, either."
    if (timeline.steps[index]?.link === "range-unknown") continue;
    if (at < arrivedAt || at > arrivedAt + 28 * DAY) continue;
    const lasting =
      stopsBeingLive(history, timeline, index, change) && lasts(history, timeline, index, change);
    if (lasting) return { by: "rollback", at: iso(at), late: at > arrivedAt + 7 * DAY };
  }
  return null;
}

/** Live right before this step, and not right after it. */
export function stopsBeingLive(history: History, timeline: Timeline, index: number, change: Change): boolean {
  const at = timeline.steps[index]?.event.at ?? 0;
  return (
    isLive(history, timeline.steps.slice(0, index), at, change) &&
    !isLive(history, timeline.steps.slice(0, index + 1), at, change)
  );
}

/** The 7 days are over, and no step within them made it live again. */
function lasts(history: History, timeline: Timeline, index: number, change: Change): boolean {
  const at = timeline.steps[index]?.event.at ?? 0;
  if (new Date(history.asOf).getTime() <= at + 7 * DAY) return false;
  for (let later = index + 1; later < timeline.steps.length; later++) {
    const then = timeline.steps[later]?.event.at ?? 0;
    if (then > at + 7 * DAY) break;
    if (isLive(history, timeline.steps.slice(0, later + 1), then, change)) return false;
  }
  return true;
}
