import type { KnownSpend } from "./combination.ts";
import { type Day, shiftDay, utcDay } from "./fact.ts";
import type { KnownSource } from "./source.ts";

/** A source without money for so many days has ended. It holds nothing back. */
const ACTIVE_DAYS = 84;

/** The sources that had money in the twelve weeks before a day. */
export function activeSources({ facts, sources }: KnownSpend, until: Day): readonly KnownSource[] {
  const from = shiftDay(until, -ACTIVE_DAYS);
  const withMoney = new Set(
    facts.filter(({ day }) => day >= from && day < until).map(({ source }) => source),
  );
  return sources.filter(({ id }) => withMoney.has(id));
}

/** The last day that all sources have completely; `undefined` without a source, or where one has no day. */
export function completeThrough(sources: readonly KnownSource[]): Day | undefined {
  return earliest(sources.map(({ readThrough }) => readThrough));
}

/** The last day that no source will change any more, by the sources' own terms. */
export function settledThrough(sources: readonly KnownSource[]): Day | undefined {
  return earliest(sources.map(settledOf));
}

function settledOf({ readThrough, readAt, settlesAfterDays }: KnownSource): Day | undefined {
  if (readThrough === undefined || readAt === undefined) return undefined;
  return earliest([readThrough, shiftDay(utcDay(readAt), -settlesAfterDays)]);
}

function earliest(days: readonly (Day | undefined)[]): Day | undefined {
  return days.includes(undefined) ? undefined : days.toSorted()[0];
}
