import { distinctBuilders, round1, shareOf } from "./normalized-deployments.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { isCovered } from "./tension.ts";
import type { Week } from "./week.ts";

/** What verdicts look at in a week. */
export interface WeekFigures {
  readonly week: Week;
  /** Its normalized deployments. */
  readonly total: number;
  readonly builders: number;
  readonly netChanges: number;
  /** The net changes that somebody is accountable for. */
  readonly builtChanges: number;
  /** The AI-assisted part of the total in percent; `null` where too little attribution is known, and of nothing. */
  readonly share: number | null;
}

/** An earlier week. */
export interface EarlierWeek extends WeekFigures {
  /** Whether it is complete and was measured as the week that is judged. */
  readonly isComparable: boolean;
}

/** Reads the figures of a week. */
export function figuresOf({ week, days, changes, netChanges }: ScopeWeek): WeekFigures {
  const net = changes.filter(({ outcome }) => outcome === "net");
  return {
    ...{ week, netChanges, total: days.length, builders: distinctBuilders(days) },
    builtChanges: days.reduce((sum, day) => sum + day.changes, 0),
    share: days.length > 0 && isCovered(net) ? round1((100 * shareOf(days, "declared")) / days.length) : null,
  };
}
