import type { Attribution } from "../attribution/attribution.ts";
import { MINUTE_MS } from "../durations.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import { median, medianInterval } from "./median.ts";
import { round3, type SideBySide } from "./undone-share.ts";
import { wilsonInterval } from "./wilson.ts";

/** How many net changes a human other than author and builder approved. */
export interface Approvals {
  readonly approved: number;
  readonly of: number;
  /** Those among `of` that were pushed, so that nobody could approve them. */
  readonly pushed: number;
  /** The ends of Wilson's 95 % interval of the share, to three decimals; `null` of nothing. Absent from older digests. */
  readonly low?: number | null;
  readonly high?: number | null;
}

/** The ends of the 95 % intervals of the medians of each group, of which those of fewer than six changes have none. */
export interface MedianIntervals {
  readonly leadMinutes: SideBySide<readonly [number, number] | null>;
  readonly lines: SideBySide<readonly [number, number] | null>;
}

/** The share of changes whose attribution is known, from 0 to 1; `undefined` of none. */
export function coverageOf(changes: readonly ShippedChange[]): number | undefined {
  if (changes.length === 0) return undefined;
  return changes.filter(({ change }) => change.attribution !== "unknown").length / changes.length;
}

/** Below this share of known attribution groups are not compared. */
const COVERED = 0.8;

/** Whether attribution is known of so many changes that their groups can be compared; of none nothing speaks against it. */
export function isCovered(changes: readonly ShippedChange[]): boolean {
  return (coverageOf(changes) ?? 1) >= COVERED;
}

/** The median time from merge to production in minutes; `null` of none. */
export function medianLeadMinutes(changes: readonly ShippedChange[]): number | null {
  return medianOf(changes, leadMinutes);
}

/** The median of effective lines added and deleted, of those whose lines are known; `null` of none. */
export function medianLines(changes: readonly ShippedChange[]): number | null {
  return medianOf(changes, linesOf);
}

/** How sure the medians of each group are. */
export function medianIntervals(changes: readonly ShippedChange[]): MedianIntervals {
  return {
    leadMinutes: apart(changes, (group) => intervalOf(group, leadMinutes)),
    lines: apart(changes, (group) => intervalOf(group, linesOf)),
  };
}

/** The approvals of each group. */
export function approvalsOf(changes: readonly ShippedChange[]): SideBySide<Approvals> {
  return apart(changes, (group) => {
    const approved = group.filter(({ change }) => change.isApproved === true).length;
    const interval = wilsonInterval(approved, group.length);
    return {
      approved,
      of: group.length,
      pushed: group.filter(({ change }) => !change.id.startsWith("#")).length,
      low: interval ? round3(interval.low) : null,
      high: interval ? round3(interval.high) : null,
    };
  });
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

function leadMinutes({ change, arrival }: ShippedChange): number | undefined {
  return arrival && (arrival.at.getTime() - change.mergedAt.getTime()) / MINUTE_MS;
}

function linesOf({ change }: ShippedChange): number | undefined {
  return change.lines;
}

type FigureOf = (change: ShippedChange) => number | undefined;

function medianOf(changes: readonly ShippedChange[], figureOf: FigureOf): number | null {
  const middle = median(changes.map(figureOf).filter((value) => value !== undefined));
  return middle === undefined ? null : Math.round(middle);
}

function intervalOf(changes: readonly ShippedChange[], figureOf: FigureOf): readonly [number, number] | null {
  const ends = medianInterval(changes.map(figureOf).filter((value) => value !== undefined));
  return ends === undefined ? null : [Math.round(ends[0]), Math.round(ends[1])];
}
