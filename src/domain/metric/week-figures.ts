import { isCovered } from "./group-figures.ts";
import { distinctBuilders, round1, shareOf } from "./normalized-deployments.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import type { Week } from "./week.ts";
import { type SplitRules, whyWithheld } from "./withheld.ts";

/** The figures of a week for verdicts. */
export interface WeekFigures {
  readonly week: Week;
  /** Its normalized deployments. */
  readonly total: number;
  readonly builders: number;
  readonly netChanges: number;
  /** The net changes with a builder. */
  readonly builtChanges: number;
  /**
   * The AI-assisted part of the total in percent; `null` where it is withheld, attribution is too little known, or
   * there is nothing.
   */
  readonly share: number | null;
}

/** An earlier week. */
export interface EarlierWeek extends WeekFigures {
  /** Whether it is complete, and was measured like the week to judge. */
  readonly isComparable: boolean;
}

/** Reads the figures of a week. */
export function figuresOf(scopeWeek: ScopeWeek, rules: SplitRules): WeekFigures {
  const { week, days, changes, netChanges } = scopeWeek;
  const isPublished = days.length > 0 && whyWithheld(scopeWeek, rules) === null;
  const net = changes.filter(({ outcome }) => outcome === "net");
  return {
    week,
    netChanges,
    total: days.length,
    builders: distinctBuilders(days),
    builtChanges: days.reduce((sum, day) => sum + day.changes, 0),
    share: isPublished && isCovered(net) ? round1((100 * shareOf(days, "declared")) / days.length) : null,
  };
}
