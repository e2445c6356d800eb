import { type CombinedSpend, combineSpend, type KnownSpend, spendWithin } from "./combination.ts";
import { type DeclaredBudget, declarationAt } from "./declared.ts";
import { type Day, shiftDay, utcDay } from "./fact.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { type Micros, parseDecimal, toMicros } from "./money.ts";
import { type DaySpan, daysBetween, daysOf, periodOf } from "./seats.ts";
import { activeSources, completeThrough, settledThrough } from "./source-standing.ts";
import { totalByDay, totalOf } from "./tool-spend.ts";

/** The used part of a budget in its period, up to the last day in the sources. */
export interface BudgetState extends Pick<DeclaredBudget, "name" | "currency" | "per" | "alertAt"> {
  /** The days of its period. */
  readonly period: DaySpan;
  readonly amount: Micros;
  readonly used: Micros;
  /** The part of the amount that is used: 1 when all is. */
  readonly usedPart: number;
  /** The part of the period that is gone. */
  readonly elapsedPart: number;
  /** The forecast of the use at the end of the period; `undefined` with fewer than 14 settled days. */
  readonly atEnd: Forecast | undefined;
  /** The last day that all sources have; `undefined` where there is none. */
  readonly completeThrough: Day | undefined;
  /** The full days since then. */
  readonly daysBehind: number;
  /** The most for a day; `undefined` without one. */
  readonly perDay: Micros | undefined;
  /** Whether money of the period is in a currency that no rate converts. */
  readonly isPartial: boolean;
}

/** The state of each budget that is in force now. */
export function budgetStates(known: KnownSpend, now: Date): readonly BudgetState[] {
  return declarationAt(known.declarations, now).budgets.map((budget) => budgetState(known, budget, now));
}

function budgetState(known: KnownSpend, budget: DeclaredBudget, now: Date): BudgetState {
  const { name, currency, per, alertAt } = budget;
  const today = utcDay(now);
  const period = periodOf(today, per);
  const tomorrow = shiftDay(today, 1);
  const first = known.facts.reduce((earliest, { day }) => (day < earliest ? day : earliest), period.from);
  const combined = combineSpend(known, { currency, from: first, until: period.until });
  const soFar = spendWithin(combined, { from: period.from, until: tomorrow });
  const amount = toMicros(parseDecimal(budget.amount));
  const used = totalOf(soFar.money);
  const active = activeSources(known, tomorrow);
  const through = completeThrough(active);
  const start = Date.parse(period.from);
  return {
    name,
    currency,
    per,
    alertAt,
    period,
    amount,
    used,
    usedPart: Number(used) / Number(amount),
    elapsedPart: (now.getTime() - start) / (Date.parse(period.until) - start),
    atEnd: atEndOf(combined, { period, known, today, used }),
    completeThrough: through,
    daysBehind: through === undefined ? 0 : Math.max(0, daysBetween(through, today) - 1),
    perDay: budget.perDay === undefined ? undefined : toMicros(parseDecimal(budget.perDay)),
    isPartial: soFar.unconverted.length > 0,
  };
}

interface Ending {
  readonly period: DaySpan;
  readonly known: KnownSpend;
  readonly today: Day;
  readonly used: Micros;
}

/** The money of the known days of a period, and a forecast of the other days. Declared seats are known to its end. */
function atEndOf(combined: CombinedSpend, { period, known, today, used }: Ending): Forecast | undefined {
  const isMeasured = ({ source }: { readonly source: string | undefined }) => source !== undefined;
  const money = combined.money.filter(isMeasured);
  const inPeriod = spendWithin(combined, period).money;
  const seats = totalOf(inPeriod.filter((each) => !isMeasured(each)));
  const active = activeSources(known, shiftDay(today, 1));
  if (active.length === 0) {
    const exact = seats + totalOf(inPeriod.filter(isMeasured));
    return { amount: exact, low: exact, high: exact };
  }
  const [through, settled, first] = [completeThrough(active), settledThrough(active), money[0]?.day];
  if (through === undefined || settled === undefined || first === undefined) return undefined;
  const unknown = daysOf({ from: laterOf(period.from, shiftDay(through, 1)), until: period.until });
  const forecast = forecastOf(unknown, {
    daily: totalByDay({ money }),
    settled: { from: first, until: shiftDay(settled, 1) },
  });
  if (forecast === undefined) return undefined;
  const base = seats + totalOf(inPeriod.filter((each) => isMeasured(each) && each.day <= through));
  // Money on incomplete days counts as well: it is never less at the end than now.
  const most = (amount: Micros) => (base + amount > used ? base + amount : used);
  return { amount: most(forecast.amount), low: most(forecast.low), high: most(forecast.high) };
}

function laterOf(a: Day, b: Day): Day {
  return a > b ? a : b;
}
