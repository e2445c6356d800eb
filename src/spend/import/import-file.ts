import { DAY_MS } from "../../domain/durations.ts";
import type { Day } from "../../domain/spend/fact.ts";
import { utcDay } from "../../domain/spend/fact.ts";
import type { SpendReading } from "../../domain/spend/source.ts";
import { readCcusage } from "./ccusage.ts";
import { beginCsv } from "./csv.ts";
import { readCsv } from "./csv-table.ts";
import { beginFocus } from "./focus.ts";
import type { ImportOptions } from "./import-options.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import type { Total } from "./sums.ts";
import type { Tally } from "./tallies.ts";

/** What a file says. */
export interface ImportedFile {
  readonly rows: number;
  readonly reading: SpendReading;
  readonly totals: readonly Total[];
  readonly dropped: readonly Tally[];
  readonly spread: readonly Tally[];
  readonly unscoped: readonly Tally[];
  readonly products: readonly Tally[];
  readonly unknown: readonly Tally[];
}

/**
 * Reads a whole file, and stores nothing. Memory grows with its days and tools, and not with its rows.
 *
 * Throws an `ImportError` for the first problem.
 */
export async function readSpendFile(
  bytes: AsyncIterable<Buffer>,
  options: ImportOptions,
  readAt: Date,
): Promise<ImportedFile> {
  const ledger = openLedger(options.now);
  const rows = await readRows(bytes, ledger, options);
  const days = ledger.sums.days();
  return {
    rows,
    reading: { readAt, days, readThrough: lastComplete([...days.keys()], readAt) },
    totals: ledger.sums.totals(),
    dropped: ledger.dropped.list(),
    spread: ledger.spread.list(),
    unscoped: ledger.unscoped.list(),
    products: ledger.products.list(),
    unknown: ledger.unknown.list(),
  };
}

async function readRows(
  bytes: AsyncIterable<Buffer>,
  ledger: Ledger,
  options: ImportOptions,
): Promise<number> {
  if (options.format === "ccusage") return readCcusage(bytes, ledger, options);
  const begin = options.format === "csv" ? beginCsv : beginFocus;
  return readCsv({ bytes, begin: (header) => begin(header, ledger, options) });
}

/** The last day of a file, but none that was not over when the file was written. */
function lastComplete(days: readonly Day[], readAt: Date): Day {
  const over = utcDay(new Date(readAt.getTime() - DAY_MS));
  const last = days.at(-1) ?? over;
  return last < over ? last : over;
}
