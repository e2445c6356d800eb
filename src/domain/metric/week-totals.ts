import { isWaiting } from "./counts.ts";
import { isCovered } from "./group-figures.ts";
import { shareOf } from "./normalized-deployments.ts";
import type { Published } from "./reference.ts";
import type { ScopeWeek, ScopeWeeks } from "./scope-weeks.ts";
import type { Week } from "./week.ts";
import type { WeekState } from "./week-state.ts";
import { type SplitRules, whyWithheld } from "./withheld.ts";

/** One week in the history that a digest shows. */
export interface WeekTotal {
  readonly week: Week;
  readonly state: WeekState;
  readonly total: number;
  /** `null` where it is withheld: see `whyWithheld`, or attribution is known for too few changes. */
  readonly aiAssisted: number | null;
}

/** A week after the digest's that has begun and is still open. */
export interface FillingWeek {
  readonly week: Week;
  readonly total: number;
  /** Changes that no deployment has carried yet, and that will count then. */
  readonly pending: number;
}

/** A week whose total differs from the one first published. */
export interface RestatedWeek {
  readonly week: Week;
  readonly was: number;
  readonly is: number;
}

const WEEKS_SHOWN = 12;

/** The last twelve measured weeks, the digest's own last. */
export function totalsOf({ before, current }: ScopeWeeks, rules: SplitRules): WeekTotal[] {
  return [...before, current].slice(-WEEKS_SHOWN).map((each) => ({
    week: each.week,
    state: each.state,
    total: each.days.length,
    aiAssisted: isDivided(each, rules) ? shareOf(each.days, "declared") : null,
  }));
}

function isDivided(week: ScopeWeek, rules: SplitRules): boolean {
  return (
    whyWithheld(week, rules) === null && isCovered(week.changes.filter(({ outcome }) => outcome === "net"))
  );
}

/** The weeks that are still open. */
export function fillingOf({ after }: ScopeWeeks): FillingWeek[] {
  return after
    .filter(({ state }) => state === "open")
    .map(({ week, days, changes }) => ({
      week,
      total: days.length,
      pending: changes.filter(isWaiting).length,
    }));
}

/** The shown weeks that are not open, and whose totals differ from the ones first published. */
export function restatedOf({ before, current }: ScopeWeeks, published: Published): RestatedWeek[] {
  return [...before, current]
    .slice(-WEEKS_SHOWN)
    .filter(({ state }) => state !== "open")
    .flatMap(({ week, days }: ScopeWeek) => {
      const was = published.get(week)?.first;
      return was === undefined || was === days.length ? [] : [{ week, was, is: days.length }];
    });
}
