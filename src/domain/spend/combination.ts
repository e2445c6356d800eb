import { convertMoney } from "./conversion.ts";
import { type DatedDeclaration, declarationAt, type SpendDeclaration } from "./declared.ts";
import { type Charge, type Day, noonOf, type SpendFact } from "./fact.ts";
import { bySize } from "./larger-source.ts";
import type { Micros } from "./money.ts";
import { type DaySpan, seatFacts } from "./seats.ts";
import type { KnownSource } from "./source.ts";

/** A fact, and the id of its source. */
export type FactOfSource = SpendFact & { readonly source: number };

/** All known facts about an organization's spend. */
export interface KnownSpend {
  readonly facts: readonly FactOfSource[];
  readonly sources: readonly KnownSource[];
  /** The oldest first. */
  readonly declarations: readonly DatedDeclaration[];
}

/** Money that is used in sums, in their currency. */
export interface DayMoney {
  readonly day: Day;
  readonly tool: string;
  readonly charge: Charge;
  readonly scope: string;
  /** The name of the source; `undefined` for declared seats. */
  readonly source: string | undefined;
  readonly amount: Micros;
}

/** Money that is not added, since no rate converts it. */
interface UnconvertedMoney extends Omit<SpendFact, "scope"> {
  readonly source: string | undefined;
}

/** Two sources of one tool that have the same charge on a day: the larger one is used. */
export interface OverlappedMoney {
  readonly day: Day;
  readonly tool: string;
  readonly charge: Charge;
  readonly used: string;
  /** The source that is left out, and its money. */
  readonly leftOut: string;
  readonly amount: Micros;
}

/** The spend of some days, each part ordered by day. */
export interface CombinedSpend {
  readonly currency: string;
  readonly money: readonly DayMoney[];
  readonly unconverted: readonly UnconvertedMoney[];
  readonly overlapped: readonly OverlappedMoney[];
}

/**
 * Combines the facts of all sources and the declared seats into the money of each day, in one currency.
 *
 * The sources of a tool are taken to be about the same money, such as a key of an API and the gateway before it. So for
 * each day and charge the larger one is used, unless the config says that a source is `separate`. Declared seats add.
 */
export function combineSpend(
  { facts, sources, declarations }: KnownSpend,
  { currency, from, until }: DaySpan & { readonly currency: string },
): CombinedSpend {
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const read = facts
    .filter(({ day, source }) => day >= from && day < until && names.has(source))
    .map((fact): NamedFact => ({ ...fact, source: names.get(fact.source) }));
  const seats = seatFacts(declarations, { from, until }).map((fact) => ({ ...fact, source: undefined }));
  const all = inOrder([...read, ...seats]);
  const days = Map.groupBy(all, ({ day }) => day);
  const parts = [...days].map(([day, ofDay]) =>
    combineDay(ofDay, currency, declarationAt(declarations, noonOf(day))),
  );
  return {
    currency,
    money: parts.flatMap(({ money }) => money),
    unconverted: parts.flatMap(({ unconverted }) => unconverted),
    overlapped: parts.flatMap(({ overlapped }) => overlapped),
  };
}

/** The part of combined spend in some days. */
export function spendWithin(
  { currency, money, unconverted, overlapped }: CombinedSpend,
  { from, until }: DaySpan,
): CombinedSpend {
  const isIn = ({ day }: { readonly day: Day }) => day >= from && day < until;
  return {
    currency,
    money: money.filter(isIn),
    unconverted: unconverted.filter(isIn),
    overlapped: overlapped.filter(isIn),
  };
}

type NamedFact = SpendFact & { readonly source: string | undefined };

/** Sorts facts, so that the order of imports does not matter. */
function inOrder(facts: readonly NamedFact[]): NamedFact[] {
  const keyed = facts.map((fact) => {
    const { day, tool, charge, source, scope, currency } = fact;
    return { fact, key: JSON.stringify([day, tool, charge, source ?? null, scope, currency]) };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ fact }) => fact);
}

type DayParts = Omit<CombinedSpend, "currency">;

function combineDay(
  facts: readonly NamedFact[],
  currency: string,
  { rates, separate }: SpendDeclaration,
): DayParts {
  const unconverted: UnconvertedMoney[] = [];
  const converted = facts.flatMap(({ scope, ...fact }): DayMoney[] => {
    const amount = convertMoney(fact, currency, rates);
    if (amount === undefined) unconverted.push(fact);
    const { day, tool, charge, source } = fact;
    return amount === undefined ? [] : [{ day, tool, charge, scope, source, amount }];
  });
  const isAdded = ({ source }: DayMoney) => source === undefined || separate.includes(source);
  const groups = Map.groupBy(
    converted.filter((each) => !isAdded(each)),
    ({ tool, charge }) => `${charge} ${tool}`,
  );
  const chosen = [...groups.values()].map(largest);
  const used = chosen.flatMap(({ money }) => money);
  const isUsed = new Set([...converted.filter(isAdded), ...used]);
  return {
    money: converted.filter((each) => isUsed.has(each)),
    unconverted,
    overlapped: chosen.flatMap(({ overlapped }) => overlapped),
  };
}

/** The money of the source with the most for one day, tool and charge, and the money that is left out for it. */
function largest(all: readonly DayMoney[]): Pick<DayParts, "money" | "overlapped"> {
  const [used, ...others] = bySize(all);
  if (used === undefined) return { money: [], overlapped: [] };
  return {
    money: used.parts,
    overlapped: others.flatMap(({ name: leftOut, parts: [first], amount }) => {
      if (first === undefined || amount === 0n) return [];
      const { day, tool, charge } = first;
      return [{ day, tool, charge, used: used.name, leftOut, amount }];
    }),
  };
}
