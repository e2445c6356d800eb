import type { MeasuredScope } from "../domain/metric/scope-totals.ts";
import { shiftWeek, startOf } from "../domain/metric/week.ts";
import { hadChange, hasRepository } from "../domain/scopes/membership.ts";
import { type DatedScopes, isPartial, type NamedScope, scopesAt } from "../domain/scopes/named-scopes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Span } from "./load.ts";
import { nameOf } from "./subject.ts";

/** The scopes of an organization, and its measured repositories. */
interface ScopeSources {
  readonly scopes: readonly DatedScopes[];
  readonly repositories: readonly Repository[];
}

/**
 * The named scopes of an organization in a week: those in force when it ended.
 *
 * So a later config changes no past week, and the difference of two versions of a digest is about no small group. A
 * partial scope has the changes that were judged to be in it at their merge.
 */
export function scopesIn(
  { scopes, repositories }: ScopeSources,
  { week, zone }: Pick<Span, "week" | "zone">,
): readonly MeasuredScope[] {
  return scopesAt(scopes, startOf(shiftWeek(week, 1), zone)).map((scope) => ({
    name: scope.name,
    repositories: repositories.filter((each) => mayHave(scope, each)).map(nameOf),
    named: new Set(scope.repositories.map(({ id, name }) => id ?? name.toLowerCase())).size,
    ...(isPartial(scope) && { has: membershipIn(scope.name, { scopes, repositories }) }),
  }));
}

function mayHave(scope: NamedScope, repository: Repository): boolean {
  return scope.repositories.length === 0 ? isPartial(scope) : hasRepository(scope, repository);
}

/** Whether the scope of a name had a change of a repository, by the config in force at its merge. */
function membershipIn(
  name: string,
  { scopes, repositories }: ScopeSources,
): NonNullable<MeasuredScope["has"]> {
  const byName = new Map(repositories.map((each) => [nameOf(each), each]));
  return (repository, change) => {
    const found = byName.get(repository);
    return found !== undefined && hadChange(scopes, name, { repository: found, change });
  };
}
