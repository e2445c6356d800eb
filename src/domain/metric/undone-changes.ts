import type { Undoing } from "../shipping/judgement.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";

/** A change that was taken out of production again. */
export interface UndoneChange {
  /** `owner/name`. */
  readonly repository: string;
  /** `#12`, or the commit that a push ended with. */
  readonly change: string;
  readonly by: Undoing["by"];
  /** How many hours after it reached production, rounded. */
  readonly afterHours: number;
}

const HOUR = 3_600_000;

/** The undone changes merged in a week, by repository and in the order in which they were undone. */
export function undoneIn({ repositories }: Scope, { start, end }: ScopeWeek): UndoneChange[] {
  return repositories.flatMap(({ repository, changes }) =>
    changes
      .flatMap(({ change, outcome, arrival, undoing }) => {
        const at = change.mergedAt.getTime();
        if (outcome !== "undone" || undoing === undefined || arrival === undefined) return [];
        return at >= start && at < end ? [{ id: change.id, arrival, undoing }] : [];
      })
      .sort((a, b) => a.undoing.at.getTime() - b.undoing.at.getTime() || (a.id < b.id ? -1 : 1))
      .map(({ id, arrival, undoing }) => ({
        repository,
        change: id,
        by: undoing.by,
        afterHours: Math.round((undoing.at.getTime() - arrival.at.getTime()) / HOUR),
      })),
  );
}
