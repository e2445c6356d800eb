import type Big from "big.js";
import { type Charge, type Day, type SpendFact, shiftDay } from "../../domain/spend/fact.ts";
import type { Micros } from "../../domain/spend/money.ts";
import { ImportError } from "./import-error.ts";
import type { ChargePeriod } from "./period.ts";
import { rounded, ZERO } from "./tallies.ts";

/** A row of a file: money of some days. */
export interface SpendRow {
  readonly period: ChargePeriod;
  readonly tool: string;
  readonly charge: Charge;
  readonly scope: string;
  readonly currency: string;
  readonly amount: Big;
}

/** The exact sum of a tool, charge and currency in a whole file, rounded once. */
export interface Total {
  readonly tool: string;
  readonly charge: Charge;
  readonly currency: string;
  readonly sum: Micros;
}

/** Adds rows. Memory grows with days and tools, and not with rows. */
export interface Sums {
  /** Says that the file is about a day, whether it has money or not. */
  cover(day: Day): void;
  add(row: SpendRow): void;
  /** Each day that was covered, with its facts, in order. Throws an `ImportError` for a sum that is too large. */
  days(): ReadonlyMap<Day, readonly SpendFact[]>;
  totals(): readonly Total[];
}

const SEPARATOR = "\0";

/** Exact sums by period, and in it by tool, charge, scope and currency. */
type PeriodSums = Map<string, { readonly period: ChargePeriod; readonly sums: Map<string, Big> }>;

/** Starts to add. */
export function createSums(): Sums {
  const periods: PeriodSums = new Map();
  const sumsOf = (period: ChargePeriod) => {
    // Most rows are about a day, and to put a key together for each would take long.
    const key = period.days === 1 ? period.first : `${period.first} ${period.days}`;
    const known = periods.get(key);
    if (known !== undefined) return known.sums;
    const sums = new Map<string, Big>();
    periods.set(key, { period, sums });
    return sums;
  };
  return {
    cover: (first) => void sumsOf({ first, days: 1 }),
    add({ period, tool, charge, scope, currency, amount }) {
      const sums = sumsOf(period);
      // What lowers a bill stands apart, so that it hides no use.
      const kind = amount.lt(ZERO) && charge !== "credit" ? "adjustment" : charge;
      const key = [tool, kind, scope, currency].join(SEPARATOR);
      sums.set(key, (sums.get(key) ?? ZERO).plus(amount));
    },
    days: () => factsByDay(periods),
    totals: () => totalsOf(periods),
  };
}

function factsByDay(periods: PeriodSums): Map<Day, SpendFact[]> {
  const days = new Map<Day, Map<string, Micros>>();
  for (const { period, sums } of periods.values())
    for (const [index, day] of daysOf(period).entries()) {
      const amounts = days.get(day) ?? new Map<string, Micros>();
      days.set(day, amounts);
      for (const [key, sum] of sums)
        amounts.set(key, (amounts.get(key) ?? 0n) + share(rounded(sum), { index, of: period.days }));
    }
  const ordered = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(ordered.map(([day, amounts]) => [day, [...amounts].map((entry) => toFact(day, entry))]));
}

/** The part of one of several days. All parts together are the whole amount. */
function share(amount: Micros, { index, of }: { readonly index: number; readonly of: number }): Micros {
  const until = (count: number) => (amount * BigInt(count)) / BigInt(of);
  return until(index + 1) - until(index);
}

function daysOf({ first, days }: ChargePeriod): Day[] {
  return Array.from({ length: days }, (_, index) => shiftDay(first, index));
}

function toFact(day: Day, [key, amount]: readonly [string, Micros]): SpendFact {
  const { tool, charge, scope, currency } = fieldsOf(key);
  if (BigInt.asIntN(64, amount) !== amount)
    throw new ImportError(`the sum of ${tool} on ${day} is too large: is the amount of a row wrong?`);
  return { day, tool, charge, scope, currency, amount };
}

function fieldsOf(key: string) {
  const [tool = "", charge = "", scope = "", currency = ""] = key.split(SEPARATOR);
  return { tool, charge: charge as Charge, scope, currency };
}

function totalsOf(periods: PeriodSums): Total[] {
  const sums = new Map<string, Big>();
  for (const { sums: some } of periods.values())
    for (const [key, sum] of some) {
      const { tool, charge, currency } = fieldsOf(key);
      const total = [tool, charge, "", currency].join(SEPARATOR);
      sums.set(total, (sums.get(total) ?? ZERO).plus(sum));
    }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, sum]) => {
      const { tool, charge, currency } = fieldsOf(key);
      return { tool, charge, currency, sum: rounded(sum) };
    });
}
