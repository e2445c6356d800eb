import { comparableSince } from "./comparable.ts";
import { distinctBuilders } from "./normalized-deployments.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek, ScopeWeeks } from "./scope-weeks.ts";
import { judgeTotal, quietBelow, type Verdict } from "./verdict.ts";

/** How a week stands to those before it. */
export interface Standing {
  /** The verdict on its normalized deployments. */
  readonly total: Verdict;
  /** The verdict on its net changes, which have no ceiling. */
  readonly netChanges: Verdict;
  /** The complete weeks before it that were measured as it is, quiet ones among them; oldest first. */
  readonly comparable: readonly ScopeWeek[];
  /** From when on weeks are measured as it is, in milliseconds. */
  readonly since: number;
}

const DAYS = 7;

/** Judges a week by those before it; see `comparableSince` for which of them can be compared with it. */
export function standingOf({ repositories }: Scope, weeks: ScopeWeeks): Standing {
  const { before, current } = weeks;
  const since = comparableSince(repositories, current.end);
  const comparable = before.filter(({ start, state }) => start >= since && state !== "open");
  const isQuiet = quietBelow(comparable.map(({ builders }) => builders));
  const kept = comparable.filter(({ builders }) => !isQuiet(builders));
  const bench = { state: current.state, isQuiet: isQuiet(current.builders) };
  return {
    total: judgeTotal(current.days.length, {
      ...bench,
      before: kept.map(({ days }) => days.length),
      ceiling: DAYS * mostBuilders(weeks, kept),
    }),
    netChanges: judgeTotal(current.netChanges, {
      ...bench,
      before: kept.map(({ netChanges }) => netChanges),
      ceiling: Number.POSITIVE_INFINITY,
    }),
    comparable,
    since,
  };
}

/** Those of the last four weeks; or of any week of the range, so that it never ends below what has been. */
function mostBuilders(weeks: ScopeWeeks, kept: readonly ScopeWeek[]): number {
  return Math.max(distinctBuilders(lastFourWeeks(weeks)), ...kept.map(({ builders }) => builders));
}

/** The builder-days of a week and the three before it. */
export function lastFourWeeks({ before, current }: Pick<ScopeWeeks, "before" | "current">) {
  return [...before.slice(-3), current].flatMap(({ days }) => days);
}
