import { ImportError, shown } from "./import-error.ts";
import { type ChargePeriod, daysBetween, parseTime } from "./period.ts";

/** A bill has few periods, each in thousands of rows. */
const MOST_KNOWN = 10_000;

/** Returns the reader of periods. It throws an `ImportError`. */
export function createPeriods(): (start: string, end: string, line: number) => ChargePeriod {
  const known = new Map<string, ChargePeriod>();
  return (start, end, line) => {
    const key = `${start} ${end}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const period = readPeriod(start, end, line);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, period);
    return period;
  };
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
