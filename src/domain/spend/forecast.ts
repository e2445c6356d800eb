import { type Day, noonOf, shiftDay } from "./fact.ts";
import { type Micros, sumOfMicros } from "./money.ts";
import { type DaySpan, daysBetween, daysOf } from "./seats.ts";

/** An amount that is expected, and its range. */
export interface Forecast {
  readonly amount: Micros;
  readonly low: Micros;
  readonly high: Micros;
}

/** The fewest settled days for a forecast. */
const FEWEST_SETTLED_DAYS = 14;

const LEVEL_DAYS = 28;
const RANGE_WEEKS = 8;
const DAYS_A_WEEK = 7;

/**
 * The amount of some days to come, from settled days; `undefined` with fewer than 14 of these.
 *
 * The amount takes for each day the median of its weekday in the last 28 settled days, so that one odd day moves little.
 * The range is that of the same weekdays in each of the last eight weeks.
 */
export function forecastOf(
  days: readonly Day[],
  { daily, settled }: { readonly daily: ReadonlyMap<Day, Micros>; readonly settled: DaySpan },
): Forecast | undefined {
  if (daysBetween(settled.from, settled.until) < FEWEST_SETTLED_DAYS) return undefined;
  const amountOf = (day: Day) => daily.get(day) ?? 0n;
  const level = new Map(
    [...Map.groupBy(lastDays(settled, LEVEL_DAYS), weekdayOf)].map(([weekday, same]) => {
      return [weekday, middleOf(same.map(amountOf))];
    }),
  );
  const sumBy = (of: ReadonlyMap<number, Micros>) =>
    sumOfMicros(days.map((day) => of.get(weekdayOf(day)) ?? 0n));
  const amount = sumBy(level);
  const weeks = weeksOf(lastDays(settled, RANGE_WEEKS * DAYS_A_WEEK));
  const sums = weeks.map((week) => sumBy(new Map(week.map((day) => [weekdayOf(day), amountOf(day)]))));
  const all = [amount, ...sums].toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  return { amount, low: all[0] ?? amount, high: all.at(-1) ?? amount };
}

/** The last days of a span, at most so many. */
function lastDays({ from, until }: DaySpan, count: number): Day[] {
  const first = shiftDay(until, -count);
  return daysOf({ from: first > from ? first : from, until });
}

/** Full weeks, counted back from the last day. */
function weeksOf(days: readonly Day[]): Day[][] {
  const count = Math.floor(days.length / DAYS_A_WEEK);
  return Array.from({ length: count }, (_, index) => {
    const end = days.length - index * DAYS_A_WEEK;
    return days.slice(end - DAYS_A_WEEK, end);
  });
}

function weekdayOf(day: Day): number {
  return noonOf(day).getUTCDay();
}

function middleOf(amounts: readonly Micros[]): Micros {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  const [low, high] = [
    sorted[Math.ceil(sorted.length / 2) - 1] ?? 0n,
    sorted[Math.floor(sorted.length / 2)] ?? 0n,
  ];
  return (low + high) / 2n;
}
