import {
  type BuilderGroup,
  builderGroupOf,
  type GroupRules,
  isLargeEnough,
  unionOf,
} from "./builder-group.ts";
import { openCalendar } from "./calendar.ts";
import { mergedIn } from "./repository-totals.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { withheldSplits } from "./suppression.ts";
import { type ToolTotal, toolsIn, toolTotals } from "./tool-totals.ts";
import type { SplitRules, WhyWithheld } from "./withheld.ts";

/** The rules for publishing tools. */
export interface ToolRules extends SplitRules {
  readonly zone: string;
  /** The reason why the week is not divided by AI assistance at all. */
  readonly why: WhyWithheld | null;
  /** The repositories, as `owner/name`, that all readers of an organization's digest may see; all if absent. */
  readonly visible?: ReadonlySet<string> | undefined;
}

/**
 * The totals of each declared tool; `null` where they are withheld.
 *
 * An organization's tools are the tools of the repositories that all readers may see, as if there were no others. They
 * are withheld where too few builders shipped in the visible repositories, in the others, or in the ones of either kind
 * that publish no split themselves: subtraction would expose these.
 */
export function publishedTools(
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

/**
 * Whether four groups have enough builders or none: the shown repositories, the others, and in each of these the
 * withheld ones.
 */
function areApart(
  { repositories }: Pick<Scope, "repositories">,
  current: ScopeWeek,
  { shown, ...rules }: GroupRules & { readonly shown: Scope["repositories"] },
): boolean {
  const names = new Set(shown.map(({ repository }) => repository));
  const groups = repositories.map((each) => {
    return [each.repository, builderGroupOf(mergedIn(current, each))] as const;
  });
  const withheld = new Set(withheldSplits(new Map(groups), rules));
  const isEnough = (isIn: (repository: string) => boolean) => {
    return isLargeEnough(
      unionOf(groups.flatMap(([name, group]): BuilderGroup[] => (isIn(name) ? [group] : []))),
      rules,
    );
  };
  return (
    isEnough((name) => names.has(name)) &&
    isEnough((name) => !names.has(name)) &&
    isEnough((name) => names.has(name) && withheld.has(name)) &&
    isEnough((name) => !names.has(name) && withheld.has(name))
  );
}
