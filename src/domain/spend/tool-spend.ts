import type { CombinedSpend, DayMoney, FactOfSource } from "./combination.ts";
import { type DatedDeclaration, declarationAt } from "./declared.ts";
import { CHARGES, CHARGES_IN_TOTAL, type Charge, type Day, noonOf, WHOLE } from "./fact.ts";
import { type Micros, sumOfMicros } from "./money.ts";
import { BASES, type Basis, type KnownSource, type RestatedDay } from "./source.ts";
import { completeThrough } from "./source-standing.ts";

/** A restated day, and the id of its source. */
export type RestatedOfSource = RestatedDay & Pick<FactOfSource, "source">;

/** The cost of a tool: each charge by itself, and the total of usage and seats. */
export interface ToolSpend extends Readonly<Record<Charge, Micros>> {
  readonly tool: string;
  readonly total: Micros;
  /** How far its money can be believed, the best first. */
  readonly basis: readonly Basis[];
  /** The last day that all its sources have; `undefined` where only seats are declared. */
  readonly completeThrough: Day | undefined;
  /** The days that a later reading of its sources changed. */
  readonly restated: readonly Day[];
}

/** A day on which the money of a tool is below zero. */
interface NegativeDay {
  readonly day: Day;
  readonly tool: string;
  readonly amount: Micros;
}

/** The cost of each tool in the days of combined spend, the most expensive first. */
export function spendByTool(
  { money }: CombinedSpend,
  { sources, restated = [] }: { sources: readonly KnownSource[]; restated?: readonly RestatedOfSource[] },
): readonly ToolSpend[] {
  const byTool = [...Map.groupBy(money, ({ tool }) => tool)];
  const tools = byTool.map(([tool, parts]): ToolSpend => {
    const named = new Set(parts.map(({ source }) => source));
    const own = sources.filter(({ name }) => named.has(name));
    const bases = new Set<Basis>(own.map(({ basis }) => basis));
    if (named.has(undefined)) bases.add("estimate");
    const ids = new Set(own.map(({ id }) => id));
    const days = new Set(parts.map(({ day }) => day));
    const changed = restated.filter(({ source, day }) => ids.has(source) && days.has(day));
    return {
      tool,
      ...chargesOf(parts),
      total: totalOf(parts),
      basis: BASES.filter((basis) => bases.has(basis)),
      completeThrough: completeThrough(own),
      restated: [...new Set(changed.map(({ day }) => day))].sort(),
    };
  });
  return tools.toSorted((a, b) => Number(b.total - a.total) || (a.tool < b.tool ? -1 : 1));
}

/** The sum of each charge. */
export function chargesOf(money: readonly DayMoney[]): Record<Charge, Micros> {
  const sums = CHARGES.map((charge) => {
    return [charge, sumOfMicros(money.filter((each) => each.charge === charge).map(({ amount }) => amount))];
  });
  return Object.fromEntries(sums);
}

/** The total: usage and seats. */
export function totalOf(money: readonly DayMoney[]): Micros {
  return sumOfMicros(money.filter(({ charge }) => isInTotal(charge)).map(({ amount }) => amount));
}

/** The total of each day that has money. */
export function totalByDay({ money }: Pick<CombinedSpend, "money">): ReadonlyMap<Day, Micros> {
  const totals = new Map<Day, Micros>();
  for (const { day, charge, amount } of money)
    if (isInTotal(charge)) totals.set(day, (totals.get(day) ?? 0n) + amount);
  return totals;
}

/** The part of the total in no scope, on days for which the config declares scopes. */
export function unallocatedOf({ money }: CombinedSpend, declarations: readonly DatedDeclaration[]): Micros {
  const hasScopes = (day: Day) => declarationAt(declarations, noonOf(day)).scopes.length > 0;
  return totalOf(money.filter(({ scope, day }) => scope === WHOLE && hasScopes(day)));
}

/** The days on which a tool's money, with adjustments and without credits, is below zero. */
export function negativeDays({ money }: CombinedSpend): readonly NegativeDay[] {
  const counted = money.filter(({ charge }) => charge !== "included" && charge !== "credit");
  const days = Map.groupBy(counted, ({ day, tool }) => `${day} ${tool}`);
  return [...days.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const amount = sumOfMicros([first, ...others].map((each) => each.amount));
    return amount < 0n ? [{ day: first.day, tool: first.tool, amount }] : [];
  });
}

function isInTotal(charge: Charge): boolean {
  return CHARGES_IN_TOTAL.includes(charge);
}
