import type { LedgerRow, Outcome, ShippedChange } from "../shipping/shipping.ts";
import type { Reason } from "../shipping/timeline.ts";

/** Deployments seen in a week; each that is not counted stands under one reason. */
export interface DeploymentCounts {
  readonly seen: number;
  readonly counted: number;
  readonly uncounted: Readonly<Partial<Record<Reason, number>>>;
}

/** Changes merged in the week: merged = pending + arrived, arrived = the four classes, effective = its three outcomes. */
export interface ChangeCounts {
  readonly merged: number;
  readonly pending: number;
  readonly arrived: number;
  readonly automation: number;
  readonly ineffective: number;
  readonly rework: number;
  readonly effective: number;
  readonly withdrawn: number;
  readonly undone: number;
  readonly net: number;
  readonly declared: number;
  readonly undeclared: number;
  readonly unknown: number;
  readonly noBuilder: number;
}

/** Counts deployments by whether, and why not, they are counted. */
export function countDeployments(rows: readonly LedgerRow[]): DeploymentCounts {
  const uncounted: Partial<Record<Reason, number>> = {};
  for (const { reason } of rows) if (reason !== undefined) uncounted[reason] = (uncounted[reason] ?? 0) + 1;
  return {
    seen: rows.length,
    counted: rows.filter(({ reason }) => reason === undefined).length,
    uncounted,
  };
}

/** Counts the outcomes of changes. */
export function countChanges(changes: readonly ShippedChange[]): ChangeCounts {
  const count = (outcome: Outcome) => changes.filter((shipped) => shipped.outcome === outcome).length;
  const net = changes.filter(({ outcome }) => outcome === "net").map(({ change }) => change);
  const netOf = (attribution: string) => net.filter((change) => change.attribution === attribution).length;
  const effective = count("withdrawn") + count("undone") + count("net");
  return {
    merged: changes.length,
    pending: count("pending"),
    arrived: changes.length - count("pending"),
    automation: count("automation"),
    ineffective: count("ineffective"),
    rework: count("rework"),
    effective,
    withdrawn: count("withdrawn"),
    undone: count("undone"),
    net: net.length,
    declared: netOf("declared"),
    undeclared: netOf("undeclared"),
    unknown: netOf("unknown"),
    noBuilder: net.filter(({ builder }) => builder === undefined).length,
  };
}
