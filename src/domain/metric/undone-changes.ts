import { HOUR_MS } from "../durations.ts";
import type { Undoing } from "../shipping/judgement.ts";
import { builderGroupOf } from "./builder-group.ts";
import type { CountedChange } from "./counted-part.ts";
import { mergedIn } from "./repository-totals.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import type { SplitRules } from "./withheld.ts";

/** A change that was taken out of production. */
export interface UndoneChange {
  /** `owner/name`. */
  readonly repository: string;
  /** `#12`, or the last commit of a push. */
  readonly change: string;
  readonly by: Undoing["by"];
  /** The hours from its arrival in production, rounded. */
  readonly afterHours: number;
}

/**
 * The undone changes merged in a week, by repository and in the order in which they were undone; `null` where none may
 * be listed.
 *
 * A pull request identifies its builder. So a repository's changes are listed only if at least as many builders as the
 * floor shipped net changes in it. For the others only the number is known.
 */
export function undoneIn(
  { repositories }: Pick<Scope, "repositories">,
  week: Pick<ScopeWeek, "start" | "end">,
  rules: SplitRules,
): readonly UndoneChange[] | null {
  const rows = repositories.map((each) => {
    const merged = mergedIn(week, each);
    const undone = undoneAmong(merged, each.repository);
    return { undone, isListed: undone.length === 0 || mayList(merged, rules) };
  });
  const listed = rows.flatMap(({ undone, isListed }) => (isListed ? undone : []));
  return listed.length === 0 && rows.some(({ isListed }) => !isListed) ? null : listed;
}

/** Whether enough builders shipped in a repository to list its changes of a week. */
export function mayList(
  merged: readonly CountedChange[],
  { floor, isOwnReader = false }: Pick<SplitRules, "floor" | "isOwnReader">,
): boolean {
  return isOwnReader || floor <= 1 || builderGroupOf(merged).net.size >= floor;
}

function undoneAmong(changes: ReturnType<typeof mergedIn>, repository: string): UndoneChange[] {
  return changes
    .flatMap(({ change, outcome, arrival, undoing }) => {
      if (outcome !== "undone" || undoing === undefined || arrival === undefined) return [];
      return [{ id: change.id, arrival, undoing }];
    })
    .sort((a, b) => a.undoing.at.getTime() - b.undoing.at.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ id, arrival, undoing }) => ({
      repository,
      change: id,
      by: undoing.by,
      afterHours: Math.round((undoing.at.getTime() - arrival.at.getTime()) / HOUR_MS),
    }));
}
