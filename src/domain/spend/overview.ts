import { type BudgetState, budgetStates } from "./budget-state.ts";
import { combineSpend, type KnownSpend, type OverlappedMoney } from "./combination.ts";
import { type Day, shiftDay, utcDay } from "./fact.ts";
import type { KnownSource } from "./source.ts";
import { type RestatedOfSource, spendByTool, type ToolSpend } from "./tool-spend.ts";

/** The cost of a tool in one currency. Nothing is converted. */
export interface CurrencySpend extends ToolSpend {
  readonly currency: string;
}

/** A source, and its restated days. */
export interface SourceOverview extends KnownSource {
  readonly restated: readonly RestatedOfSource[];
}

/** All stored spend of an organization. */
export interface SpendOverview {
  /** The first and the last day with money; `undefined` without any. */
  readonly days: readonly [Day, Day] | undefined;
  /** By currency, the most expensive tool first. */
  readonly tools: readonly CurrencySpend[];
  readonly overlapped: readonly OverlappedMoney[];
  readonly sources: readonly SourceOverview[];
  readonly budgets: readonly BudgetState[];
}

interface OverviewQuery {
  readonly restated: readonly RestatedOfSource[];
  readonly now: Date;
  /** The first day; all days without one. */
  readonly from?: Day;
}

/** Computes an overview of an organization's stored spend, from the first day until now, by tool and currency. */
export function spendOverview(known: KnownSpend, { restated, now, from }: OverviewQuery): SpendOverview {
  const today = utcDay(now);
  const seats = known.declarations.flatMap((declared) => declared.seats);
  const days = [...known.facts.map(({ day }) => day), ...seats.map((each) => each.from)];
  const first = from ?? days.sort()[0];
  const until = shiftDay([today, ...known.facts.map(({ day }) => day)].sort().at(-1) ?? today, 1);
  const apart = { ...known, declarations: known.declarations.map((each) => ({ ...each, rates: [] })) };
  const currencies = [...known.facts, ...seats].map(({ currency }) => currency);
  const combined = [...new Set(currencies)].sort().map((currency) => {
    return combineSpend(apart, { currency, from: first ?? today, until });
  });
  const spent = combined.flatMap(({ money }) => money.map(({ day }) => day)).sort();
  const [firstDay, lastDay] = [spent[0], spent.at(-1)];
  return {
    days: firstDay === undefined || lastDay === undefined ? undefined : [firstDay, lastDay],
    tools: combined.flatMap((each) => {
      const tools = spendByTool(each, { sources: known.sources, restated });
      return tools.map((tool) => ({ ...tool, currency: each.currency }));
    }),
    overlapped: combined.flatMap(({ overlapped }) => overlapped),
    sources: known.sources.map((source) => {
      return { ...source, restated: restated.filter((day) => day.source === source.id) };
    }),
    budgets: budgetStates(known, now),
  };
}
