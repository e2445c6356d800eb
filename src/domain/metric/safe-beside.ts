import type { GroupRules } from "./builder-group.ts";
import { isLastSafe } from "./combinations.ts";
import { commonChanges, commonDays, commonWork, type PersonDay, type Side } from "./person-days.ts";

/**
 * Whether figures of a set of repositories may be published beside those of others.
 *
 * Whatever a reader adds and subtracts, the result must be about nobody, or about at least as many builders as the
 * floor; see `isLastSafe`.
 */
export function isSafeBeside(
  set: readonly string[],
  others: readonly (readonly string[])[],
  days: readonly PersonDay[],
  { floor, isStrict = false }: GroupRules,
): boolean {
  const sides: readonly Side[] = isStrict ? ["all", "declared", "others"] : ["all"];
  const figures = [...others, set];
  return sides.every((side) => isLastSafe(commonWork(days, figures, side), figures.length, floor));
}

/**
 * Whether the totals and the numbers of changes of a set of cells may be published beside those of others.
 *
 * Unlike a part of a day's work, a day itself is the same in each set that has any of it, and so is a change. So less is
 * left where they are subtracted.
 */
export function isCountSafeBeside(
  set: readonly string[],
  others: readonly (readonly string[])[],
  days: readonly PersonDay[],
  { floor, isStrict = false }: GroupRules,
): boolean {
  const figures = [...others, set];
  const sides: readonly Side[] = isStrict ? ["all", "declared", "others"] : ["all"];
  const works = [commonDays(days, figures), ...sides.map((side) => commonChanges(days, figures, side))];
  return works.every((work) => isLastSafe(work, figures.length, floor));
}
