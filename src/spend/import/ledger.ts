import type Big from "big.js";
import type { Day } from "../../domain/spend/fact.ts";
import { isCurrency } from "../../domain/spend/money.ts";
import { parseAmount } from "./amount.ts";
import { ImportError, type Place, shown } from "./import-error.ts";
import { type ChargePeriod, EARLIEST, latestDay } from "./period.ts";
import { createSums, type SpendRow, type Sums } from "./sums.ts";
import { createTallies, type Tallies } from "./tallies.ts";

/** What is found in a file: sums, and everything that was dropped, changed or named. */
export interface Ledger {
  readonly sums: Sums;
  /** Dropped rows by reason. */
  readonly dropped: Tallies;
  /** Rows that are about more than one day. */
  readonly spread: Tallies;
  /** Rows with a scope that no config declares. */
  readonly unscoped: Tallies;
  /** Imported rows by product and tool, where products are recognized. */
  readonly products: Tallies;
  /** Names that are no known product or tool. */
  readonly unknown: Tallies;
  readonly latest: Day;
}

/** Begins a file. */
export function openLedger(now: Date): Ledger {
  return {
    sums: createSums(),
    dropped: createTallies(),
    spread: createTallies(),
    unscoped: createTallies(),
    products: createTallies(),
    unknown: createTallies(),
    latest: latestDay(now),
  };
}

/** Adds a row to what is found. */
export function enter({ sums, spread }: Ledger, row: SpendRow): void {
  sums.add(row);
  if (row.period.days > 1) spread.add("spread", row.currency, row.amount);
}

/** Whether a period begins on a day that can be right. */
export function isPossible({ first }: ChargePeriod, { latest }: Ledger): boolean {
  return first >= EARLIEST && first <= latest;
}

/** Throws an `ImportError` for a period that begins in the future, or before there was anything to pay for. */
export function assertPossible(period: ChargePeriod, ledger: Ledger, place: Place): void {
  if (isPossible(period, ledger)) return;
  const problem = period.first < EARLIEST ? `is before ${EARLIEST}` : "is in the future";
  throw new ImportError(`${period.first} ${problem}: correct it`, place);
}

/** Parses an amount. Throws an `ImportError`. */
export function readAmount(cell: string, place: Place): Big {
  const amount = parseAmount(cell);
  if (amount !== undefined) return amount;
  throw new ImportError(
    `${shown(cell)} is not an amount: write it as 1234.56, under a million millions, without a currency`,
    place,
  );
}

/** Parses the code of a currency. Throws an `ImportError`. */
export function readCurrency(cell: string, place: Place): string {
  if (isCurrency(cell)) return cell;
  const code = cell.trim().toUpperCase();
  if (isCurrency(code)) return code;
  throw new ImportError(`${shown(cell)} is not a currency: write its code in ISO 4217, such as USD`, place);
}
