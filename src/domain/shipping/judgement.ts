import { DAY_MS } from "../durations.ts";
import type { Change } from "./change.ts";
import { type ChangeStay, changeStayOf } from "./change-stay.ts";
import { type Apart, type Grounds, whyApart } from "./grounds.ts";
import type { Outcome } from "./outcome.ts";
import { type RelationFacts, type Relations, relateChanges } from "./relations.ts";
import { revertingChangeOf } from "./reverting-change.ts";
import type { Rules } from "./rules.ts";
import type { Absence, Arrival } from "./stays.ts";

/** The event that took a change out of production. */
export interface Undoing {
  readonly by:
    | { readonly kind: "revert"; readonly changeId: string }
    | { readonly kind: "rollback"; readonly deploymentId: number };
  readonly at: Date;
  /** More than seven days after its arrival: it restates the week. */
  readonly isLate: boolean;
}

/** A rollback because of which production does not hold a change, and that can still undo it. */
export interface RunningRollback {
  readonly deploymentId: number;
  readonly at: Date;
  /** The latest time at which the return of the change to production keeps its outcome. */
  readonly backBy: Date;
}

/** A merged change and its outcome. */
export interface ShippedChange {
  readonly change: Change;
  readonly outcome: Outcome;
  readonly arrival: Arrival | undefined;
  readonly undoing: Undoing | undefined;
  /** For a net change, the rollback that time alone can turn into an undoing. */
  readonly runningRollback?: RunningRollback;
  /** For a pending change, its later outcome where it will be no output of its own. */
  readonly willBe?: Apart["outcome"] | undefined;
}

/** A merged change and its outcome, with the rule and the facts that decided. */
export interface JudgedChange extends ShippedChange {
  readonly grounds: Grounds;
}

/** The facts that decide outcomes, beside the changes themselves. */
export interface Evidence extends RelationFacts {
  readonly rules: readonly Rules[];
  readonly now: Date;
}

/** A revert or rollback within this time of the arrival undoes a change; a later one restates its week. */
const UNDONE_WITHIN = 7 * DAY_MS;
/** The longest time out of production after which a change still counts as restored. */
const RESTORED_WITHIN = 7 * DAY_MS;
/**
 * The time after its arrival in which a revert or a rollback can undo a change. Only one that began within it can still
 * do so later.
 */
export const FINAL_AFTER = 28 * DAY_MS;

/** Judged changes, with their relations and stays. */
export interface Examination {
  readonly judged: readonly JudgedChange[];
  readonly relations: Relations;
  changeStayOf(change: Change): ChangeStay;
}

/** Judges each change by one rule. All changes that revert, repeat, or contain one of them must be among them. */
export function judgeChanges(changes: readonly Change[], evidence: Evidence): readonly JudgedChange[] {
  return examineChanges(changes, evidence).judged;
}

/** Judges changes, and returns their relations and stays as well. */
export function examineChanges(changes: readonly Change[], evidence: Evidence): Examination {
  const relations = relateChanges(changes, evidence);
  const changeStays = new Map(changes.map((change) => [change, changeStayOf(change, relations, evidence)]));
  const found = (change: Change) => changeStays.get(change) ?? changeStayOf(change, relations, evidence);
  const context = { relations, changeStayOf: found, now: evidence.now };
  return { judged: changes.map((change) => judgeOne(change, context)), relations, changeStayOf: found };
}

interface Context extends Pick<Examination, "relations" | "changeStayOf"> {
  readonly now: Date;
}

function judgeOne(change: Change, context: Context): JudgedChange {
  const { relations, now } = context;
  const { arrival, isOutside, isWithoutContent, absences } = context.changeStayOf(change);
  const settle = (grounds: Grounds, undoing?: Undoing): JudgedChange => {
    return { change, outcome: grounds.outcome, grounds, arrival: isOutside ? undefined : arrival, undoing };
  };
  if (isOutside)
    return settle({ outcome: "outside", rule: "not-linked", deploymentId: arrival?.deploymentId });
  const apart = whyApart(change, relations.reworkOf(change));
  if (arrival === undefined)
    return { ...settle({ outcome: "pending", rule: "not-carried" }), willBe: apart?.outcome };
  if (apart !== undefined) return settle(apart);
  // A merge left its content out, so there was nothing to carry.
  if (isWithoutContent) return settle({ outcome: "ineffective", rule: "content-never-came" });
  const revert = revertOf(change, arrival, context);
  const isDirect = revert !== undefined && relations.revertersOf(change).includes(revert);
  if (revert !== undefined && (context.changeStayOf(revert).arrival?.at ?? now) <= arrival.at)
    return settle({ outcome: "withdrawn", rule: "never-live", by: { id: revert.id, isDirect } });
  const undoing = firstInTime(arrival, [
    revert && { by: { kind: "revert", changeId: revert.id }, at: revert.mergedAt },
    lastingRollback(arrival, absences, now),
  ]);
  if (undoing === undefined)
    return { ...settle({ outcome: "net", rule: "stayed" }), ...runningRollback(arrival, absences) };
  return settle(undoneBy(undoing, isDirect), undoing);
}

function undoneBy({ by, isLate }: Undoing, isDirect: boolean): Grounds {
  if (by.kind === "rollback")
    return { outcome: "undone", rule: "rolled-back", deploymentId: by.deploymentId, isLate };
  return { outcome: "undone", rule: "reverted", by: { id: by.changeId, isDirect }, isLate };
}

/** The shipped change that reverted another one, merged before that was final. */
function revertOf(
  change: Change,
  arrival: Arrival,
  { relations, changeStayOf }: Context,
): Change | undefined {
  // As most are.
  if (relations.revertersOf(change).length === 0) return undefined;
  const final = new Date(arrival.at.getTime() + FINAL_AFTER);
  return revertingChangeOf(
    change,
    relations,
    (each) => each.mergedAt <= final && hasArrived(changeStayOf(each)),
  );
}

/** Whether production received the content of a change. */
export function hasArrived({ arrival, isWithoutContent }: ChangeStay): boolean {
  return arrival !== undefined && !isWithoutContent;
}

type Candidate = Pick<Undoing, "by" | "at">;

/** The first absence that lasted more than seven days. */
function lastingRollback(arrival: Arrival, absences: readonly Absence[], now: Date): Candidate | undefined {
  for (const { deploymentId, from, until } of absences) {
    const at = laterOf(from, arrival.at);
    const isLasting = (until ?? now).getTime() - at.getTime() > RESTORED_WITHIN;
    if (isLasting) return { by: { kind: "rollback", deploymentId }, at };
  }
  return undefined;
}

function runningRollback(
  arrival: Arrival,
  absences: readonly Absence[],
): Pick<ShippedChange, "runningRollback"> {
  const running = absences.find(({ until }) => until === undefined);
  if (running === undefined) return {};
  const { deploymentId, from } = running;
  const at = laterOf(from, arrival.at);
  if (at.getTime() - arrival.at.getTime() > FINAL_AFTER) return {};
  return { runningRollback: { deploymentId, at, backBy: new Date(at.getTime() + RESTORED_WITHIN) } };
}

function laterOf(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** The earliest event that undid a change before it was final. */
function firstInTime(arrival: Arrival, candidates: readonly (Candidate | undefined)[]): Undoing | undefined {
  const sinceArrival = (at: Date) => at.getTime() - arrival.at.getTime();
  const [first] = candidates
    .filter((candidate) => candidate !== undefined)
    .filter(({ at }) => sinceArrival(at) <= FINAL_AFTER)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return first && { ...first, isLate: sinceArrival(first.at) > UNDONE_WITHIN };
}
