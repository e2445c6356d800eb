import { carries, holdsContent } from "./carries.ts";
import { allEvents, type Event } from "./events.ts";
import { reach, treeOf } from "./graph.ts";
import { eventsInPlay } from "./ship.ts";
import { DAY } from "./time.ts";
import type { Change, History } from "./types.ts";

export type Link = "links" | "baseline" | "range-unknown";

/** An event that moved production, with what it was to link. */
export interface Step {
  event: Event;
  link: Link;
}

export interface Timeline {
  /** All that has a row, in the order of time. */
  rows: Event[];
  /** What moved production: what shipped, and what was withdrawn. */
  steps: Step[];
}

/** Plays the events one after another. */
export function timelineOf(history: History): Timeline {
  const inPlay = eventsInPlay(history, allEvents(history));
  const steps: Step[] = [];
  for (const event of inPlay) {
    if (event.withdrawal) steps.push({ event, link: "links" });
    else if (event.refused === null) steps.push({ event, link: linkOf(history, steps, event) });
  }
  return { rows: inPlay.filter((event) => !event.withdrawal), steps };
}

function linkOf(history: History, before: Step[], event: Event): Link {
  if (event.sha === null) return "range-unknown";
  const previous = deploymentBefore(before, event);
  if (previous === null) return "baseline";
  return rangeIsUnknown(history, previous, event.sha) ? "range-unknown" : "links";
}

/**
 * The commit of "the deployment before": what the target had; of a new target, the newest deployment of the
 * same service or of the whole repository. Null is a baseline: "the first production deployment of a
 * repository, or of a service when neither it nor the whole repository was deployed before".
 */
function deploymentBefore(before: Step[], event: Event): string | null {
  const shipped = before.map((step) => step.event).filter((one) => one.sha !== null);
  const isCovered = (one: Event) =>
    event.channel === null || one.channel === null || one.channel === event.channel;
  return shipped.some(isCovered) ? (shipped.at(-1)?.sha ?? null) : null;
}

/** "GitHub cannot tell what lies between it and the deployment before, or the two share no history." */
function rangeIsUnknown(history: History, base: string, head: string): boolean {
  return history.unrelated.some(([one, other]) => one === base && other === head);
}

/**
 * What each target holds once these steps are done, at an instant. "One that was silent for 90 days holds
 * nothing any more." What was withdrawn holds nothing.
 */
export function heldAfter(steps: Step[], at: number): Event[] {
  const last = new Map<string, Event>();
  for (const { event } of steps) last.set(event.target, event);
  return [...last.values()].filter((event) => event.sha !== null && at - event.at <= 90 * DAY);
}

/**
 * The same, and what nobody can tell to be gone: a deployment of an unknown range "takes nothing out of production", nor
 * does one whose history has the content of what was held.
 */
function heldOrKept(history: History, steps: Step[], at: number): Event[] {
  const held = heldAfter(steps, at);
  const kept = held.flatMap(({ target }) => {
    const own = steps.filter(({ event }) => event.target === target);
    return own.flatMap(({ event }, index) => {
      const next = own[index + 1];
      const stays = next?.link === "range-unknown" || (next && hasContentOf(history, next.event, event));
      return stays ? [event] : [];
    });
  });
  return [...held, ...kept.filter(({ sha }) => sha !== null)];
}

/** Whether what one commit has and an older one has not has the content of the older one: history was rewritten. */
function hasContentOf(history: History, { sha }: Event, { sha: old }: Event): boolean {
  const tree = old === null ? null : treeOf(history, old);
  if (sha === null || old === null || tree === null) return false;
  const known = reach(history, old);
  if (reach(history, sha).has(old)) return false;
  return [...reach(history, sha)].some((each) => !known.has(each) && treeOf(history, each) === tree);
}

/** A target "deploys what it touches: of its service, or of the whole repository". */
export function delivers(event: Event, change: Change): boolean {
  if (event.channel === null || change.services.length === 0) return true;
  return change.services.includes(event.channel);
}

/** The commit of an event brings the change to a target that deploys what it touches. */
export function brings(history: History, event: Event, change: Change): boolean {
  return event.sha !== null && delivers(event, change) && carries(history, event.sha, change);
}

/** "Live: held by any target that deploys what it touches", after the first so many steps, at an instant. */
export function isLive(history: History, steps: Step[], at: number, change: Change): boolean {
  const before = steps.flatMap(({ event }) => (delivers(event, change) ? (event.sha ?? []) : []));
  return heldOrKept(history, steps, at).some(
    ({ sha, ...event }) =>
      sha !== null && delivers({ ...event, sha }, change) && holdsContent(history, sha, before, change),
  );
}

/** Live at an instant: after all that happened until then. */
export function isLiveAt(history: History, timeline: Timeline, at: number, change: Change): boolean {
  const until = timeline.steps.filter((step) => step.event.at <= at);
  // Silence shows when the next deployment comes.
  return isLive(history, until, until.at(-1)?.event.at ?? at, change);
}
