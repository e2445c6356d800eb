import { createMemory } from "../../domain/memory.ts";
import { ImportError, shown } from "./import-error.ts";
import { type ChargePeriod, daysBetween, parseTime } from "./period.ts";

/** A bill has few periods, each in thousands of rows. */
const MOST_KNOWN = 10_000;

/** Returns the reader of periods. It throws an `ImportError`. */
export function createPeriods(): (start: string, end: string, line: number) => ChargePeriod {
  const recall = createMemory<ChargePeriod>(MOST_KNOWN);
  return (start, end, line) => recall(`${start} ${end}`, () => readPeriod(start, end, line));
}

function readPeriod(start: string, end: string, line: number): ChargePeriod {
  const [from, until] = [readTime(start, line, "ChargePeriodStart"), readTime(end, line, "ChargePeriodEnd")];
  const period = daysBetween(from, until);
  if (period !== undefined) return period;
  throw new ImportError(`${shown(end)} is before the start of the period`, {
    line,
    column: "ChargePeriodEnd",
  });
}

function readTime(cell: string, line: number, column: string): Date {
  const at = parseTime(cell);
  if (at !== undefined) return at;
  throw new ImportError(`${shown(cell)} is not a time: write it as 2026-11-20T00:00:00Z`, { line, column });
}
