import type { Day, SpendFact } from "../../domain/spend/fact.ts";
import type { Micros } from "../../domain/spend/money.ts";

/** A day and currency whose total an import changes. */
export interface ChangedDay {
  readonly day: Day;
  readonly currency: string;
  readonly from: Micros;
  readonly to: Micros;
}

/** Finds the days with money that would get another total. What a plan includes is in no total. */
export function findChanges(
  before: readonly SpendFact[],
  days: ReadonlyMap<Day, readonly SpendFact[]>,
): ChangedDay[] {
  const was = totalsOf(before);
  const is = totalsOf([...days.values()].flat());
  const known = [...was.keys()].filter((day) => days.has(day));
  return known.flatMap((day) => {
    const [old, now] = [was.get(day) ?? new Map(), is.get(day) ?? new Map()];
    const currencies = [...new Set([...old.keys(), ...now.keys()])].sort();
    return currencies
      .map((currency) => ({ day, currency, from: old.get(currency) ?? 0n, to: now.get(currency) ?? 0n }))
      .filter(({ from, to }) => from !== to);
  });
}

/** Finds the days with a total below zero, in any currency. */
export function findBelowZero(days: ReadonlyMap<Day, readonly SpendFact[]>): Day[] {
  const totals = totalsOf([...days.values()].flat());
  return [...totals].filter(([, sums]) => [...sums.values()].some((sum) => sum < 0n)).map(([day]) => day);
}

function totalsOf(facts: readonly SpendFact[]): Map<Day, Map<string, Micros>> {
  const days = new Map<Day, Map<string, Micros>>();
  for (const { day, charge, currency, amount } of facts) {
    const totals = days.get(day) ?? new Map<string, Micros>();
    days.set(day, totals);
    if (charge !== "included") totals.set(currency, (totals.get(currency) ?? 0n) + amount);
  }
  return days;
}
