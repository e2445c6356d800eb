import Big from "big.js";
import type { Micros } from "../../domain/spend/money.ts";
import { printable } from "../../operations/text.ts";

/** The most names of one kind. A file could have a new one in each row. */
export const MOST_NAMES = 1_000;
const MORE = "others";
const MOST_CHARACTERS = 60;

export const ZERO = new Big(0);

/** Rows of one name, and their exact sums by currency, rounded once. */
export interface Tally {
  readonly name: string;
  readonly rows: number;
  readonly sums: ReadonlyMap<string, Micros>;
}

/** Counts rows by name, with their sums. */
export interface Tallies {
  add(name: string, currency: string, amount: Big): void;
  /** The names with most rows first. */
  list(): readonly Tally[];
}

/** Rounds an exact amount to millionths, half to even, also one that is too large for a fact. */
export function rounded(amount: Big): Micros {
  return BigInt(amount.times(1_000_000).round(0, Big.roundHalfEven).toFixed(0));
}

/** A name of a file for a tally: short, and printable. */
export function shortName(text: string): string {
  return printable(text.slice(0, MOST_CHARACTERS)).trim();
}

/** Starts to count. */
export function createTallies(): Tallies {
  const found = new Map<string, { rows: number; readonly sums: Map<string, Big> }>();
  const tallyOf = (name: string) => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const key = found.size < MOST_NAMES ? name : MORE;
    const tally = found.get(key) ?? { rows: 0, sums: new Map<string, Big>() };
    found.set(key, tally);
    return tally;
  };
  return {
    add(name, currency, amount) {
      const tally = tallyOf(name);
      tally.rows++;
      tally.sums.set(currency, (tally.sums.get(currency) ?? ZERO).plus(amount));
    },
    list: () =>
      [...found]
        .map(([name, { rows, sums }]) => ({ name, rows, sums: roundedSums(sums) }))
        .sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1)),
  };
}

function roundedSums(sums: ReadonlyMap<string, Big>): Map<string, Micros> {
  const entries = [...sums].map(([currency, sum]): [string, Micros] => [currency, rounded(sum)]);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
