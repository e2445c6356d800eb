import { comparableSince } from "./comparable.ts";
import type { CountedChange } from "./counted-part.ts";
import type { Measured } from "./measured.ts";
import { scopeOf } from "./scope.ts";
import { type ScopeWeek, type WeekQuery, weeksOf } from "./scope-weeks.ts";
import { shiftWeek, type Week } from "./week.ts";
import { type SplitRules, whyWithheld } from "./withheld.ts";

/** The normalized deployments of a week. */
export interface WeekUnits {
  readonly week: Week;
  /** Its start and its end, in milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Whether at most a tenth of its work still waits. */
  readonly isComplete: boolean;
  readonly units: number;
}

/** The weeks of a scope until one of them, and what is known of the last four. */
export interface WorkDone {
  /** The oldest first. */
  readonly weeks: readonly WeekUnits[];
  /** The time from which weeks are measured in the same way, in milliseconds. */
  readonly since: number;
  /** The changes of the last four weeks that declare an AI tool. */
  readonly declared: readonly CountedChange[];
  /** Whether a split of the last four weeks by AI assistance may be shown. */
  readonly isSplitShown: boolean;
  /** The privacy floor in force. */
  readonly floor: number;
}

/** The number of earlier weeks that one reading of a scope has. */
const EARLIER_WEEKS = 26;

/** The week whose digest reads the half year before the one that a digest of this week reads. */
export function halfYearBefore(week: Week): Week {
  return shiftWeek(week, -EARLIER_WEEKS);
}

/** Counts the normalized deployments of a week and of the half year before it. */
export function workUntil(
  measured: readonly Measured[],
  query: WeekQuery & SplitRules & { readonly scope: string },
): WorkDone {
  const scope = scopeOf(measured, query.scope);
  const { before, current } = weeksOf(scope, query);
  const weeks = [...before, current];
  const lastFour = weeks.slice(-4);
  const together = {
    week: query.week,
    days: lastFour.flatMap(({ days }) => days),
    builders: Math.max(...lastFour.map(({ builders }) => builders)),
    changes: lastFour.flatMap(({ changes }) => changes),
  };
  return {
    weeks: weeks.map(unitsOf),
    since: comparableSince(scope.repositories, current.end),
    declared: together.changes.filter(({ change }) => change.attribution === "declared"),
    isSplitShown: whyWithheld(together, query) === null,
    floor: query.floor,
  };
}

function unitsOf({ week, start, end, state, isShort, days }: ScopeWeek): WeekUnits {
  return { week, start, end, isComplete: state !== "open" && !isShort, units: days.length };
}
