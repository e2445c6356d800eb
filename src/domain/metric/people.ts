import { MOST_QUIET } from "./quiet-weeks.ts";
import { placeIn, type Verdict } from "./verdict.ts";
import type { WeekFigures } from "./week-figures.ts";

/** Whether more or fewer people than usual shipped. */
export interface People {
  readonly people: "none" | "more" | "fewer";
  /** Whether the total would be within its usual range with the usual number of people. */
  readonly isEnough: boolean;
}

/** The sources of the decision. */
interface PeopleSources {
  readonly current: WeekFigures;
  /** The weeks of the usual range. */
  readonly kept: readonly WeekFigures[];
  /** The verdicts on the normalized deployments and on the number of builders. */
  readonly total: Verdict;
  readonly builders: Verdict;
  readonly quietWeeks: number;
}

/** The least part of the total's difference from its mean: chosen with `npm run bench:verdicts`. */
const LEAST_PART = 1 / 3;

/**
 * Decides whether more or fewer people than usual shipped, by the verdict on their number.
 *
 * If that number is within its range and the total is not, people can still be the reason. Their usual number must
 * bring the total into its range, and at least a third of the total's difference from its mean must go with theirs.
 */
export function peopleOf({ current, kept, total, builders, quietWeeks }: PeopleSources): People {
  const [usualBuilders, usualTotal] = [meanOf(kept, "builders"), meanOf(kept, "total")];
  const withThem = (current.total * usualBuilders) / current.builders;
  const isEnough = total.usual !== null && placeIn(total.usual, withThem) === "none";
  if (quietWeeks > MOST_QUIET || builders.signal === "below") return { people: "fewer", isEnough };
  if (builders.signal === "above") return { people: "more", isEnough };
  const isOutside = total.signal === "above" || total.signal === "below";
  const part = (current.builders / usualBuilders - 1) / (current.total / usualTotal - 1);
  if (!isOutside || !isEnough || part < LEAST_PART) return { people: "none", isEnough };
  return { people: total.signal === "above" ? "more" : "fewer", isEnough };
}

function meanOf(weeks: readonly WeekFigures[], figure: "builders" | "total"): number {
  return weeks.reduce((sum, week) => sum + week[figure], 0) / weeks.length;
}
