import { comparableSince } from "./comparable.ts";
import { distinctBuilders } from "./normalized-deployments.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek, ScopeWeeks } from "./scope-weeks.ts";
import type { SplitRules } from "./told.ts";
import { type Verdicts, verdictsOf } from "./verdicts.ts";
import { figuresOf } from "./week-figures.ts";

/** How a week stands to those before it. */
export interface Standing extends Verdicts {
  /** The complete weeks before it that were measured as it is, quiet ones among them; oldest first. */
  readonly comparable: readonly ScopeWeek[];
  /** From when on weeks are measured as it is, in milliseconds. */
  readonly since: number;
}

/** Judges a week by those before it; see `comparableSince` for which of them can be compared with it. */
export function standingOf({ repositories }: Scope, weeks: ScopeWeeks, rules: SplitRules): Standing {
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
      lastBuilders: distinctBuilders(lastFourWeeks(weeks)),
    },
  );
  return { ...verdicts, comparable: before.filter(isComparable), since };
}

/** The builder-days of a week and the three before it. */
export function lastFourWeeks({ before, current }: Pick<ScopeWeeks, "before" | "current">) {
  return [...before.slice(-3), current].flatMap(({ days }) => days);
}
