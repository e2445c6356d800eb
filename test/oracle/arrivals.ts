import { bringsContent, holdsContent } from "./carries.ts";
import type { Event } from "./events.ts";
import { rulesBefore } from "./rules.ts";
import { ms } from "./time.ts";
import { brings, delivers, isLiveAt, type Step, type Timeline } from "./timeline.ts";
import type { Change, History } from "./types.ts";

export interface Arrival {
  state: "outside" | "pending" | "arrived";
  /** When it reached production, be it outside or not. */
  at: number | null;
  /** The event that was the first to bring it. */
  by: Event | null;
}

/**
 * "The first production deployment from whose commit the change can be reached. … If it was deployed before
 * its merge, it arrives with the merge when production still holds it, and else when it comes back."
 */
export function arrivalOf(history: History, timeline: Timeline, change: Change): Arrival {
  const merged = ms(change.mergedAt);
  if (rulesBefore(history, merged).ship === "merges") return { state: "arrived", at: merged, by: null };
  const reaching = timeline.steps.filter((step) => brings(history, step.event, change));
  // What is not effective has no content that counts: it is reached.
  const bringing = reaching.filter((step) => change.effective && isHeld(history, timeline, { step, change }));
  // What merges left out arrives once it comes after all.
  const carriers = bringing.length > 0 ? bringing : reaching;
  const first = carriers[0];
  if (!first) return { state: "pending", at: null, by: null };
  const outside = isOutside(first);
  // What merges left out is reached, and nothing can take it out again.
  if (bringing.length === 0 && first.event.at < merged)
    return { state: outside ? "outside" : "arrived", at: merged, by: first.event };
  if (first.event.at < merged && isLiveAt(history, timeline, merged, change))
    return { state: outside ? "outside" : "arrived", at: merged, by: first.event };
  const arrival = carriers.find((step) => step.event.at >= merged);
  if (!arrival) return { state: outside ? "outside" : "pending", at: null, by: null };
  if (outside || isOutside(arrival)) return { state: "outside", at: arrival.event.at, by: arrival.event };
  return { state: "arrived", at: arrival.event.at, by: arrival.event };
}

/** A step that brings a change: its content, or the way to it where what was deployed before had that. */
function isHeld(
  history: History,
  { steps }: Timeline,
  { step, change }: { readonly step: Step; readonly change: Change },
): boolean {
  const before = steps.slice(0, steps.indexOf(step)).map((each) => each.event);
  const shas = before.flatMap((event) => (delivers(event, change) ? (event.sha ?? []) : []));
  return step.event.sha !== null && holdsContent(history, step.event.sha, shas, change);
}

/** "First carried by a baseline, or by a deployment whose range is unknown." */
function isOutside(step: Step): boolean {
  return step.link !== "links";
}

/**
 * "An empty change is not [effective], nor one whose content never came." A change that has arrived, of
 * which no deployment holds the content, since each way to it leads over a merge that brought nothing.
 */
export function contentNeverCame(history: History, timeline: Timeline, change: Change): boolean {
  if (rulesBefore(history, ms(change.mergedAt)).ship === "merges") return false;
  return !timeline.steps.some(
    ({ event }) => event.sha !== null && delivers(event, change) && bringsContent(history, event.sha, change),
  );
}
