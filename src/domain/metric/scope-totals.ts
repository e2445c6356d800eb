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
import { builderGroupOf } from "./suppression.ts";
import { stateOfWeek, type WeekState } from "./week-state.ts";
import type { SplitRules } from "./withheld.ts";

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
  const shown = scopes.flatMap(({ name, repositories: all, named }) => {
    const counted = all.filter((each) => inWeek.has(each));
    const repositories = counted.filter(isVisible);
    const isWhole = repositories.length === counted.length;
    return repositories.length === 0
      ? []
      : [{ name, repositories, isWhole, leftOut: named - repositories.length }];
  });
  const groups = new Map([...inWeek].map(([name, { changes }]) => [name, builderGroupOf(changes)]));
  const published = visible !== undefined && hasTools ? [[...visible]] : [];
  const calendar = openCalendar(current.week, current.week, rules.zone);
  const whole = shown.filter(({ isWhole }) => isWhole);
  const publishable = publishableScopes(groups, whole, { ...rules, published });
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

const WITHHELD = { total: null, aiAssisted: null };

function figuresOf(
  changes: readonly ShippedChange[],
  calendar: Calendar,
): Pick<ScopeTotal, "total" | "aiAssisted"> {
  const days = builderDays(changes, calendar);
  const net = changes.filter(({ outcome }) => outcome === "net");
  return { total: days.length, aiAssisted: isCovered(net) ? shareOf(days, "declared") : null };
}
