import type { BudgetState } from "../domain/spend/budget-state.ts";
import { CHARGES } from "../domain/spend/fact.ts";
import { decimalText } from "../domain/spend/money.ts";
import { type CurrencySpend, type SourceOverview, spendOverview } from "../domain/spend/overview.ts";
import { renderSpend } from "../render/spend-overview.ts";
import { loadSpend } from "../storage/known-spend.ts";
import { withStores } from "./repository.ts";
import { findSpendOwner } from "./spend-owner.ts";

/** The options of `plimsoll spend show`. */
export interface SpendShowOptions {
  readonly owner?: string;
  readonly json?: true;
}

/** Prints the stored spend of an organization: tools, sources and budgets. Throws a `UserError` without a store. */
export async function showSpend({ owner, json }: SpendShowOptions): Promise<void> {
  await withStores(async (stores) => {
    const { known, restated } = await loadSpend(stores, await findSpendOwner(stores, owner));
    const overview = spendOverview(known, { restated, now: new Date() });
    const printed = {
      tools: overview.tools.map(printedTool),
      sources: overview.sources.map(printedSource),
      budgets: overview.budgets.map(printedBudget),
    };
    process.stdout.write(`${json ? JSON.stringify(printed, undefined, 2) : renderSpend(overview)}\n`);
  });
}

/** The amounts of JSON are decimals as text, which lose nothing. */
function printedTool({ tool, currency, total, basis, completeThrough, ...charges }: CurrencySpend) {
  const each = CHARGES.map((charge) => [charge, decimalText(charges[charge])]);
  return {
    tool,
    currency,
    total: decimalText(total),
    charges: Object.fromEntries(each),
    basis,
    completeThrough: completeThrough ?? null,
  };
}

function printedSource({ name, kind, basis, readThrough, restated, error, ...source }: SourceOverview) {
  return {
    name,
    kind,
    basis,
    readThrough: readThrough ?? null,
    restated: restated.map(({ day, currency, from, to }) => {
      return { day, currency, from: decimalText(from), to: decimalText(to) };
    }),
    error: error ?? null,
    hasHardLimit: source.hasHardLimit ?? null,
    seats: source.seats ?? null,
    activeSeats: source.activeSeats ?? null,
  };
}

function printedBudget({ name, currency, per, period, amount, used, usedPart, ...state }: BudgetState) {
  const { atEnd } = state;
  return {
    name,
    currency,
    per,
    period,
    amount: decimalText(amount),
    used: decimalText(used),
    usedPart: round(usedPart),
    elapsedPart: round(state.elapsedPart),
    atEnd: atEnd
      ? { amount: decimalText(atEnd.amount), low: decimalText(atEnd.low), high: decimalText(atEnd.high) }
      : null,
    completeThrough: state.completeThrough ?? null,
    daysBehind: state.daysBehind,
    isPartial: state.isPartial,
  };
}

function round(part: number): number {
  return Math.round(part * 1000) / 1000;
}
