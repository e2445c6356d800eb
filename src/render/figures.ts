import type { ShipMode } from "../domain/shipping/rules.ts";

/** The text for a figure that cannot be computed, since there is nothing to count. */
export const CANNOT_TELL = "cannot tell";

/** The label of every number of a repository that does not deploy. */
export const PROXY = "proxy: merged, not deployed";

/** The same as a sentence. */
export const PROXY_SENTENCE = "Proxy: merged, not deployed.";

/** A share, from 0 to 1, in whole percent: `5 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Below this whole, a tenth more or less would show in the percent. */
const SMALL = 10;

/** A part that need not be whole, with its percent: `1 of 20 (5 %)`, `1.4 of 4 (35 %)`. Both must agree for a reader. */
export function partWithShare(part: number, of: number): string {
  const share = part > 0 && part / of < 0.005 ? "under 1 %" : percent(part / of);
  const number = part > 0 && part < 0.5 ? "less than 1" : `${Number(part.toFixed(of < SMALL ? 2 : 1))}`;
  return `${number} of ${of} (${share})`;
}

/** A figure, its 95 % interval where it has one, and what else must be known of it. */
export interface Figure {
  readonly text: string;
  readonly interval?: string;
  readonly note?: string;
}

/** The figure of nothing, or of too few for an interval. */
export const UNKNOWN: Figure = { text: CANNOT_TELL };

/** A figure in one line: `4 of 96 (1.6 to 10 %)`. */
export function inLine({ text, interval, note }: Figure): string {
  return `${text}${interval === undefined ? "" : ` (${interval})`}${note === undefined ? "" : `, ${note}`}`;
}

/** A part of a whole, with the interval of its share to two digits. */
export function shareOf(
  part: number,
  whole: { readonly of: number; readonly low: number | null; readonly high: number | null },
): Figure {
  const { of, low, high } = whole;
  if (low === null || high === null) return UNKNOWN;
  return { text: `${part} of ${of}`, interval: `${twoDigits(low * 100)} to ${twoDigits(high * 100)} %` };
}

/** An interval of a ratio, to two digits: `0.6 to 1.7 times`, `at least 2.1 times`. */
export function timesBetween(low: number, high: number | null): string {
  const [from, to] = [low, high ?? 0].map(twoDigits);
  return high === null ? `at least ${from} times` : `${from} to ${to} times`;
}

/**
 * A median with its interval: `84`, `60 to 120`; `3.2 h`, `2.1 to 4.5 h`.
 *
 * `interval` is `undefined` in a digest of the time before there were intervals.
 */
export function medianOf(
  middle: number | null,
  interval: readonly [number, number] | null | undefined,
  write: (figure: number) => string = String,
): Figure {
  if (middle === null || interval === null) return UNKNOWN;
  if (interval === undefined) return { text: write(middle) };
  const [low, high] = [write(interval[0]), write(interval[1])];
  const [from, unit] = low.split(" ");
  const isSameUnit = unit === high.split(" ")[1];
  return { text: write(middle), interval: `${isSameUnit ? from : low} to ${high}` };
}

/** A range: `24–38`, or its two ends in words; `24` where both are the same. */
export function span([low, high]: readonly [number, number], between = "–"): string {
  return low === high ? `${low}` : `${low}${between}${high}`;
}

/**
 * The usual range of a whole number, by the outermost whole numbers in it: 6.5 to 32.8 is 7 to 32. The same numbers lie
 * outside. A range without a whole number stays as it is.
 */
export function wholeNumbersIn([low, high]: readonly [number, number]): readonly [number, number] {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  return first <= last ? [first, last] : [low, high];
}

/** The usual range of a week's whole number: `24–38 a week`. */
export function weeklyRange(usual: readonly [number, number]): string {
  return `${span(wholeNumbersIn(usual))} a week`;
}

const FEWEST_FOR_PERCENT = 100;

/** By how much one count differs from an earlier one: `+20 %`; `undefined` with fewer than 100 on either side. */
export function growth(before: number, now: number): string | undefined {
  if (Math.min(before, now) < FEWEST_FOR_PERCENT) return undefined;
  const change = Math.round((now / before - 1) * 100);
  return `${change < 0 ? "−" : "+"}${Math.abs(change)} %`;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes in the largest unit that fits: `12 min`, `3.2 h`, `5 days`; `cannot tell` of nothing. */
export function minutes(number: number | null): string {
  if (number === null) return CANNOT_TELL;
  if (number < HOUR) return `${number} min`;
  if (number < 2 * DAY) return `${Math.round((number / HOUR) * 10) / 10} h`;
  return `${Math.round(number / DAY)} days`;
}

/** `1 repository`, `2 repositories`. */
export function repositories(number: number): string {
  return `${number} ${number === 1 ? "repository" : "repositories"}`;
}

function twoDigits(figure: number): number {
  return Number(figure.toPrecision(2));
}

/** What brings work to production, where it is known what does. */
export function shipment(ship: ShipMode): "deployment" | "release" {
  return ship === "releases" ? "release" : "deployment";
}
