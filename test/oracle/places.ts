import type { Event } from "./events.ts";
import { isAncestor, reach, treeOf } from "./graph.ts";
import type { Judged } from "./outcomes.ts";
import { heldAfter, type Step, type Timeline } from "./timeline.ts";
import type { History, Place } from "./types.ts";

/** "Not counted for the first of these reasons that applies; else it counts: it was the first to bring an effective change." */
export function placeOf(history: History, timeline: Timeline, judged: Judged[], event: Event): Place {
  if (event.refused !== null) return event.refused;
  const index = timeline.steps.findIndex((step) => step.event === event);
  const step = timeline.steps[index] as Step;
  if (step.link !== "links") return step.link;
  const before = timeline.steps.slice(0, index);
  const back = goesBack(history, before, event);
  const holding = heldAfter(before, event.at).filter(
    (held) => held.sha === event.sha && (held.channel === null || held.channel === event.channel),
  );
  if (holding.some((held) => held.target === event.target)) return "same-commit";
  if (holding.length > 0 && !back) return "same-commit";
  if (back) return "rollback";
  return judged.some((one) => one.broughtBy === event && one.isWork) ? "counted" : "no-effective-change";
}

/**
 * "An ancestor of what its target held, or a new commit with the content of such an ancestor, where that was in
 * production before what it held."
 */
export function goesBack(history: History, before: Step[], event: Event): boolean {
  const held = before.filter((step) => step.event.target === event.target).at(-1)?.event.sha ?? null;
  const { sha } = event;
  if (held === null || sha === null) return false;
  if (isAncestor(history, sha, held)) return true;
  const tree = treeOf(history, sha);
  if (tree === null) return false;
  const isOfAncestor = [...reach(history, held)].some(
    (older) => older !== sha && treeOf(history, older) === tree,
  );
  const [first, since] = [
    firstDeployed(history, before, tree),
    firstDeployed(history, before, treeOf(history, held)),
  ];
  return isOfAncestor && first !== null && since !== null && first < since;
}

function firstDeployed(history: History, before: Step[], tree: string | null): number | null {
  if (tree === null) return null;
  const step = before.find(({ event }) => event.sha !== null && treeOf(history, event.sha) === tree);
  return step?.event.at ?? null;
}
