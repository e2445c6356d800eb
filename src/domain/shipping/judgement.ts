import { DAY_MS } from "../durations.ts";
import type { Change } from "./change.ts";
import { type Journey, journeyOf } from "./journey.ts";
import type { Absence, Arrival } from "./passages.ts";
import { type Beside, type Relations, relate } from "./relations.ts";
import type { Rules } from "./rules.ts";
import { takerOf } from "./taken-back.ts";

/** What became of a merged change. */
export type Outcome =
  /** Not in production yet. */
  | "pending"
  /** First carried by a deployment that links nothing, so outside the measurement. */
  | "outside"
  | "automation"
  /** It reverts, repeats, or only contains other changes. */
  | "rework"
  /** Documentation, binaries, and generated, vendored, lock or version files only. */
  | "ineffective"
  /** Reverted by a change that shipped no later than it did. */
  | "withdrawn"
  | "undone"
  /** It shipped, and it stayed. */
  | "net";

/** Whether the files of an ineffective change count, but its content never came. */
export function isLeftOut({ change, outcome }: Pick<ShippedChange, "change" | "outcome">): boolean {
  return outcome === "ineffective" && change.isEffective;
}

/** What took a change out of production again. */
export interface Undoing {
  readonly by:
    | { readonly kind: "revert"; readonly changeId: string }
    | { readonly kind: "rollback"; readonly deploymentId: number };
  readonly at: Date;
  /** More than seven days after it arrived: it restates the week. */
  readonly isLate: boolean;
}

/** A merged change, and what became of it. */
export interface ShippedChange {
  readonly change: Change;
  readonly outcome: Outcome;
  readonly arrival: Arrival | undefined;
  readonly undoing: Undoing | undefined;
  /** Of one that waits, what it will be once it arrives, where it is no output of its own. */
  readonly willBe?: Outcome | undefined;
}

/** What decides, beside the changes themselves, what became of them. */
export interface Evidence extends Beside {
  readonly rules: readonly Rules[];
  readonly now: Date;
}

/** A revert or rollback within this time of the arrival undoes a change; a later one restates its week. */
const UNDONE_WITHIN = 7 * DAY_MS;
/** How long a change may be out of production and still count as restored. */
const RESTORED_WITHIN = 7 * DAY_MS;
/** How long after its arrival a change can still be undone; then it is final. */
export const FINAL_AFTER = 28 * DAY_MS;

/** Judges changes by one rule each; all that revert, repeat, or contain one of them must be among them. */
export function judge(changes: readonly Change[], evidence: Evidence): ShippedChange[] {
  const relations = relate(changes, evidence);
  const journeys = new Map(changes.map((change) => [change, journeyOf(change, relations, evidence)]));
  return changes.map((change) => outcomeOf(change, { relations, journeys, now: evidence.now }));
}

interface Context {
  readonly relations: Relations;
  readonly journeys: ReadonlyMap<Change, Journey>;
  readonly now: Date;
}

function outcomeOf(change: Change, context: Context): ShippedChange {
  const { arrival, isOutside = false, isDropped = false, absences = [] } = context.journeys.get(change) ?? {};
  const settle = (outcome: Outcome, undoing?: Undoing): ShippedChange => {
    return { change, outcome, arrival: isOutside ? undefined : arrival, undoing };
  };
  if (isOutside) return settle("outside");
  const apart = classApart(change, context.relations);
  if (arrival === undefined) return { ...settle("pending"), willBe: apart };
  if (apart !== undefined) return settle(apart);
  // Its content was left out by a merge, so there was nothing to carry.
  if (isDropped) return settle("ineffective");
  const revert = revertOf(change, arrival, context);
  const isWithdrawn =
    revert !== undefined && (context.journeys.get(revert)?.arrival?.at ?? context.now) <= arrival.at;
  if (isWithdrawn) return settle("withdrawn");
  const undoing = firstInTime(arrival, [
    revert && { by: { kind: "revert", changeId: revert.id }, at: revert.mergedAt },
    lastingRollback(arrival, absences, context.now),
  ]);
  return settle(undoing ? "undone" : "net", undoing);
}

/** The shipped change that took another one back, merged before that was final. */
function revertOf(change: Change, arrival: Arrival, { relations, journeys }: Context): Change | undefined {
  const final = new Date(arrival.at.getTime() + FINAL_AFTER);
  return takerOf(change, relations, (each) => each.mergedAt <= final && hasCome(journeys.get(each)));
}

/** Whether production came to hold what a change does. */
export function hasCome(journey: Journey | undefined): boolean {
  return journey?.arrival !== undefined && !journey.isDropped;
}

/** The class of a change that ships without being output of its own. */
function classApart(change: Change, relations: Relations): Outcome | undefined {
  if (change.attribution === "automation") return "automation";
  if (relations.isRework(change)) return "rework";
  return change.isEffective ? undefined : "ineffective";
}

type Candidate = Pick<Undoing, "by" | "at">;

/** The first time that production held the change no more, and not again within seven days. */
function lastingRollback(arrival: Arrival, absences: readonly Absence[], now: Date): Candidate | undefined {
  for (const { deploymentId, from, until } of absences) {
    const at = laterOf(from, arrival.at);
    const isLasting = (until ?? now).getTime() - at.getTime() > RESTORED_WITHIN;
    if (isLasting) return { by: { kind: "rollback", deploymentId }, at };
  }
  return undefined;
}

function laterOf(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** The earliest of what undid a change before it was final. */
function firstInTime(arrival: Arrival, candidates: readonly (Candidate | undefined)[]): Undoing | undefined {
  const sinceArrival = (at: Date) => at.getTime() - arrival.at.getTime();
  const [first] = candidates
    .filter((candidate) => candidate !== undefined)
    .filter(({ at }) => sinceArrival(at) <= FINAL_AFTER)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return first && { ...first, isLate: sinceArrival(first.at) > UNDONE_WITHIN };
}
