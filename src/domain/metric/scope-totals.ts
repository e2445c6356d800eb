import { type Calendar, openCalendar } from "./calendar.ts";
import { completionOf } from "./completion.ts";
import type { CountedChange } from "./counted-part.ts";
import { isWaiting } from "./counts.ts";
import { isCovered } from "./group-figures.ts";
import { builderDays, shareOf } from "./normalized-deployments.ts";
import { publishableScopes } from "./publishable-scopes.ts";
import { mergedIn } from "./repository-totals.ts";
import type { Scope } from "./scope.ts";
import { type Cells, cellsIn, cellsOf, type ScopeSet } from "./scope-cells.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { stateOfWeek, type WeekState } from "./week-state.ts";
import type { SplitRules } from "./withheld.ts";
import { workOfWeek } from "./work-of-week.ts";

/** One named scope's part in an organization's week. */
export interface ScopeTotal {
  /** Its name in the config. */
  readonly scope: string;
  /** The number of repositories that count and that it has, or may have a part of, and of others in the config. */
  readonly repositories: number;
  readonly leftOut: number;
  /** Its normalized deployments: a builder counts once a day in all of its repositories. `null` where withheld. */
  readonly total: number | null;
  /** The AI-assisted part; `null` where the total is withheld, and where too few attributions are known. */
  readonly aiAssisted: number | null;
  /** Changes that no deployment has carried yet; `null` for a part of repositories: they may be of few people. */
  readonly pending: number | null;
  /** For a part of repositories that of all their work. */
  readonly state: WeekState;
}

/** A scope of the config, with the repositories of it that are measured, as `owner/name`. */
export interface MeasuredScope extends ScopeSet {
  /** The number of repositories that the config names; 0 where it takes a part of all. */
  readonly named: number;
}

/** The rules for an organization's named scopes. */
export interface ScopeRules extends SplitRules {
  readonly zone: string;
  readonly now: Date;
  readonly scopes?: readonly MeasuredScope[] | undefined;
  /** The repositories that all readers may see; all if absent. */
  readonly visible?: ReadonlySet<string> | undefined;
  /** Whether the digest divides the work of the visible repositories by tool. */
  readonly hasTools: boolean;
}

/**
 * The named scopes of an organization in a week, by name and never by rank; `undefined` where it has none.
 *
 * A scope with work in a repository that some reader may not see has no figures: once that reader may not see it any
 * more, the difference would be about this repository alone. A scope without any visible repository is left out.
 */
export function scopeTotals(
  scope: Scope,
  current: ScopeWeek,
  rules: ScopeRules,
): readonly ScopeTotal[] | undefined {
  const { scopes = [], visible, isOwnReader = false } = rules;
  if (scopes.length === 0) return undefined;
  const known = scope.repositories.filter(({ measuredSince }) => measuredSince !== undefined);
  const byName = new Map(known.map((each) => [each.repository, each]));
  const calendar = openCalendar(current.week, current.week, rules.zone);
  const { cells, counted, publishable } = scopesShownIn({ repositories: known }, current, rules);
  const changesIn = (cell: string) => cells.changes.get(cell) ?? [];
  return counted.flatMap((each) => {
    const { name, named, has } = each;
    const repositories = each.repositories.filter((repository) => visible?.has(repository) ?? true);
    if (repositories.length === 0) return [];
    const own = new Set(cellsIn({ ...each, repositories }, cells));
    const measured = repositories.flatMap((repository) => {
      const of = (cells.ofRepository.get(repository) ?? []).filter((cell) => own.has(cell));
      const changes = of.flatMap(changesIn);
      const found = byName.get(repository);
      if (found === undefined) return [];
      // The state of a part would tell whether the work of few waits.
      const completing = has && (cells.ofRepository.get(repository) ?? []).flatMap(changesIn);
      return [{ ...found, changes, completing }];
    });
    const changes = measured.flatMap((one) => one.changes);
    const isShown = isOwnReader || publishable.has(name);
    return {
      scope: name,
      repositories: repositories.length,
      leftOut: named === 0 ? 0 : named - repositories.length,
      ...(isShown ? figuresOf(changes, calendar) : WITHHELD),
      pending: has === undefined ? changes.filter(isWaiting).length : null,
      state: stateOfWeek(completionOf({ ...scope, repositories: measured })(current).at, rules.now),
    };
  });
}

/** The scopes of a week, its cells, and the names of the scopes with figures. */
export function scopesShownIn(
  { repositories }: Pick<Scope, "repositories">,
  current: Pick<ScopeWeek, "week" | "start" | "end">,
  { zone, scopes = [], visible, hasTools, ...rules }: Omit<ScopeRules, "now">,
) {
  const calendar = openCalendar(current.week, current.week, zone);
  // Several scopes may have a repository, so its long history is searched once.
  const changesOf = new Map(repositories.map((each) => [each.repository, mergedIn(current, each)]));
  const counted = scopes.map((each) => {
    return { ...each, repositories: each.repositories.filter((name) => changesOf.has(name)) };
  });
  const cells = cellsOf(changesOf, counted);
  const isVisible = (repository: string) => visible?.has(repository) ?? true;
  const published = visible !== undefined && hasTools ? [[...visible]] : [];
  const publishable = chosenScopes(cells, counted, { ...rules, calendar, published, isVisible });
  return { cells, counted, publishable };
}

interface ChoiceRules extends SplitRules {
  readonly calendar: Calendar;
  /** Sets of repositories of which figures are shown. */
  readonly published: readonly (readonly string[])[];
  isVisible(repository: string): boolean;
}

/**
 * The names of the scopes with figures.
 *
 * The visibility of a repository may change, and the history of an issue keeps its earlier texts. So the scopes of all
 * these texts are chosen together first, as if everything was visible.
 */
function chosenScopes(
  cells: Cells,
  scopes: readonly ScopeSet[],
  { calendar, published, isVisible, ...rules }: ChoiceRules,
): ReadonlySet<string> {
  const { ofRepository } = cells;
  const work = workOfWeek(cells.changes, calendar);
  const sets = scopes.map((scope) => ({ name: scope.name, repositories: cellsIn(scope, cells) }));
  const ever = publishableScopes(work, sets, { ...rules, ofRepository, published: [] });
  const repositoryOf = new Map([...ofRepository].flatMap(([name, own]) => own.map((cell) => [cell, name])));
  const isSeen = (cell: string) => isVisible(repositoryOf.get(cell) ?? cell);
  const whole = sets.filter(({ name, repositories }) => ever.has(name) && repositories.every(isSeen));
  if (published.length === 0 && whole.length === ever.size) return ever;
  const tools = published.map((set) => set.flatMap((name) => ofRepository.get(name) ?? []));
  return publishableScopes(work, whole, { ...rules, ofRepository, published: tools });
}

const WITHHELD = { total: null, aiAssisted: null };

function figuresOf(
  changes: readonly CountedChange[],
  calendar: Calendar,
): Pick<ScopeTotal, "total" | "aiAssisted"> {
  const days = builderDays(changes, calendar);
  const net = changes.filter(({ outcome }) => outcome === "net");
  return { total: days.length, aiAssisted: isCovered(net) ? shareOf(days, "declared") : null };
}
