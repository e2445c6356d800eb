import { deploymentInWords } from "../domain/receipts/names.ts";
import { FINAL_AFTER, type ShippedChange, type Undoing } from "../domain/shipping/judgement.ts";
import { code, duration, instant } from "./text.ts";

/** How a change reached production: a clause. It says nothing of now. */
export function arrivalOf({ arrival, change }: ShippedChange): string {
  if (arrival === undefined) return "Its way to production is not known";
  const { deploymentId, deployedAt, environment, at } = arrival;
  if (deploymentId === undefined) return `Merged on ${instant(at)}, which is taken as shipping here`;
  const lead = duration(at.getTime() - change.mergedAt.getTime());
  const when = deployedAt === undefined ? `${lead} after its merge` : "before its merge";
  const by = deploymentInWords(deploymentId);
  return `It reached ${code(environment)} on ${instant(deployedAt ?? at)} (${by}, ${when})`;
}

/** Whether a change shipped by its merge, since the rules take that as shipping. */
export function isShippedByMerge({ arrival }: Pick<ShippedChange, "arrival">): boolean {
  return arrival !== undefined && arrival.deploymentId === undefined;
}

/** The beginning of a title: what a change has reached. */
export function reachedOf(shipped: ShippedChange): string {
  return isShippedByMerge(shipped) ? "Merged" : "Shipped";
}

/** The end of a title: when it shipped, beside its merge. */
export function afterMerge({ arrival, change }: ShippedChange): string {
  if (arrival?.deploymentId === undefined) return "";
  if (arrival.deployedAt !== undefined) return " · before its merge";
  return ` · ${duration(arrival.at.getTime() - change.mergedAt.getTime())} after merge`;
}

/** When a change was undone, beside its arrival: a revert may be merged before that, and ship later. */
export function undoneWhen({ arrival, undoing }: ShippedChange): string {
  const after = (undoing?.at.getTime() ?? 0) - (arrival?.at.getTime() ?? 0);
  return after > 0 ? `${duration(after)} after it shipped` : "merged before it shipped";
}

/** What undid a change. `#12` stays unchanged, so that GitHub links it. A push has only its last commit. */
export function undoneBy(undoing: Undoing | undefined): string {
  if (undoing === undefined) return "by a rollback";
  const { by } = undoing;
  // A release takes out what it had brought only when it is withdrawn, or its tag is moved.
  if (by.kind === "rollback") return by.deploymentId < 0 ? "with its release" : "by a rollback";
  const { changeId } = by;
  return `by ${changeId.startsWith("#") ? changeId : changeId.slice(0, 7)}`;
}

/** The instant from which on no new revert or rollback undoes a change. */
export function finalAt({ arrival }: ShippedChange): Date {
  return new Date((arrival?.at.getTime() ?? 0) + FINAL_AFTER);
}
