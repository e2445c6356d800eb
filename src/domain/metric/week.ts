import { DateTime } from "luxon";

/** An ISO 8601 week as text, `2026-W47`; it sorts as it is. */
export type Week = string;

/** The week in which an instant falls in a time zone. */
export function weekOf(at: Date, zone: string): Week {
  return DateTime.fromJSDate(at, { zone }).toFormat("kkkk-'W'WW");
}

/** The calendar day on which an instant falls in a time zone, `2026-11-21`. */
export function dayOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd");
}

/** The hour of the day, 0 to 23, of an instant in a time zone. */
export function hourOf(at: Date, zone: string): number {
  return DateTime.fromJSDate(at, { zone }).hour;
}

/** The instant at which a week starts; the next week's start is its end. */
export function startOf(week: Week, zone: string): Date {
  return DateTime.fromISO(week, { zone }).toJSDate();
}

/** The instant of an hour of a day of a week, both counted from 0, as clocks in a time zone show it. */
export function hourIn(week: Week, zone: string, { day, hour }: { day: number; hour: number }): Date {
  return DateTime.fromISO(week, { zone }).plus({ days: day }).set({ hour }).toJSDate();
}

/** Tells whether an instant falls in a week; cheaper than `weekOf` for many instants. */
export function within(week: Week, zone: string): (at: Date) => boolean {
  const [start, end] = [startOf(week, zone), startOf(shift(week, 1), zone)];
  return (at) => at >= start && at < end;
}

/** The week that lies `count` weeks later, or earlier when negative. */
export function shift(week: Week, count: number): Week {
  return weekOf(DateTime.fromISO(week, { zone: "utc" }).plus({ weeks: count }).toJSDate(), "utc");
}

/** Whether a text names a week that exists: 2026 has 53 of them, 2027 has 52. */
export function isWeek(text: string): boolean {
  return /^\d{4}-W\d{2}$/.test(text) && DateTime.fromISO(text).isValid;
}

/** Whether a week is the first of a calendar quarter: as ISO 8601 gives a week to the year of its Thursday. */
export function isFirstOfQuarter(week: Week): boolean {
  return quarterOf(week) !== quarterOf(shift(week, -1));
}

function quarterOf(week: Week): number {
  return DateTime.fromISO(`${week}-4`, { zone: "utc" }).quarter;
}
