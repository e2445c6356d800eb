import { comparableSince } from "./comparable.ts";
import { distinctBuilders } from "./normalized-deployments.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek, ScopeWeeks } from "./scope-weeks.ts";
import { type Verdicts, verdictsOf } from "./verdicts.ts";
import { figuresOf } from "./week-figures.ts";
import type { SplitRules } from "./withheld.ts";

/** A week's place against the weeks before it. */
export interface WeekComparison extends Verdicts {
  /** The complete weeks before it that were measured in the same way, including quiet ones; oldest first. */
  readonly comparable: readonly ScopeWeek[];
  /** The time from which weeks are measured in the same way, in milliseconds. */
  readonly since: number;
}

/** Judges a week by the comparable weeks before it; see `comparableSince`. */
export function compareWeek({ repositories }: Scope, weeks: ScopeWeeks, rules: SplitRules): WeekComparison {
  const { before, current } = weeks;
  const since = comparableSince(repositories, current.end);
  const isComparable = ({ start, state, isShort }: ScopeWeek) => {
    return start >= since && state !== "open" && !isShort;
  };
  const verdicts = verdictsOf(
    before.map((week) => ({ ...figuresOf(week, rules), isComparable: isComparable(week) })),
    {
      ...figuresOf(current, rules),
      isWaiting: current.state === "open" || current.isShort,
      // A range that is cut at the builders' ceiling shows their number, which nobody may see below the floor.
      lastBuilders: Math.max(distinctBuilders(lastFourWeeks(weeks)), rules.isOwnReader ? 0 : rules.floor),
    },
  );
  return { ...verdicts, comparable: before.filter(isComparable), since };
}

/** The builder-days of a week and the three before it. */
export function lastFourWeeks({ before, current }: Pick<ScopeWeeks, "before" | "current">) {
  return [...before.slice(-3), current].flatMap(({ days }) => days);
}
