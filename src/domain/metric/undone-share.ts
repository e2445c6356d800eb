import type { Attribution } from "../attribution/attribution.ts";
import { OUTCOMES } from "../shipping/outcome.ts";
import type { CountedChange } from "./counted-part.ts";
import { wilsonInterval } from "./wilson.ts";

/** The number of changes that a revert undid within seven days, with the 95 % interval of the share. */
export interface UndoneShare {
  readonly undone: number;
  /** All changes that arrived, are effective, and were not withdrawn. */
  readonly of: number;
  /** The ends of Wilson's interval, to three decimals; `null` without changes. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Bands of effective lines added and deleted; `unknown` where GitHub did not provide them all. */
export const SIZE_BANDS = ["1-50", "51-250", "251+", "unknown"] as const;

/** One of the bands of size. */
export type SizeBand = (typeof SIZE_BANDS)[number];

/** Two groups side by side, without a verdict. */
export interface ByDeclaration<Figure> {
  readonly declared: Figure;
  readonly undeclared: Figure;
}

/** The undone shares of each band of size, since a large change is both likelier to be declared and to be reverted. */
export type UndoneBands = Readonly<Record<SizeBand, ByDeclaration<UndoneShare>>>;

/** Compares the reverted share of each group, within bands of size. */
export function undoneBands(changes: readonly CountedChange[]): UndoneBands {
  const byBand = Map.groupBy(changes.filter(wasLive), ({ change }) => bandOf(change.lines));
  const sharesOf = (band: SizeBand): ByDeclaration<UndoneShare> => ({
    declared: shareOf(byBand.get(band), "declared"),
    undeclared: shareOf(byBand.get(band), "undeclared"),
  });
  return {
    "1-50": sharesOf("1-50"),
    "51-250": sharesOf("51-250"),
    "251+": sharesOf("251+"),
    unknown: sharesOf("unknown"),
  };
}

/** Whether an effective change was in production at any time. */
export function wasLive({ outcome }: CountedChange): boolean {
  return OUTCOMES[outcome].wasLive;
}

/** Whether a revert undid a change within seven days. */
export function isReverted({ undoing }: CountedChange): boolean {
  return undoing?.by.kind === "revert" && !undoing.isLate;
}

function bandOf(lines: number | undefined): SizeBand {
  if (lines === undefined) return "unknown";
  if (lines <= 50) return "1-50";
  return lines <= 250 ? "51-250" : "251+";
}

function shareOf(changes: readonly CountedChange[] = [], attribution: Attribution): UndoneShare {
  const group = changes.filter(({ change }) => change.attribution === attribution);
  const undone = group.filter(isReverted).length;
  const interval = wilsonInterval(undone, group.length);
  return {
    undone,
    of: group.length,
    low: interval ? round3(interval.low) : null,
    high: interval ? round3(interval.high) : null,
  };
}

export function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
