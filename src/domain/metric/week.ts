import { DateTime } from "luxon";
import { DAY_MS, WEEK_MS } from "../durations.ts";
import { createMemory } from "../memory.ts";

/** An ISO 8601 week as text, `2026-W47`. As text it sorts correctly. */
export type Week = string;

/** Without a language, luxon asks the system for one, which takes 40 ms at the start. No text depends on it. */
const LANGUAGE = { locale: "en-US" };

/** Makes luxon's options for a time zone. */
export function inZone(zone: string): { readonly zone: string; readonly locale: string } {
  return { ...LANGUAGE, zone };
}

/** The week of an instant in a time zone. */
export function weekOf(at: Date, zone: string): Week {
  return DateTime.fromJSDate(at, inZone(zone)).toFormat("kkkk-'W'WW");
}

/** The calendar day of an instant in a time zone, `2026-11-21`. */
export function dayOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, inZone(zone)).toFormat("yyyy-MM-dd");
}

/** The hour of the day, 0 to 23, of an instant in a time zone. */
export function hourOf(at: Date, zone: string): number {
  return DateTime.fromJSDate(at, inZone(zone)).hour;
}

/** The last read starts of weeks: those of a digest are asked for again for each of its repositories. */
const MOST_STARTS = 1_000;
const recall = createMemory<number>(MOST_STARTS);

/** The instant at which a week starts; the next week's start is its end. */
export function startOf(week: Week, zone: string): Date {
  return new Date(recall(`${week} ${zone}`, () => DateTime.fromISO(week, inZone(zone)).toMillis()));
}

/** The instant of an hour of a day of a week, both counted from 0, by the clocks of a time zone. */
export function hourIn(week: Week, zone: string, { day, hour }: { day: number; hour: number }): Date {
  return DateTime.fromISO(week, inZone(zone)).plus({ days: day }).set({ hour }).toJSDate();
}

/** Makes a test whether an instant is in a week. For many instants it is cheaper than `weekOf`. */
export function createWeekTest(week: Week, zone: string): (at: Date) => boolean {
  const [start, end] = [startOf(week, zone).getTime(), startOf(shiftWeek(week, 1), zone).getTime()];
  return (at) => at.getTime() >= start && at.getTime() < end;
}

/**
 * The week `count` weeks later, or earlier when negative.
 *
 * A digest shifts weeks thousands of times, and a library takes ten times as long. A week belongs to the year of its
 * Thursday, and 4 January to the first week of its year, as in ISO 8601.
 */
export function shiftWeek(week: Week, count: number): Week {
  const [of = 0, number = 0] = week.split("-W").map(Number);
  const fourth = new Date(Date.UTC(of, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY_MS + (number - 1 + count) * WEEK_MS;
  const year = new Date(monday + 3 * DAY_MS).getUTCFullYear();
  const weeks = Math.floor((monday + 3 * DAY_MS - Date.UTC(year, 0, 1)) / WEEK_MS);
  return `${year}-W${String(weeks + 1).padStart(2, "0")}`;
}

/** Whether a text names an existing week: 2026 has 53 weeks, 2027 has 52. */
export function isWeek(text: string): boolean {
  return /^\d{4}-W\d{2}$/.test(text) && DateTime.fromISO(text, LANGUAGE).isValid;
}

/** Whether a week is the first of a calendar quarter. A week belongs to the quarter of its Thursday, as in ISO 8601. */
export function isFirstOfQuarter(week: Week): boolean {
  return quarterOf(week) !== quarterOf(shiftWeek(week, -1));
}

function quarterOf(week: Week): number {
  return DateTime.fromISO(`${week}-4`, inZone("utc")).quarter;
}
