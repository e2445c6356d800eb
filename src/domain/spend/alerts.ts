import { processLimits } from "../metric/xmr.ts";
import { type BudgetState, budgetStates } from "./budget-state.ts";
import { combineSpend, type KnownSpend } from "./combination.ts";
import { declarationAt } from "./declared.ts";
import { type Day, noonOf, shiftDay, utcDay } from "./fact.ts";
import { fromMicros, type Micros } from "./money.ts";
import { totalByDay } from "./tool-spend.ts";

/** A finding about spend that people should hear of, once. */
export type SpendFinding = BudgetStep | DayOverCeiling | Spike;

/** A step of a budget that is passed. */
interface BudgetStep {
  readonly kind: "budget";
  /** The kind, the subject and the period: the same for the same finding. */
  readonly key: string;
  readonly budget: BudgetState;
  /** In percent. */
  readonly step: number;
}

/** A day on which more was spent than its budget says. */
interface DayOverCeiling {
  readonly kind: "ceiling";
  readonly key: string;
  readonly budget: BudgetState;
  readonly day: Day;
  readonly amount: Micros;
}

/** A day on which more was spent than is usual for its weekday. */
interface Spike {
  readonly kind: "spike";
  readonly key: string;
  readonly day: Day;
  readonly amount: Micros;
  /** The upper end of the usual range of its weekday. */
  readonly usual: number;
  readonly currency: string;
}

/** Days before these are history: nobody can act on them any more. */
const RECENT_DAYS = 14;
/** The fewest and the most earlier weeks in a usual range. */
const [FEWEST_WEEKS, MOST_WEEKS] = [12, 26];
const DAYS_A_WEEK = 7;

/** The first day whose facts findings need. */
export function firstDayForFindings(now: Date): Day {
  return shiftDay(utcDay(now), -(RECENT_DAYS + DAYS_A_WEEK * MOST_WEEKS + 366));
}

/** Finds what people should hear of: passed steps of budgets, days over a budget's ceiling, and unusual days. */
export function findSpendFindings(known: KnownSpend, now: Date): readonly SpendFinding[] {
  const budgets = budgetStates(known, now);
  return [
    ...budgets.flatMap(stepsPassed),
    ...budgets.flatMap((budget) => daysOverCeiling(known, budget, now)),
    ...spikes(known, now),
  ];
}

function stepsPassed(budget: BudgetState): BudgetStep[] {
  return budget.alertAt
    .filter((step) => budget.usedPart * 100 >= step)
    .map((step) => ({
      kind: "budget",
      key: `budget ${budget.name} ${budget.period.from} ${step}`,
      budget,
      step,
    }));
}

function daysOverCeiling(known: KnownSpend, budget: BudgetState, now: Date): DayOverCeiling[] {
  const { perDay, currency, name } = budget;
  if (perDay === undefined) return [];
  return [...totalByDay(combineSpend(known, { currency, ...recentDays(now) }))].flatMap(([day, amount]) => {
    if (amount <= perDay) return [];
    return [{ kind: "ceiling" as const, key: `ceiling ${name} ${day}`, budget, day, amount }];
  });
}

/**
 * Days above the natural process limits (XmR) of the logarithms of the same weekday's spend, of 12 to 26 weeks.
 *
 * Spend is compared with its own past alone: a ratio to shipped work moves too much in so few days.
 */
function spikes(known: KnownSpend, now: Date): Spike[] {
  const { currency } = declarationAt(known.declarations, now);
  const { from, until } = recentDays(now);
  const since = shiftDay(from, -DAYS_A_WEEK * MOST_WEEKS);
  const totals = totalByDay(combineSpend(known, { currency, from: since, until }));
  const recent = [...totals].filter(([day]) => day >= from);
  return recent.flatMap(([day, amount]) => {
    const before = sameWeekdaysBefore(day, totals);
    const limits = before.length < FEWEST_WEEKS ? undefined : processLimits(before.map(Math.log));
    const usual = limits === undefined ? Number.POSITIVE_INFINITY : Math.exp(limits.high);
    const isSpike = Number(fromMicros(amount)) > usual;
    return isSpike ? [{ kind: "spike" as const, key: `spike ${day}`, day, amount, usual, currency }] : [];
  });
}

/** The spend of the same weekday in earlier weeks, in units; days without spend are left out. */
function sameWeekdaysBefore(day: Day, totals: ReadonlyMap<Day, Micros>): number[] {
  return [...totals]
    .filter(([other]) => other < day && noonOf(other).getUTCDay() === noonOf(day).getUTCDay())
    .map(([, amount]) => Number(fromMicros(amount)))
    .filter((amount) => amount > 0)
    .slice(-MOST_WEEKS);
}

function recentDays(now: Date) {
  const today = utcDay(now);
  return { from: shiftDay(today, -RECENT_DAYS), until: shiftDay(today, 1) };
}
