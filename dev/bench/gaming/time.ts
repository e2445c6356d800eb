import { startOf } from "../../../src/domain/metric/week.ts";

/** The first of twelve honest weeks, which make a usual range. */
export const FIRST_WEEK = "2026-W27";
/** The first week that is played twice, without a move and with it; it is the last one of a quarter. */
export const PLAYED_WEEK = "2026-W39";
/** How many weeks there are. */
export const WEEKS = 16;
/** How many of them, at the end, are played twice. */
export const PLAYED_WEEKS = 4;
/** The scope's time zone. */
export const ZONE = "UTC";
/** When the played weeks begin. */
export const START = startOf(PLAYED_WEEK, ZONE);
/** The last week whose total is added up: twelve weeks from the first one played. */
export const LAST_WEEK = "2026-W50";
/** When everything is looked at: long after all of it is final. */
export const NOW = new Date("2027-02-01T09:00Z");

const MINUTE = 60_000;
const HOURS_A_DAY = 24;

/** An instant some minutes later. */
export function later(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE);
}

/** The same time of day some days later. */
export function onDay(at: Date, days: number): Date {
  return later(at, days * HOURS_A_DAY * 60);
}

/** Ten hours after a merge, some days later: in the evening or night, and at another time for each merge of a day. */
export function eveningAfter(at: Date, days: number): Date {
  return later(onDay(at, days), 600);
}

/** A time of day, on the day of an instant. */
export function atTime(at: Date, hour: number, minute = 0): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), hour, minute));
}

/** The midnight that starts each of some days. */
export function daysFrom(at: Date, count: number): Date[] {
  return Array.from({ length: count }, (_, day) => onDay(atTime(at, 0), day));
}

/** Each day of the weeks that are played. */
export const PLAYED_DAYS = daysFrom(START, PLAYED_WEEKS * 7);
