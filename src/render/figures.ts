import type { ShipMode } from "../domain/shipping/rules.ts";

/** What stands in the place of a figure that has nothing to be a share or a middle of. */
export const CANNOT_TELL = "cannot tell";

/** The label of every number of a repository that does not deploy. */
export const PROXY = "proxy: merged, not deployed";

/** A share, from 0 to 1, in whole percent: `5 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A part that need not be whole, in whole numbers and percent: `1 of 21 (4 %)`. */
export function wholePart(part: number, of: number): string {
  const isSmall = part > 0 && Math.round(part) === 0;
  const share = part > 0 && part / of < 0.005 ? "under 1 %" : percent(part / of);
  return `${isSmall ? "less than 1" : Math.round(part)} of ${of} (${share})`;
}

/** A part with the 95 % interval of its share: `4 of 96 (1.6–10.2 %)`. */
export function partOf(
  part: number,
  whole: { readonly of: number; readonly low: number | null; readonly high: number | null },
): string {
  const { of, low, high } = whole;
  if (low === null || high === null) return CANNOT_TELL;
  return `${part} of ${of} (${tenths(low)}–${tenths(high)} %)`;
}

/** A usual range: `24–38 a week`. */
export function weeklyRange([low, high]: readonly [number, number]): string {
  return `${low}–${high} a week`;
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

/** Minutes in words: `12 min`, `3 h 10 min`, `5 days`; `cannot tell` of nothing. */
export function minutes(number: number | null): string {
  if (number === null) return CANNOT_TELL;
  if (number < HOUR) return `${number} min`;
  if (number >= 2 * DAY) return `${Math.round(number / DAY)} days`;
  const rest = number % HOUR;
  return `${Math.floor(number / HOUR)} h${rest === 0 ? "" : ` ${rest} min`}`;
}

/** `1 repository`, `2 repositories`. */
export function repositories(number: number): string {
  return `${number} ${number === 1 ? "repository" : "repositories"}`;
}

function tenths(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** What brings work to production, where it is known what does. */
export function shipment(ship: ShipMode): "deployment" | "release" {
  return ship === "releases" ? "release" : "deployment";
}
