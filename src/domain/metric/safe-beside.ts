import type { GroupRules } from "./builder-group.ts";
import { isLastSafe } from "./combinations.ts";
import { commonWork, type PersonDay, type Side } from "./person-days.ts";

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
