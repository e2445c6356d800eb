import type { CountedFacts } from "./counted-part.ts";
import { mergedIn } from "./repository-totals.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { mayList } from "./undone-changes.ts";
import type { SplitRules } from "./withheld.ts";

/** A net change in the list of the week's shipped work. */
export interface ListedChange {
  /** `owner/name`. */
  readonly repository: string;
  /** `#12`, or the last commit of a push. */
  readonly change: string;
  /** What it says about AI; `null` where the list is not divided by that. */
  readonly attribution: "declared" | "undeclared" | "unknown" | null;
}

/** The rules for listing shipped work. */
interface ListRules extends SplitRules {
  /** Whether the week may be divided by AI assistance at all. */
  readonly isDivided: boolean;
  /** The repositories, as `owner/name`, that all readers of an organization's digest may see; all if absent. */
  readonly visible?: ReadonlySet<string> | undefined;
}

/** The most changes of a list that say the same about AI. */
const MOST_LISTED = 20;

/**
 * The newest net changes merged in a week, and of each attribution only so many; `null` where none may be listed.
 *
 * A pull request identifies its builder, so a repository's changes are listed only where its undone ones may be. The
 * list of an organization is not divided by AI assistance: the parts of some repositories, subtracted from the whole,
 * would tell those of the others.
 */
export function shippedIn(
  { repositories, isOrganization }: Pick<Scope, "repositories" | "isOrganization">,
  week: Pick<ScopeWeek, "start" | "end">,
  { isDivided, visible, ...rules }: ListRules,
): readonly ListedChange[] | null {
  const shown = repositories.filter(
    ({ repository }) => !isOrganization || (visible?.has(repository) ?? true),
  );
  const shipped = shown.flatMap((each) => {
    const merged = mergedIn(week, each);
    const net = merged.filter(({ outcome }) => outcome === "net").map(({ change }) => change);
    return net.length === 0 ? [] : [{ ...each, net, isListed: mayList(merged, rules) }];
  });
  if (shipped.length > 0 && !shipped.some(({ isListed }) => isListed)) return null;
  const listed = shipped.flatMap(({ repository, net, isListed }) =>
    isListed ? net.map((change) => ({ repository, change })) : [],
  );
  const newest = listed.toSorted((a, b) => newestFirst(a.change, b.change));
  const isByAttribution = isDivided && !isOrganization;
  const all = newest.map(({ repository, change: { id, attribution } }): ListedChange => {
    const said = attribution === "automation" ? "unknown" : attribution;
    return { repository, change: id, attribution: isByAttribution ? said : null };
  });
  const groups = Map.groupBy(all, ({ attribution }) => attribution);
  return [...groups.values()].flatMap((group) => group.slice(0, MOST_LISTED));
}

function newestFirst(a: CountedFacts, b: CountedFacts): number {
  return b.mergedAt.getTime() - a.mergedAt.getTime() || (a.id < b.id ? -1 : 1);
}
