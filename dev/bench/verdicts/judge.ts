import { MOST_WEEKS } from "../../../src/domain/metric/usual-range.ts";
import { type Verdicts, verdictsOf } from "../../../src/domain/metric/verdicts.ts";
import type { PlayedWeek } from "./team.ts";

/** How many weeks a team works before the first that is judged. */
export const BEFORE = MOST_WEEKS;
const LAST_WEEKS = 4;

/** Judges one week of a team by those before it, as a digest does. */
export function judgeWeek(weeks: readonly PlayedWeek[], index: number): Verdicts {
  const [current, before] = [weeks[index], weeks.slice(Math.max(0, index - MOST_WEEKS), index)];
  if (current === undefined) throw new RangeError(`there is no week ${index}`);
  const last = weeks.slice(Math.max(0, index - LAST_WEEKS + 1), index + 1);
  return verdictsOf(
    before.map((week) => ({ ...week, isComparable: true })),
    { ...current, isWaiting: false, lastBuilders: new Set(last.flatMap(({ who }) => [...who])).size },
  );
}
