import { OUTCOMES } from "../shipping/outcome.ts";
import { type Calendar, dayIn, openCalendar, weekOfDay, weekStart } from "./calendar.ts";
import { type Completion, completionOf } from "./completion.ts";
import type { CountedChange } from "./counted-part.ts";
import { type BuilderDay, builderDays, distinctBuilders } from "./normalized-deployments.ts";
import type { Scope } from "./scope.ts";
import { MOST_WEEKS } from "./usual-range.ts";
import { shiftWeek, type Week, weekOf } from "./week.ts";
import { stateOfWeek, type WeekState } from "./week-state.ts";

/** One week of a scope, with all figures for a digest. */
export interface ScopeWeek {
  readonly week: Week;
  /** Its start, end and completion, in milliseconds; `Infinity` when it is not complete. */
  readonly start: number;
  readonly end: number;
  readonly completedAt: number;
  readonly state: WeekState;
  /** Whether its time was up while much of its work still waits. */
  readonly isShort: boolean;
  /** The changes merged in it, without changes outside the measurement. */
  readonly changes: readonly CountedChange[];
  /** Its normalized deployments. */
  readonly days: readonly BuilderDay[];
  readonly builders: number;
  readonly netChanges: number;
}

/** The week of a digest, the measured weeks of the half year before it, and the weeks that have begun since. */
export interface ScopeWeeks {
  /** Oldest first, including the one in which measurement started. */
  readonly before: readonly ScopeWeek[];
  readonly current: ScopeWeek;
  readonly after: readonly ScopeWeek[];
}

/** Consecutive weeks of a scope, each read once. */
export interface OpenWeeks {
  readonly weeks: readonly Week[];
  at(index: number): ScopeWeek;
}

/** The week, the time zone, and the present time. */
export interface WeekQuery {
  readonly week: Week;
  /** The IANA time zone of the scope, in which days and weeks begin. */
  readonly zone: string;
  readonly now: Date;
  /** At least the weeks that the digest needs, where many digests of a scope are made. They are the same ones. */
  readonly opened?: OpenWeeks | undefined;
  /** The weeks of which nothing is told, as if they had not been. */
  readonly hiddenWeeks?: ReadonlySet<Week> | undefined;
}

/** The number of later weeks in a digest. Still later ones are in digests of their own. */
export const MOST_LATER = 13;

/** The first week whose changes and deployments a digest needs. A store need not provide older ones. */
export function firstWeekNeeded(week: Week): Week {
  return shiftWeek(week, -MOST_WEEKS);
}

/** Finds the weeks of a scope that a digest needs. */
export function weeksOf(scope: Scope, query: WeekQuery): ScopeWeeks {
  const { week, zone, now, hiddenWeeks } = query;
  const [newest, latest] = [weekOf(now, zone), shiftWeek(week, MOST_LATER)];
  const last = [week, newest < latest ? newest : latest].toSorted().at(-1) ?? week;
  const { weeks, at } = query.opened ?? openWeeks(scope, [week, last], query);
  const [place, end] = [weeks.indexOf(week), weeks.indexOf(last) + 1];
  const indexes = weeks.map((_, index) => index);
  const measuredFrom = startOfMeasurement(scope);
  const isTold = (each: ScopeWeek) => !hiddenWeeks?.has(each.week);
  return {
    before: indexes
      .slice(place - MOST_WEEKS, place)
      .map(at)
      .filter((each) => each.end > measuredFrom && isTold(each)),
    current: at(place),
    after: indexes
      .slice(place + 1, end)
      .map(at)
      .filter(isTold),
  };
}

/**
 * Opens all weeks that the digests from one week to another need, up to the last: sorts the changes of a scope into the
 * weeks of their merges.
 */
export function openWeeks(
  scope: Scope,
  [first, last]: readonly [first: Week, last: Week],
  { zone, now }: Pick<WeekQuery, "zone" | "now">,
): OpenWeeks {
  const calendar = openCalendar(firstWeekNeeded(first), last, zone);
  const completion = completionOf(scope);
  const sorted = sortByWeek(scope, calendar);
  const known: ScopeWeek[] = [];
  const at = (index: number) => {
    const week = known[index] ?? readWeek(index, { calendar, completion, now, changes: sorted[index] ?? [] });
    known[index] = week;
    return week;
  };
  return { weeks: calendar.weeks, at };
}

function sortByWeek({ repositories }: Scope, calendar: Calendar): readonly CountedChange[][] {
  const weeks: CountedChange[][] = calendar.weeks.map(() => []);
  for (const { changes } of repositories) {
    for (const shipped of changes) {
      if (!OUTCOMES[shipped.outcome].isMeasured) continue;
      const day = dayIn(calendar, shipped.change.mergedAt);
      if (day !== undefined) weeks[weekOfDay(day)]?.push(shipped);
    }
  }
  return weeks;
}

interface Sources {
  readonly calendar: Calendar;
  readonly completion: Completion;
  readonly now: Date;
  readonly changes: readonly CountedChange[];
}

function readWeek(index: number, { calendar, completion, now, changes }: Sources): ScopeWeek {
  const [start, end] = [weekStart(calendar, index), weekStart(calendar, index + 1)];
  const { at: completedAt, isShort } = completion({ start, end });
  const days = builderDays(changes, calendar);
  return {
    week: calendar.weeks[index] ?? "",
    start,
    end,
    completedAt,
    state: stateOfWeek(completedAt, now),
    isShort,
    changes,
    days,
    builders: distinctBuilders(days),
    netChanges: changes.filter(({ outcome }) => outcome === "net").length,
  };
}

/** The time at which measurement of the first repository began, in milliseconds. */
function startOfMeasurement({ repositories }: Scope): number {
  return repositories.reduce(
    (first, { measuredSince }) => Math.min(first, measuredSince?.getTime() ?? first),
    Number.POSITIVE_INFINITY,
  );
}
