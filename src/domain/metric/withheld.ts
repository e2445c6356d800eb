import { type BuilderDay, distinctBuilders } from "./normalized-deployments.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { wasLive } from "./undone-share.ts";
import type { Week } from "./week.ts";

/**
 * The reason why the division of a week's work by AI assistance is withheld.
 *
 * `privacy`: fewer builders shipped than the floor. `sides`: the config is strict, and one side has fewer. `others`:
 * together with other published figures it would be about too few builders in other repositories.
 */
export type WhyWithheld = "privacy" | "sides" | "others";

/** The rules for dividing work by AI assistance. */
export interface SplitRules {
  /** The privacy floor in force; 1 where everything is public. */
  readonly floor: number;
  /** Whether each side of a split must reach the floor as well. */
  readonly isStrict?: boolean | undefined;
  /** The weeks whose splits would expose other repositories; see `withheldSplits`. */
  readonly hiddenSplits?: ReadonlySet<Week> | undefined;
  /** Whether the reader can read each commit anyway, as in a clone. Then nothing is withheld. */
  readonly isOwnReader?: boolean | undefined;
}

/** The reason why a week's work is not divided by AI assistance; `null` where it is. */
export function whyWithheld(
  { week, days, builders, changes }: Pick<ScopeWeek, "week" | "days" | "builders" | "changes">,
  { floor, isStrict = false, hiddenSplits, isOwnReader = false }: SplitRules,
): WhyWithheld | null {
  if (isOwnReader) return null;
  if (builders < floor && hasShipped({ builders, changes }, floor)) return "privacy";
  if (isStrict && sidesOf(days).some((side) => side > 0 && side < floor)) return "sides";
  return hiddenSplits?.has(week) ? "others" : null;
}

/** Whether anybody shipped. Where everything is public this does not matter. */
function hasShipped({ builders, changes }: Pick<ScopeWeek, "builders" | "changes">, floor: number): boolean {
  if (floor <= 1) return false;
  return builders > 0 || changes.some((each) => wasLive(each) && each.change.builder !== undefined);
}

/** The number of builders with declared changes, and with others. */
function sidesOf(days: readonly BuilderDay[]): readonly number[] {
  return [
    days.filter(({ declared }) => declared > 0),
    days.filter(({ declared, changes }) => declared < changes),
  ].map(distinctBuilders);
}
