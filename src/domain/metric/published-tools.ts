import { type BuilderGroup, type GroupRules, isLargeEnough, unionOf } from "./builder-group.ts";
import { openCalendar } from "./calendar.ts";
import { mergedIn } from "./repository-totals.ts";
import { isSafeBeside } from "./safe-beside.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { withheldSplits } from "./suppression.ts";
import { type ToolTotal, toolsIn, toolTotals } from "./tool-totals.ts";
import type { SplitRules, WhyWithheld } from "./withheld.ts";
import { workOfWeek } from "./work-of-week.ts";

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
 * Whether the tools of the shown repositories tell of enough builders beside all other figures.
 *
 * Four groups must have enough, or none: the shown repositories, the others, and in each of these the withheld ones. And
 * who builds in several repositories on one day must not be left alone where the parts are subtracted.
 */
function areApart(
  { repositories }: Pick<Scope, "repositories">,
  current: ScopeWeek,
  { shown, zone, ...rules }: GroupRules & { readonly shown: Scope["repositories"]; readonly zone: string },
): boolean {
  const names = new Set(shown.map(({ repository }) => repository));
  const changes = new Map(repositories.map((each) => [each.repository, mergedIn(current, each)]));
  const { groups, days } = workOfWeek(changes, openCalendar(current.week, current.week, zone));
  const withheld = new Set(withheldSplits({ groups, days }, rules));
  const isEnough = (isIn: (repository: string) => boolean) => {
    return isLargeEnough(
      unionOf([...groups].flatMap(([name, group]): BuilderGroup[] => (isIn(name) ? [group] : []))),
      rules,
    );
  };
  const own = [...groups.keys()].filter((name) => !withheld.has(name)).map((name) => [name]);
  return (
    isEnough((name) => names.has(name)) &&
    isEnough((name) => !names.has(name)) &&
    isEnough((name) => names.has(name) && withheld.has(name)) &&
    isEnough((name) => !names.has(name) && withheld.has(name)) &&
    isSafeBeside([...names], [[...groups.keys()], ...own], days, rules)
  );
}
