import { DAY_MS } from "../durations.ts";
import type { WeekUnits, WorkDone } from "../metric/week-units.ts";
import { type CombinedSpend, spendWithin } from "./combination.ts";
import { type Day, noonOf, shiftDay, utcDay } from "./fact.ts";
import type { Block } from "./ratio.ts";
import type { DaySpan } from "./seats.ts";
import { totalOf } from "./tool-spend.ts";

/** The weeks of a block. */
const BLOCK_WEEKS = 4;
const WEEKS_BESIDE = 12;

/** Some weeks with their normalized deployments, and the days whose money belongs to them. */
export interface WeeksOfWork {
  readonly weeks: readonly WeekUnits[];
  readonly days: DaySpan;
}

/** The days whose noon in UTC lies in a time, both ends in milliseconds. */
export function daysWithin(start: number, end: number): DaySpan {
  return { from: firstDayFrom(start), until: firstDayFrom(end) };
}

function firstDayFrom(time: number): Day {
  const day = utcDay(new Date(time));
  return noonOf(day).getTime() >= time ? day : shiftDay(day, 1);
}

/** The last weeks; `undefined` where there are fewer. */
function lastWeeks(weeks: readonly WeekUnits[], count: number): WeeksOfWork | undefined {
  const last = weeks.slice(-count);
  const [first, end] = [last[0], last.at(-1)];
  if (first === undefined || end === undefined || last.length < count) return undefined;
  return { weeks: last, days: daysWithin(first.start, end.end) };
}

/** The four weeks of the digest; `undefined` where they are not all measured and complete. */
export function windowOf({ weeks }: WorkDone): WeeksOfWork | undefined {
  return completeOnly(lastWeeks(weeks, BLOCK_WEEKS));
}

/** The twelve weeks beside them; `undefined` where one is not complete, or money of one is not known. */
export function twelveOf({ weeks }: WorkDone, combined: CombinedSpend): WeeksOfWork | undefined {
  const twelve = completeOnly(lastWeeks(weeks, WEEKS_BESIDE));
  return twelve && twelve.days.from >= firstDay(combined) ? twelve : undefined;
}

/** The last twelve weeks, or as many as are measured. */
export function chartedWeeks({ weeks }: WorkDone): readonly WeeksOfWork[] {
  return weeks
    .slice(-WEEKS_BESIDE)
    .map((week) => ({ weeks: [week], days: daysWithin(week.start, week.end) }));
}

/**
 * The blocks of four weeks before the window, the oldest first.
 *
 * A block with a week that is open, was measured differently, or is from before the first money is left out.
 */
export function blocksBefore({ weeks, since }: WorkDone, combined: CombinedSpend): readonly Block[] {
  const first = firstDay(combined);
  const blocks: Block[] = [];
  for (let end = weeks.length - BLOCK_WEEKS; end >= BLOCK_WEEKS; end -= BLOCK_WEEKS) {
    const block = completeOnly(lastWeeks(weeks.slice(0, end), BLOCK_WEEKS));
    const start = block?.weeks[0]?.start ?? Number.NEGATIVE_INFINITY;
    if (block !== undefined && start >= since && block.days.from >= first)
      blocks.unshift(blockOf(block, combined));
  }
  return blocks;
}

/** The money and the normalized deployments of some weeks. */
export function blockOf({ weeks, days }: WeeksOfWork, combined: CombinedSpend): Block {
  return {
    spend: totalOf(spendWithin(combined, days).money),
    units: weeks.reduce((sum, { units }) => sum + units, 0),
  };
}

function completeOnly(of: WeeksOfWork | undefined): WeeksOfWork | undefined {
  return of?.weeks.every(({ isComplete }) => isComplete) ? of : undefined;
}

function firstDay({ money }: CombinedSpend): Day {
  return money.reduce((first, { day }) => (day < first ? day : first), "9999");
}

/** The days from one day to an instant, as a number. */
export function daysSince(day: Day, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(`${day}T00:00:00Z`)) / DAY_MS);
}
