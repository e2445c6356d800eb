import { comparableSince } from "./comparable.ts";
import { lullOf } from "./lull.ts";
import { distinctBuilders } from "./normalized-deployments.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek, ScopeWeeks } from "./scope-weeks.ts";
import { judgeTotal, type Verdict } from "./verdict.ts";

/** How a week stands to those before it. */
export interface Standing {
  /** The verdict on its normalized deployments. */
  readonly total: Verdict;
  /** The verdict on its net changes, which have no ceiling. */
  readonly netChanges: Verdict;
  /** How many weeks in a row, this one with them, had fewer than 60 % of the usual builders. */
  readonly quietWeeks: number;
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
  const comparable = before.filter(
    ({ start, state, isShort }) => start >= since && state !== "open" && !isShort,
  );
  const lull = lullOf(
    comparable.map(({ builders }) => builders),
    current.builders,
  );
  const kept = lull.range.flatMap((place) => comparable[place] ?? []);
  const bench = { isWaiting: current.state === "open" || current.isShort, isQuiet: lull.isQuiet };
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
    quietWeeks: bench.isWaiting ? 0 : lull.quietWeeks,
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
