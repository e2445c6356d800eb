import { type BuilderDay, distinctBuilders } from "./normalized-deployments.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { wasLive } from "./undone-share.ts";
import type { Week } from "./week.ts";

/**
 * Why it is not told how the work of a week divides by AI assistance.
 *
 * `privacy`: fewer builders shipped than the floor; `sides`: the config is strict, and one side has fewer; `others`: with
 * what else is published it would tell of too few builders in other repositories.
 */
export type WhyWithheld = "privacy" | "sides" | "others";

/** Whose work may be divided by AI assistance. */
export interface SplitRules {
  /** The privacy floor that holds; 1 where all is public. */
  readonly floor: number;
  /** Whether each side of a split is held to the floor as well. */
  readonly isStrict?: boolean | undefined;
  /** The weeks whose splits would expose those of other repositories; see `withheldSplits`. */
  readonly hiddenSplits?: ReadonlySet<Week> | undefined;
  /** Whether whoever reads this can read each commit by the same means, as of a clone: then nothing is withheld. */
  readonly isOwnReader?: boolean | undefined;
}

/** Tells why a week's work is not divided by AI assistance; `null` where it is. */
export function whyWithheld(
  { week, days, builders, changes }: Pick<ScopeWeek, "week" | "days" | "builders" | "changes">,
  { floor, isStrict = false, hiddenSplits, isOwnReader = false }: SplitRules,
): WhyWithheld | null {
  if (isOwnReader) return null;
  if (builders < floor && hasShipped({ builders, changes }, floor)) return "privacy";
  if (isStrict && sidesOf(days).some((side) => side > 0 && side < floor)) return "sides";
  return hiddenSplits?.has(week) ? "others" : null;
}

/** Where all is public, nobody is too few. */
function hasShipped({ builders, changes }: Pick<ScopeWeek, "builders" | "changes">, floor: number): boolean {
  if (floor <= 1) return false;
  return builders > 0 || changes.some((each) => wasLive(each) && each.change.builder !== undefined);
}

/** How many builders have declared changes, and how many have others. */
function sidesOf(days: readonly BuilderDay[]): readonly number[] {
  return [
    days.filter(({ declared }) => declared > 0),
    days.filter(({ declared, changes }) => declared < changes),
  ].map(distinctBuilders);
}
