import { DAY_MS } from "../../domain/durations.ts";
import { type Day, utcDay } from "../../domain/spend/fact.ts";

/** Some days that follow one another. */
export interface ChargePeriod {
  readonly first: Day;
  readonly days: number;
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)? ?(Z|UTC|[+-]\d\d:?\d\d)?)?$/;

/** The earliest day of an import. There was no AI tool before that anybody paid for, so it is a mistake. */
export const EARLIEST: Day = "2020-01-01";

/** Parses a time of FOCUS, which is in UTC unless it says otherwise; `undefined` for anything else. */
export function parseTime(cell: string): Date | undefined {
  const [, day, minutes = "00:00", seconds = "", zone = "Z"] = TIME.exec(cell.trim()) ?? [];
  if (day === undefined) return undefined;
  const offset = zone === "UTC" ? "Z" : zone.replace(/(\d\d)(\d\d)$/, "$1:$2");
  const at = new Date(`${day}T${minutes}${seconds.slice(0, 7)}${offset}`);
  // JavaScript makes the 2nd of March of the 30th of February.
  const isDay = new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) === true;
  return isDay && !Number.isNaN(at.getTime()) ? at : undefined;
}

/** The days from a time to another one: of up to 24 hours the day of their start, and otherwise each day that they touch. */
export function daysBetween(start: Date, end: Date): ChargePeriod | undefined {
  const first = utcDay(start);
  const length = end.getTime() - start.getTime();
  if (length < 0) return undefined;
  if (length <= DAY_MS) return { first, days: 1 };
  const last = Date.parse(utcDay(new Date(end.getTime() - 1)));
  return { first, days: Math.round((last - Date.parse(first)) / DAY_MS) + 1 };
}

/** The last day that a file may have: the one after today, since clocks and zones differ. */
export function latestDay(now: Date): Day {
  return utcDay(new Date(now.getTime() + DAY_MS));
}
