import { type BudgetState, budgetStates } from "./budget-state.ts";
import type { KnownSpend } from "./combination.ts";
import { shiftDay } from "./fact.ts";
import type { Forecast } from "./forecast.ts";
import { centsText, decimalText } from "./money.ts";
import type { ShownBudget } from "./shown.ts";

/** The budgets as they are shown. */
export function shownBudgets(known: KnownSpend, now: Date): readonly ShownBudget[] {
  return budgetStates(known, now).map(shownBudget);
}

function shownBudget(state: BudgetState): ShownBudget {
  const { name, currency, per, period, amount, used, usedPart, elapsedPart, atEnd, daysBehind } = state;
  return {
    name,
    currency,
    per,
    from: period.from,
    to: shiftDay(period.until, -1),
    amount: decimalText(amount),
    used: decimalText(used),
    usedPart: round4(usedPart),
    elapsedPart: round4(elapsedPart),
    atEnd: atEnd === undefined ? null : shownForecast(atEnd),
    completeThrough: state.completeThrough ?? null,
    daysBehind,
    isPartial: state.isPartial,
  };
}

function shownForecast({ amount, low, high }: Forecast): NonNullable<ShownBudget["atEnd"]> {
  return { amount: centsText(amount), low: centsText(low), high: centsText(high) };
}

function round4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
