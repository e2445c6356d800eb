import type { Attribution } from "../attribution/attribution.ts";
import { MINUTE_MS } from "../durations.ts";
import type { CountedChange } from "./counted-part.ts";
import { median, medianInterval } from "./median.ts";
import { type ByDeclaration, round3 } from "./undone-share.ts";
import { wilsonInterval } from "./wilson.ts";

/** The number of net changes that a human other than author and builder approved. */
export interface Approvals {
  readonly approved: number;
  readonly of: number;
  /** The pushed ones among `of`, which nobody could approve. */
  readonly pushed: number;
  /**
   * The ends of Wilson's 95 % interval of the share, to three decimals; `null` without changes. Absent from older
   * digests.
   */
  readonly low?: number | null;
  readonly high?: number | null;
}

/** The 95 % intervals of each group's medians. Groups of fewer than six changes have none. */
export interface MedianIntervals {
  readonly leadMinutes: ByDeclaration<readonly [number, number] | null>;
  readonly lines: ByDeclaration<readonly [number, number] | null>;
}

/** The share of changes with known attribution, from 0 to 1; `undefined` without changes. */
export function coverageOf(changes: readonly CountedChange[]): number | undefined {
  if (changes.length === 0) return undefined;
  return changes.filter(({ change }) => change.attribution !== "unknown").length / changes.length;
}

/** The least share of known attribution at which groups are compared. */
const COVERED = 0.8;

/** Whether attribution is known for enough changes to compare groups. No changes are enough. */
export function isCovered(changes: readonly CountedChange[]): boolean {
  return (coverageOf(changes) ?? 1) >= COVERED;
}

/** The median time from merge to production in minutes; `null` without changes. */
export function medianLeadMinutes(changes: readonly CountedChange[]): number | null {
  return medianOf(changes, leadMinutes);
}

/** The median of effective lines added and deleted, where lines are known; `null` without changes. */
export function medianLines(changes: readonly CountedChange[]): number | null {
  return medianOf(changes, linesOf);
}

/** The intervals of each group's medians. */
export function medianIntervals(changes: readonly CountedChange[]): MedianIntervals {
  return {
    leadMinutes: splitByDeclaration(changes, (group) => intervalOf(group, leadMinutes)),
    lines: splitByDeclaration(changes, (group) => intervalOf(group, linesOf)),
  };
}

/** The approvals of each group. */
export function approvalsOf(changes: readonly CountedChange[]): ByDeclaration<Approvals> {
  return splitByDeclaration(changes, (group) => {
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

/** A figure for the declared and for the undeclared changes. */
export function splitByDeclaration<Figure>(
  changes: readonly CountedChange[],
  figureOf: (group: readonly CountedChange[]) => Figure,
): ByDeclaration<Figure> {
  const groupOf = (attribution: Attribution) =>
    changes.filter(({ change }) => change.attribution === attribution);
  return { declared: figureOf(groupOf("declared")), undeclared: figureOf(groupOf("undeclared")) };
}

function leadMinutes({ change, arrival }: CountedChange): number | undefined {
  return arrival && (arrival.at.getTime() - change.mergedAt.getTime()) / MINUTE_MS;
}

function linesOf({ change }: CountedChange): number | undefined {
  return change.lines;
}

type FigureOf = (change: CountedChange) => number | undefined;

function medianOf(changes: readonly CountedChange[], figureOf: FigureOf): number | null {
  const middle = median(changes.map(figureOf).filter((value) => value !== undefined));
  return middle === undefined ? null : Math.round(middle);
}

function intervalOf(changes: readonly CountedChange[], figureOf: FigureOf): readonly [number, number] | null {
  const ends = medianInterval(changes.map(figureOf).filter((value) => value !== undefined));
  return ends === undefined ? null : [Math.round(ends[0]), Math.round(ends[1])];
}
