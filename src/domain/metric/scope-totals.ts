import type { ShippedChange } from "../shipping/judgement.ts";
import { type Calendar, openCalendar } from "./calendar.ts";
import { completionOf } from "./completion.ts";
import { isWaiting } from "./counts.ts";
import { isCovered } from "./group-figures.ts";
import { builderDays, shareOf } from "./normalized-deployments.ts";
import { publishableScopes } from "./publishable-scopes.ts";
import { mergedIn } from "./repository-totals.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { stateOfWeek, type WeekState } from "./week-state.ts";
import type { SplitRules } from "./withheld.ts";
import { workOfWeek } from "./work-of-week.ts";

/** One named scope's part in an organization's week. */
export interface ScopeTotal {
  /** Its name in the config. */
  readonly scope: string;
  /** The number of its repositories that count, and of the others that the config names. */
  readonly repositories: number;
  readonly leftOut: number;
  /** Its normalized deployments: a builder counts once a day in all of its repositories. `null` where withheld. */
  readonly total: number | null;
  /** The AI-assisted part; `null` where the total is withheld, and where too few attributions are known. */
  readonly aiAssisted: number | null;
  /** Changes that no deployment has carried yet. */
  readonly pending: number;
  readonly state: WeekState;
}

/** A scope of the config, with the repositories of it that are measured. */
export interface MeasuredScope {
  readonly name: string;
  /** As `owner/name`. */
  readonly repositories: readonly string[];
  /** The number of repositories that the config names. */
  readonly named: number;
}

/** The rules for an organization's named scopes. */
interface ScopeRules extends SplitRules {
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
 * A scope with a repository that some reader may not see has no figures: once that reader may not see it any more, the
 * difference would be about this repository alone. A scope without any visible repository is left out.
 */
export function scopeTotals(
  scope: Scope,
  current: ScopeWeek,
  rules: ScopeRules,
): readonly ScopeTotal[] | undefined {
  const { scopes = [], visible, isOwnReader = false, hasTools } = rules;
  if (scopes.length === 0) return undefined;
  const known = scope.repositories.filter(({ measuredSince }) => measuredSince !== undefined);
  // Several scopes may have a repository, so its long history is searched once.
  const inWeek = new Map(
    known.map((each) => [each.repository, { ...each, changes: mergedIn(current, each) }]),
  );
  const isVisible = (repository: string) => visible?.has(repository) ?? true;
  const counted = scopes.map(({ name, repositories, named }) => {
    return { name, repositories: repositories.filter((each) => inWeek.has(each)), named };
  });
  const shown = counted.flatMap(({ name, repositories: all, named }) => {
    const repositories = all.filter(isVisible);
    return repositories.length === 0 ? [] : [{ name, repositories, leftOut: named - repositories.length }];
  });
  const calendar = openCalendar(current.week, current.week, rules.zone);
  const changesOf = new Map([...inWeek].map(([name, { changes }]) => [name, changes]));
  const published = visible !== undefined && hasTools ? [[...visible]] : [];
  const publishable = chosenScopes(changesOf, counted, { ...rules, calendar, published, isVisible });
  return shown.map(({ name, repositories, leftOut }) => {
    const measured = repositories.flatMap((each) => inWeek.get(each) ?? []);
    const changes = measured.flatMap((each) => each.changes);
    return {
      scope: name,
      repositories: repositories.length,
      leftOut,
      ...(isOwnReader || publishable.has(name) ? figuresOf(changes, calendar) : WITHHELD),
      pending: changes.filter(isWaiting).length,
      state: stateOfWeek(completionOf({ ...scope, repositories: measured })(current).at, rules.now),
    };
  });
}

interface ChoiceRules extends SplitRules {
  readonly calendar: Calendar;
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
  changesOf: ReadonlyMap<string, readonly ShippedChange[]>,
  scopes: readonly Pick<MeasuredScope, "name" | "repositories">[],
  { calendar, published, isVisible, ...rules }: ChoiceRules,
): ReadonlySet<string> {
  const work = workOfWeek(changesOf, calendar);
  const ever = publishableScopes(work, scopes, { ...rules, published: [] });
  const whole = scopes.filter(({ name, repositories }) => ever.has(name) && repositories.every(isVisible));
  return publishableScopes(work, whole, { ...rules, published });
}

const WITHHELD = { total: null, aiAssisted: null };

function figuresOf(
  changes: readonly ShippedChange[],
  calendar: Calendar,
): Pick<ScopeTotal, "total" | "aiAssisted"> {
  const days = builderDays(changes, calendar);
  const net = changes.filter(({ outcome }) => outcome === "net");
  return { total: days.length, aiAssisted: isCovered(net) ? shareOf(days, "declared") : null };
}
