import { WEEK_MS } from "../../../src/domain/durations.ts";
import { shiftWeek, startOf } from "../../../src/domain/metric/week.ts";
import type { WorkDone } from "../../../src/domain/metric/week-units.ts";
import type { FactOfSource } from "../../../src/domain/spend/combination.ts";
import {
  type DatedDeclaration,
  type DeclaredSeats,
  NOTHING_DECLARED,
  type SpendDeclaration,
} from "../../../src/domain/spend/declared.ts";
import type { StoredSpend } from "../../../src/domain/spend/digest-spend.ts";
import { type Day, shiftDay, WHOLE } from "../../../src/domain/spend/fact.ts";
import { parseDecimal, toMicros } from "../../../src/domain/spend/money.ts";
import type { KnownSource } from "../../../src/domain/spend/source.ts";
import { WEEK } from "./records.ts";

/** The last day of the digest's week. */
export const LAST_DAY: Day = "2026-11-22";

/** An amount in millionths. */
export function micros(text: string): bigint {
  return toMicros(parseDecimal(text));
}

/** A source that was read completely, on the Monday after the week. */
export function sourceOf(id: number, said: Partial<KnownSource> = {}): KnownSource {
  return {
    id,
    name: `source ${id}`,
    kind: "csv",
    basis: "estimate",
    settlesAfterDays: 0,
    readThrough: LAST_DAY,
    refreshedAt: undefined,
    readAt: new Date("2026-11-23T06:00:00Z"),
    error: undefined,
    failedAt: undefined,
    ...said,
  };
}

/** Usage of Claude Code in dollars. */
export function factOf(day: Day, amount: string, said: Partial<FactOfSource> = {}): FactOfSource {
  return {
    source: 1,
    day,
    tool: "claude-code",
    charge: "usage",
    scope: WHOLE,
    currency: "USD",
    amount: micros(amount),
    ...said,
  };
}

/** Such a fact on each of some days, the last of which ends the week. */
export function eachDay(days: number, amount: string, said: Partial<FactOfSource> = {}): FactOfSource[] {
  return Array.from({ length: days }, (_, index) => {
    return factOf(shiftDay(LAST_DAY, index - days + 1), amount, said);
  });
}

/** A seat of Cursor that is paid for since long ago. */
export function seatsOf(said: Partial<DeclaredSeats> = {}): DeclaredSeats {
  return {
    tool: "cursor",
    count: 1,
    price: "30",
    currency: "USD",
    per: "month",
    from: "2025-01-01",
    until: undefined,
    ...said,
  };
}

/** A declaration that is valid for all time, or since an instant. */
export function declared(said: Partial<SpendDeclaration>, since = new Date(0)): DatedDeclaration {
  return { ...NOTHING_DECLARED, ...said, since };
}

/** All that is known: one source without facts, if nothing else is said. */
export function knownOf(said: Partial<StoredSpend> = {}): StoredSpend {
  return { facts: [], sources: [sourceOf(1)], declarations: [], restated: [], ...said };
}

/** Complete weeks with so many normalized deployments each, the last one that of the digest. */
export function workOf(units: readonly number[], said: Partial<WorkDone> = {}): WorkDone {
  const weeks = units.map((count, index) => {
    const week = shiftWeek(WEEK, index - units.length + 1);
    const start = startOf(week, "utc").getTime();
    return { week, start, end: start + WEEK_MS, isComplete: true, units: count };
  });
  return { weeks, since: 0, declared: [], isSplitShown: true, floor: 5, ...said };
}

/** A year and more of weeks with so many normalized deployments each. */
export function steadyWork(units: number, weeks = 52): WorkDone {
  return workOf(Array.from({ length: weeks }, () => units));
}
