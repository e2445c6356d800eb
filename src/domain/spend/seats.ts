import { DAY_MS } from "../durations.ts";
import { type DatedDeclaration, type DeclaredSeats, declarationAt, type Period } from "./declared.ts";
import { type Day, noonOf, type SpendFact, shiftDay, WHOLE } from "./fact.ts";
import { type Micros, parseDecimal, toMicros } from "./money.ts";

/** Some days: from one on, until another one that is left out. */
export interface DaySpan {
  readonly from: Day;
  readonly until: Day;
}

/** The days of a span, in order. */
export function daysOf({ from, until }: DaySpan): Day[] {
  const days: Day[] = [];
  for (let day = from; day < until; day = shiftDay(day, 1)) days.push(day);
  return days;
}

/** The month or the year of a day. */
export function periodOf(day: Day, per: Period): DaySpan {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const first = (of: number, index: number) => new Date(Date.UTC(of, index, 1)).toISOString().slice(0, 10);
  if (per === "year") return { from: first(year, 0), until: first(year + 1, 0) };
  return { from: first(year, month - 1), until: first(year, month) };
}

/** The number of days from one day to another one. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((noonOf(to).getTime() - noonOf(from).getTime()) / DAY_MS);
}

/**
 * The cost of declared seats, a fact for each day, tool and currency.
 *
 * A day takes its part of the price of its month or year, so the days of a full month add up to exactly the price of all
 * seats. The declaration in force at a day's noon decides.
 */
export function seatFacts(declarations: readonly DatedDeclaration[], span: DaySpan): SpendFact[] {
  return daysOf(span).flatMap((day) => {
    const { seats } = declarationAt(declarations, noonOf(day));
    const amounts = new Map<string, SpendFact>();
    for (const each of seats.filter((seat) => isPaid(seat, day))) {
      const { tool, currency } = each;
      const key = `${tool} ${currency}`;
      const amount = (amounts.get(key)?.amount ?? 0n) + partOf(each, day);
      amounts.set(key, { day, tool, charge: "seat", scope: WHOLE, currency, amount });
    }
    return [...amounts.values()];
  });
}

/** Whether declared seats are paid for on a day. */
export function isPaid({ from, until }: DeclaredSeats, day: Day): boolean {
  return from <= day && (until === undefined || day <= until);
}

/** The part of a day: the price of all days so far in the period, less that of the days before. Nothing is lost by rounding. */
function partOf({ price, count, per }: DeclaredSeats, day: Day): Micros {
  const period = periodOf(day, per);
  const days = BigInt(daysBetween(period.from, period.until));
  const before = BigInt(daysBetween(period.from, day));
  const whole = toMicros(parseDecimal(price).times(count));
  return (whole * (before + 1n)) / days - (whole * before) / days;
}
