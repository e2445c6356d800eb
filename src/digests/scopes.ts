import type { MeasuredScope } from "../domain/metric/scope-totals.ts";
import { shiftWeek, startOf } from "../domain/metric/week.ts";
import { hasRepository } from "../domain/scopes/membership.ts";
import { type DatedScopes, scopesAt } from "../domain/scopes/named-scopes.ts";
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
 * So a later config changes no past week, and the difference of two versions of a digest is about no small group.
 */
export function scopesIn(
  { scopes, repositories }: ScopeSources,
  { week, zone }: Pick<Span, "week" | "zone">,
): readonly MeasuredScope[] {
  return scopesAt(scopes, startOf(shiftWeek(week, 1), zone)).map((scope) => ({
    name: scope.name,
    repositories: repositories.filter((each) => hasRepository(scope, each)).map(nameOf),
    named: new Set(scope.repositories.map(({ id, name }) => id ?? name.toLowerCase())).size,
  }));
}
