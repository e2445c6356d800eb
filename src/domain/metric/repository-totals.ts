import { openCalendar } from "./calendar.ts";
import { repositoryCompletion } from "./completion.ts";
import { isWaiting } from "./counts.ts";
import type { Measured } from "./measured.ts";
import { builderDays } from "./normalized-deployments.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { stateOfWeek, type WeekState } from "./week-state.ts";

/** One repository's part in an organization's week. */
export interface RepositoryTotal {
  /** `owner/name`. */
  readonly repository: string;
  /** Its own normalized deployments. A builder who shipped in two repositories on one day counts in both. */
  readonly total: number;
  /** Changes that no deployment has carried yet. */
  readonly pending: number;
  readonly state: WeekState;
}

/** The parts of an organization's measured repositories, by name and never by rank; none for a single repository. */
export function repositoryTotals(
  { repositories, isOrganization }: Scope,
  current: ScopeWeek,
  { zone, now }: { readonly zone: string; readonly now: Date },
): RepositoryTotal[] {
  if (!isOrganization) return [];
  const calendar = openCalendar(current.week, current.week, zone);
  const known = repositories.filter(({ measuredSince }) => measuredSince !== undefined);
  return known.map((measured) => {
    const changes = mergedIn(current, measured);
    return {
      repository: measured.repository,
      total: builderDays(changes, calendar).length,
      pending: changes.filter(isWaiting).length,
      state: stateOfWeek(repositoryCompletion(measured, { isOrganization })(current).at, now),
    };
  });
}

/** The changes of a repository that were merged in a week. */
export function mergedIn({ start, end }: Pick<ScopeWeek, "start" | "end">, { changes }: Measured) {
  return changes.filter(
    ({ change }) => change.mergedAt.getTime() >= start && change.mergedAt.getTime() < end,
  );
}
