import { openCalendar, weekStart } from "./calendar.ts";
import type { CountedChange } from "./counted-part.ts";
import type { Measured } from "./measured.ts";
import { publishableBuilders } from "./publishable-builders.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { cellsIn } from "./scope-cells.ts";
import { type ScopeRules, scopesShownIn } from "./scope-totals.ts";
import { MOST_WEEKS } from "./usual-range.ts";
import { shiftWeek, type Week } from "./week.ts";

/** What an organization's scopes have in a week, and which may publish figures. */
export interface ScopesOfWeek extends ReturnType<typeof scopesShownIn> {
  /** The scopes with figures about builders. */
  readonly builders: ReadonlySet<string>;
}

/** Finds which scopes of a week may publish figures. With many of them it takes seconds for a half year. */
export function scopesOfWeek(
  { repositories }: Pick<Scope, "repositories">,
  week: Week,
  rules: Omit<ScopeRules, "now">,
): ScopesOfWeek {
  const calendar = openCalendar(week, week, rules.zone);
  const current = { week, start: weekStart(calendar, 0), end: weekStart(calendar, 1) };
  const known = repositories.filter(({ measuredSince }) => measuredSince !== undefined);
  const shown = scopesShownIn({ repositories: known }, current, rules);
  const { cells, counted, publishable } = shown;
  const sets = counted
    .filter(({ name }) => publishable.has(name))
    .map((scope) => ({ name: scope.name, cells: cellsIn(scope, cells) }));
  return { ...shown, builders: publishableBuilders(cells, sets, { ...rules, calendar }) };
}

/** The input of a scope's own digest. */
interface ScopePart {
  readonly measured: readonly Measured[];
  /** The weeks of which nothing is told. */
  readonly hiddenWeeks: ReadonlySet<Week>;
  /** Whether it has a part of its repositories. */
  readonly isPartial: boolean;
  readonly hidesBuilders: boolean;
}

/** The weeks that a digest looks at. */
export function weeksAround(week: Week, latest: number): readonly Week[] {
  return Array.from({ length: MOST_WEEKS + 1 + latest }, (_, place) => shiftWeek(week, place - MOST_WEEKS));
}

/**
 * The part of an organization's work that a scope has, week by week as it was configured then.
 *
 * A week in which it may publish nothing has no change, and is none of its weeks. `undefined` where the config has no
 * such scope in the week of the digest.
 */
export function partOfScope(
  all: readonly Measured[],
  name: string,
  {
    week,
    weeks,
    isOwnReader = false,
  }: {
    readonly week: Week;
    readonly weeks: ReadonlyMap<Week, ScopesOfWeek>;
    readonly isOwnReader?: boolean | undefined;
  },
): ScopePart | undefined {
  const own = weeks.get(week);
  const scope = own?.counted.find((each) => each.name === name);
  if (own === undefined || scope === undefined) return undefined;
  const changes = new Set<CountedChange>();
  const repositories = new Set(scope.repositories);
  const hiddenWeeks = new Set<Week>();
  for (const [each, { counted, cells, publishable }] of weeks) {
    const then = counted.find((one) => one.name === name);
    if (then === undefined || !(isOwnReader || publishable.has(name))) {
      hiddenWeeks.add(each);
      continue;
    }
    for (const cell of cellsIn(then, cells))
      for (const one of cells.changes.get(cell) ?? []) changes.add(one);
  }
  const parts = scopeOf(all, OWNER).repositories.map((each) => {
    const own = each.changes.filter((one) => changes.has(one));
    return scope.has === undefined ? { ...each, changes: own } : partOf(each, own);
  });
  return {
    measured: parts.filter((each) => each.changes.length > 0 || repositories.has(each.repository)),
    hiddenWeeks,
    isPartial: scope.has !== undefined,
    hidesBuilders: !isOwnReader && !own.builders.has(name),
  };
}

/**
 * A part of a repository, with what counts alone. Nothing of it says what else happened there: whose work waits, or was
 * undone, may be one person's.
 */
function partOf(whole: Measured, own: readonly CountedChange[]): Measured {
  const changes = own.filter(({ outcome }) => outcome === "net");
  const lines = changes.length === 0 ? [] : whole.lines;
  return { ...whole, changes, completing: whole.changes, lines, unmerged: undefined };
}

/** Any name without a slash is the name of an organization. */
const OWNER = "owner";
