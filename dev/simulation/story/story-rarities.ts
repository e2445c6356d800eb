import type { JudgedEvent } from "../../../src/domain/shipping/deployment.ts";
import { judgeEvents } from "../../../src/domain/shipping/event-judgement.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import type { History } from "../../../src/domain/shipping/shipping.ts";
import type { Window } from "../../../src/storage/histories.ts";
import type { Story } from "./story.ts";

/** What follows from a story, by which one sees what happened in it. */
export interface Followed {
  readonly story: Story;
  readonly history: History;
  readonly window: Pick<Window, "effects" | "stays">;
  readonly changes: readonly ShippedChange[];
}

/** What happened in a story that is rare: each at most once a story. */
export function raritiesOf(followed: Followed): string[] {
  const { story, window, changes } = followed;
  const absences = [...window.stays.values()].flatMap((all) => all.flatMap((each) => each.absences));
  const undone = (kind: "revert" | "rollback") => changes.some(({ undoing }) => undoing?.by.kind === kind);
  const seen: Record<string, boolean> = {
    ...ofRecords(followed),
    restored: absences.some(({ until }) => until !== undefined),
    "undone by a revert": undone("revert"),
    "undone by a rollback": undone("rollback"),
    "taken back before it shipped": changes.some(({ outcome }) => outcome === "withdrawn"),
    rework: changes.some(({ outcome }) => outcome === "rework"),
    "carried by a copy": changes.some((each) => isCarriedByCopy(each, followed)),
  };
  return [...Object.keys(seen).filter((key) => seen[key]), ...story.did];
}

function ofRecords({ history, window: { effects } }: Followed): Record<string, boolean> {
  const events = judgeEvents(history.deployments, history.rules);
  const byRecord = [...Map.groupBy(events, ({ deployment }) => deployment.id).values()];
  const shipped = byRecord.map((all) => all.filter(({ ending }) => ending === "production"));
  const isAgain = ({ deployment: { id }, at: time }: JudgedEvent) =>
    events.some((each) => each.deployment.id === id && each.at < time);
  return {
    reused: shipped.some((all) => all.length > 1 && (all[0]?.deployment.id ?? 0) > 0),
    promoted: byRecord.some((all) => all.some((each, index) => isPromotion(each, all[index - 1]))),
    "rolled back on an old record": effects.some((each) => each.reason === "rollback" && isAgain(each.event)),
    withdrawn: events.some(({ ending }) => ending === "withdrawn"),
    "moved tag": shipped.some((all) => new Set(all.map(({ sha }) => sha)).size > 1),
  };
}

function isPromotion(event: JudgedEvent, before: JudgedEvent | undefined): boolean {
  return (
    event.ending === "production" && (before?.ending === "not-production" || before?.ending === "preview")
  );
}

/** Whether what carried a change has none of its own commits. */
function isCarriedByCopy({ change, arrival }: ShippedChange, { story, window }: Followed): boolean {
  const effect = window.effects.find(
    ({ event: { deployment, at } }) =>
      deployment.id === arrival?.deploymentId && at.getTime() === arrival.at.getTime(),
  );
  if (effect === undefined) return false;
  const reached = new Set([effect.event.sha]);
  // A set yields what is added while it is walked.
  for (const sha of reached) for (const parent of story.world.get(sha)?.parents ?? []) reached.add(parent);
  return !change.carriers.some((sha) => reached.has(sha));
}
