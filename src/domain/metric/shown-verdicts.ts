import { round1, round2 } from "./normalized-deployments.ts";
import type { Signal, Verdict } from "./verdict.ts";
import type { TrendVerdict } from "./verdicts.ts";
import type { Week } from "./week.ts";

/** Whether each builder makes more or less than half a year ago, as published. */
export interface Trend {
  readonly signal: Signal;
  /** The first and the last week of the reference; `null` while there are fewer than eight. */
  readonly reference: readonly [Week, Week] | null;
  readonly learned: number;
  /** Net changes per builder and week, as a moving average, and its usual range; `null` below the privacy floor. */
  readonly perBuilder: number | null;
  readonly usual: readonly [number, number] | null;
}

/** The AI-assisted part of a week's normalized deployments, in percent, and its comparison. */
export interface Share extends Verdict {
  readonly percent: number;
}

/** The limits on the figures of a trend. */
interface TrendFloor {
  readonly floor: number;
  readonly hidesBuilders: boolean;
}

/**
 * Withholds the figures of a trend where one of its weeks had fewer builders than the floor. The number of builders
 * could be computed from the averages of two successive weeks.
 */
export function shownTrend(
  { signal, reference, learned, perBuilder, usual, fewestBuilders }: TrendVerdict,
  { floor, hidesBuilders }: TrendFloor,
): Trend {
  const isHidden = hidesBuilders || fewestBuilders < floor || perBuilder === null || usual === null;
  return {
    signal,
    reference,
    learned,
    perBuilder: isHidden ? null : round2(perBuilder),
    usual: isHidden ? null : [round2(usual[0]), round2(usual[1])],
  };
}

/** The AI-assisted part; `null` where it is withheld or there is nothing. */
export function shownShare(
  verdict: Verdict | null,
  { total, aiAssisted }: { readonly total: number; readonly aiAssisted: number | null },
  isWithheld: boolean,
): Share | null {
  if (verdict === null || isWithheld || aiAssisted === null || total === 0) return null;
  return { percent: round1((100 * aiAssisted) / total), ...verdict };
}
