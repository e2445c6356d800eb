import type { Attribution } from "../attribution/attribution.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import { median } from "./median.ts";
import type { SideBySide } from "./undone-share.ts";

/** How many net changes a human other than author and builder approved. */
export interface Approvals {
  readonly approved: number;
  readonly of: number;
  /** Those among `of` that were pushed, so that nobody could approve them. */
  readonly pushed: number;
}

/** The share of changes whose attribution is known, from 0 to 1; `undefined` of none. */
export function coverageOf(changes: readonly ShippedChange[]): number | undefined {
  if (changes.length === 0) return undefined;
  return changes.filter(({ change }) => change.attribution !== "unknown").length / changes.length;
}

/** Below this share of known attribution groups are not compared. */
const COVERED = 0.8;

/** Whether attribution is known of too few changes to compare groups of them. */
export function isTooLow(coverage: number | undefined): boolean {
  return coverage !== undefined && coverage < COVERED;
}

/** The median time from merge to production in minutes; `null` of none. */
export function medianLeadMinutes(changes: readonly ShippedChange[]): SideBySide<number | null> {
  return apart(changes, (group) => medianOf(group, leadMinutes));
}

/** The median of effective lines added and deleted, of those whose lines are known; `null` of none. */
export function medianLines(changes: readonly ShippedChange[]): number | null {
  return medianOf(changes, ({ change }) => change.lines);
}

/** The approvals of each group. */
export function approvalsOf(changes: readonly ShippedChange[]): SideBySide<Approvals> {
  return apart(changes, (group) => ({
    approved: group.filter(({ change }) => change.isApproved === true).length,
    of: group.length,
    pushed: group.filter(({ change }) => !change.id.startsWith("#")).length,
  }));
}

/** A figure of the declared and of the undeclared ones among some changes. */
export function apart<Figure>(
  changes: readonly ShippedChange[],
  figureOf: (group: readonly ShippedChange[]) => Figure,
): SideBySide<Figure> {
  const groupOf = (attribution: Attribution) =>
    changes.filter(({ change }) => change.attribution === attribution);
  return { declared: figureOf(groupOf("declared")), undeclared: figureOf(groupOf("undeclared")) };
}

const MINUTE = 60_000;

function leadMinutes({ change, arrival }: ShippedChange): number | undefined {
  return arrival && (arrival.at.getTime() - change.mergedAt.getTime()) / MINUTE;
}

function medianOf(
  changes: readonly ShippedChange[],
  figureOf: (change: ShippedChange) => number | undefined,
): number | null {
  const middle = median(changes.map(figureOf).filter((value) => value !== undefined));
  return middle === undefined ? null : Math.round(middle);
}
