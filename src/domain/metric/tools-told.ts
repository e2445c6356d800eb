import { openCalendar } from "./calendar.ts";
import { mergedIn } from "./repository-totals.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { type Crowd, type CrowdRules, crowdOf, isCrowd, unionOf, withheldSplits } from "./suppression.ts";
import type { SplitRules, WhyWithheld } from "./told.ts";
import { type ToolTotal, toolsIn, toolTotals } from "./tool-totals.ts";

/** Whose tools may be told. */
export interface ToolRules extends SplitRules {
  readonly zone: string;
  /** Why the week is not divided by AI assistance at all. */
  readonly why: WhyWithheld | null;
  /** The repositories, as `owner/name`, that all readers of an organization's digest may see; all unless told. */
  readonly visible?: ReadonlySet<string> | undefined;
}

/**
 * What each declared tool had a part in; `null` where it is withheld.
 *
 * An organization's tools are those of the repositories that all readers may see, as if there were no others. They are
 * withheld where too few builders shipped there, or in the others, or in those of either that tell nothing by themselves:
 * subtraction would tell of these.
 */
export function toolsTold(
  { repositories, isOrganization }: Scope,
  current: ScopeWeek,
  rules: ToolRules,
): readonly ToolTotal[] | null {
  const { why, zone, visible, isOwnReader = false } = rules;
  if (why !== null) return null;
  const shown = repositories.filter(({ repository }) => visible?.has(repository) ?? true);
  const isPart = shown.length < repositories.length;
  if (isPart && isOrganization && !isOwnReader && !areApart({ repositories }, current, { ...rules, shown }))
    return null;
  const changes = isPart ? shown.flatMap((each) => mergedIn(current, each)) : current.changes;
  return toolTotals(changes, toolsIn(shown), openCalendar(current.week, current.week, zone));
}

/** Whether neither the shown repositories nor the others, nor what of either is withheld by itself, tell of too few builders. */
function areApart(
  { repositories }: Pick<Scope, "repositories">,
  current: ScopeWeek,
  { shown, ...rules }: CrowdRules & { readonly shown: Scope["repositories"] },
): boolean {
  const names = new Set(shown.map(({ repository }) => repository));
  const crowds = repositories.map((each) => {
    return [each.repository, crowdOf(mergedIn(current, each))] as const;
  });
  const withheld = new Set(withheldSplits(new Map(crowds), rules));
  const isEnough = (isIn: (repository: string) => boolean) => {
    return isCrowd(unionOf(crowds.flatMap(([name, crowd]): Crowd[] => (isIn(name) ? [crowd] : []))), rules);
  };
  return (
    isEnough((name) => names.has(name)) &&
    isEnough((name) => !names.has(name)) &&
    isEnough((name) => names.has(name) && withheld.has(name)) &&
    isEnough((name) => !names.has(name) && withheld.has(name))
  );
}
