import type { LedgerRow } from "../shipping/ledger.ts";
import { OUTCOMES, type Outcome } from "../shipping/outcome.ts";
import { REASONS, type Reason } from "../shipping/timeline.ts";
import type { CountedChange } from "./counted-part.ts";

/** Deployments seen in a week. Each uncounted one has one reason. */
export interface DeploymentCounts {
  readonly seen: number;
  readonly counted: number;
  readonly uncounted: Readonly<Partial<Record<Reason, number>>>;
}

/**
 * Changes merged in the week, by outcome, and their sums: merged = pending + arrived, arrived = automation +
 * ineffective + rework + effective, effective = withdrawn + undone + net.
 */
export interface ChangeCounts extends Readonly<Record<Exclude<Outcome, "outside">, number>> {
  readonly merged: number;
  /** The pending ones that will be output once they arrive; absent in digests sealed before the key existed. */
  readonly waiting?: number;
  readonly arrived: number;
  readonly effective: number;
  /** The three are `null` where the division of net changes is withheld; see `whyWithheld`. */
  readonly declared: number | null;
  readonly undeclared: number | null;
  readonly unknown: number | null;
  readonly noBuilder: number;
}

/** Counts deployments by the reason why they are not counted. */
export function countDeployments(rows: readonly LedgerRow[]): DeploymentCounts {
  const numbers = new Map<Reason | undefined, number>();
  for (const { reason } of rows) numbers.set(reason, (numbers.get(reason) ?? 0) + 1);
  const uncounted = REASONS.flatMap((reason) => {
    const number = numbers.get(reason);
    return number === undefined ? [] : [[reason, number] as const];
  });
  return {
    seen: rows.length,
    counted: numbers.get(undefined) ?? 0,
    uncounted: Object.fromEntries(uncounted),
  };
}

/** Whether a change waits for production and will be output there: no rework, no robot's change, no documentation. */
export function isWaiting({ outcome, willBe }: CountedChange): boolean {
  return outcome === "pending" && willBe === undefined;
}

/** The counts of changes before any are withheld. */
interface AllCounts extends ChangeCounts {
  readonly declared: number;
  readonly undeclared: number;
  readonly unknown: number;
}

/** Counts the outcomes of changes. Changes outside the measurement are in no count. */
export function countChanges(changes: readonly CountedChange[]): AllCounts {
  const count = (is: (outcome: Outcome) => boolean) => changes.filter(({ outcome }) => is(outcome)).length;
  const of = (outcome: Outcome) => count((each) => each === outcome);
  const net = changes.filter(({ outcome }) => outcome === "net").map(({ change }) => change);
  const netOf = (attribution: string) => net.filter((change) => change.attribution === attribution).length;
  return {
    merged: count((outcome) => OUTCOMES[outcome].isMeasured),
    pending: of("pending"),
    waiting: changes.filter(isWaiting).length,
    arrived: count((outcome) => OUTCOMES[outcome].hasArrived),
    automation: of("automation"),
    ineffective: of("ineffective"),
    rework: of("rework"),
    effective: count((outcome) => OUTCOMES[outcome].isOutput),
    withdrawn: of("withdrawn"),
    undone: of("undone"),
    net: net.length,
    declared: netOf("declared"),
    undeclared: netOf("undeclared"),
    unknown: netOf("unknown"),
    noBuilder: net.filter(({ builder }) => builder === undefined).length,
  };
}
