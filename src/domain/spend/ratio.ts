import Big from "big.js";
import type { Signal } from "../metric/verdict.ts";
import { processLimits } from "../metric/xmr.ts";
import { type Micros, toMicros } from "./money.ts";

/** The spend and the normalized deployments of four weeks. */
export interface Block {
  readonly spend: Micros;
  readonly units: number;
}

/** The ratio of a block, and its place against those of earlier blocks. */
export interface RatioVerdict {
  /** The spend for each normalized deployment; `undefined` where there is none. */
  readonly value: Micros | undefined;
  /** The usual range of the ratio; `undefined` while there are fewer than six blocks. */
  readonly usual: readonly [low: Micros, high: Micros] | undefined;
  /** The number of earlier blocks that are compared. */
  readonly blocks: number;
  readonly signal: Signal;
  /** The factor under which a change, up or down, would not show; `undefined` without a range. */
  readonly hiddenBelow: number | undefined;
  /** The two parts of a detected change as factors; `undefined` where none is detected. */
  readonly parts: { readonly spend: number; readonly units: number } | undefined;
}

/** The fewest earlier blocks for a usual range. */
export const FEWEST_BLOCKS = 6;
const MOST_BLOCKS = 12;

/**
 * The width of the usual range in mean moves, from six blocks to twelve.
 *
 * The usual 2.66 gives too many false alarms from few blocks, and where the spend of a week resembles that of the week
 * before. These give at most 3 in 100 blocks in `bench:spend-statistics`, which fails above that.
 */
const FACTORS = [3.5, 3.25, 3.1, 3, 2.9, 2.85, 2.8];

/** The fewest normalized deployments of a block for a verdict: fewer move by chance too much. */
export const FEWEST_UNITS = 20;

/**
 * Judges the ratio of a block by the blocks before it, the oldest first.
 *
 * A ratio is one of sums: the mean of weekly ratios reads too high. Its usual range is that of an XmR chart of logarithms,
 * since a ratio moves by factors.
 */
export function judgeRatio(current: Block, earlier: readonly Block[], isWaiting = false): RatioVerdict {
  const before = earlier.filter(isJudged).slice(-MOST_BLOCKS);
  const value = ratioOf(current);
  const found = { value, usual: undefined, blocks: before.length, hiddenBelow: undefined, parts: undefined };
  if (isWaiting) return { ...found, signal: "waiting" };
  if (!isJudged(current)) return { ...found, signal: "quiet" };
  const limits = limitsOf(before);
  if (limits === undefined) return { ...found, signal: "learning" };
  const usual = rangeOf(limits);
  const signal = placeIn(usual, value ?? 0n);
  return {
    ...found,
    usual,
    signal,
    hiddenBelow: Math.exp(limits.width),
    parts: signal === "none" ? undefined : partsOf(current, before),
  };
}

/** The spend for each normalized deployment; `undefined` where there is none. */
export function ratioOf({ spend, units }: Block): Micros | undefined {
  return units === 0 ? undefined : toMicros(new Big(spend.toString()).div(MILLION).div(units));
}

const MILLION = 1_000_000;

function isJudged({ spend, units }: Block): boolean {
  return units >= FEWEST_UNITS && spend > 0n;
}

function logOf({ spend, units }: Block): number {
  return Math.log(Number(spend) / units);
}

/** The middle of the usual range, and its width to either side: logarithms. `undefined` from too few blocks. */
interface Limits {
  readonly mean: number;
  readonly width: number;
}

function limitsOf(before: readonly Block[]): Limits | undefined {
  const factor = FACTORS[before.length - FEWEST_BLOCKS];
  const limits = processLimits(before.map(logOf));
  if (factor === undefined || limits === undefined) return undefined;
  return { mean: limits.mean, width: factor * limits.meanMove };
}

/** The usual range, widened to whole cents, as it is shown. */
function rangeOf({ mean, width }: Limits): readonly [Micros, Micros] {
  const [low, high] = [microsOf(mean - width), microsOf(mean + width)];
  return [(low / CENT) * CENT, ((high + CENT - 1n) / CENT) * CENT];
}

function microsOf(log: number): Micros {
  return BigInt(Math.round(Math.exp(log)));
}

const CENT = 10_000n;

/** Either end belongs to the range. */
function placeIn([low, high]: readonly [Micros, Micros], value: Micros): "none" | "above" | "below" {
  if (value > high) return "above";
  return value < low ? "below" : "none";
}

/** The factors of spend and of units against their geometric means. One divided by the other is the factor of the ratio. */
function partsOf(current: Block, before: readonly Block[]): { spend: number; units: number } {
  const meanLog = (of: (block: Block) => number) =>
    before.reduce((sum, block) => sum + Math.log(of(block)), 0) / before.length;
  const factor = (of: (block: Block) => number) => Math.exp(Math.log(of(current)) - meanLog(of));
  return { spend: factor(({ spend }) => Number(spend)), units: factor(({ units }) => units) };
}
