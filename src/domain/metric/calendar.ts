import { DateTime } from "luxon";
import { DAY_MS } from "../durations.ts";
import { createMemory } from "../memory.ts";
import { inZone, shiftWeek, startOf, type Week } from "./week.ts";

/** Consecutive weeks in one time zone, with the instants at which their days start. */
export interface Calendar {
  readonly weeks: readonly Week[];
  /** The start of each day in milliseconds since 1970, and last the end of the last day. */
  readonly days: readonly number[];
}

const DAYS_A_WEEK = 7;

/** The last opened calendars. All digests of a week and time zone open the same few. */
const MOST_OPENED = 32;
const recall = createMemory<Calendar>(MOST_OPENED);

/**
 * Opens the calendar from one week to another, both included.
 *
 * The time zone is read once a day instead of once a change: a large organization has 200,000 changes. To read it takes
 * milliseconds, so a calendar is made once.
 */
export function openCalendar(first: Week, last: Week, zone: string): Calendar {
  return recall(`${first} ${last} ${zone}`, () => makeCalendar(first, last, zone));
}

function makeCalendar(first: Week, last: Week, zone: string): Calendar {
  const weeks: Week[] = [];
  for (let week = first; week <= last; week = shiftWeek(week, 1)) weeks.push(week);
  const start = DateTime.fromJSDate(startOf(first, zone), inZone(zone));
  const dayAt = (count: number) =>
    start.zone.isUniversal
      ? start.toMillis() + count * DAY_MS
      : // Where clocks go forward at midnight, a day starts at one.
        start.plus({ days: count }).startOf("day").toMillis();
  const days = Array.from({ length: weeks.length * DAYS_A_WEEK + 1 }, (_, count) => dayAt(count));
  return { weeks, days };
}

/** The place of an instant's day in a calendar, from 0; `undefined` outside of it. */
export function dayIn({ days }: Calendar, at: Date): number | undefined {
  const time = at.getTime();
  const [start = 0, end = 0] = [days[0], days.at(-1)];
  if (time < start || time >= end) return undefined;
  // A day of 25 hours moves the guess by less than one day.
  let day = Math.min(Math.floor((time - start) / DAY_MS), days.length - 2);
  while (time < (days[day] ?? 0)) day--;
  while (time >= (days[day + 1] ?? end)) day++;
  return day;
}

/** The place of the week of a calendar's day. */
export function weekOfDay(day: number): number {
  return Math.floor(day / DAYS_A_WEEK);
}

/** The start of the week at a place in a calendar, in milliseconds. The next one's start is its end. */
export function weekStart({ days }: Calendar, index: number): number {
  return days[index * DAYS_A_WEEK] ?? Number.POSITIVE_INFINITY;
}
