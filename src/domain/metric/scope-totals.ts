import type { ShippedChange } from "../shipping/judgement.ts";
import { openCalendar } from "./calendar.ts";
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
  const merged = new Map(known.map((each) => [each.repository, mergedIn(current, each)]));
  const isVisible = (repository: string) => visible?.has(repository) ?? true;
  const shown = scopes.flatMap(({ name, repositories: all, named }) => {
    const counted = all.filter((each) => merged.has(each));
    const repositories = counted.filter(isVisible);
    const isWhole = repositories.length === counted.length;
    return repositories.length === 0
      ? []
      : [{ name, repositories, isWhole, leftOut: named - repositories.length }];
  });
  const groups = new Map([...merged].map(([name, changes]) => [name, builderGroupOf(changes)]));
  const published = visible !== undefined && hasTools ? [[...visible]] : [];
  const whole = shown.filter(({ isWhole }) => isWhole);
  const publishable = publishableScopes(groups, whole, { ...rules, published });
  return shown.map(({ name, repositories, leftOut }) => {
    const names = new Set(repositories);
    const part = { ...scope, repositories: scope.repositories.filter((each) => names.has(each.repository)) };
    const changes = repositories.flatMap((each) => merged.get(each) ?? []);
    return {
      scope: name,
      repositories: repositories.length,
      leftOut,
      ...figuresOf(changes, { current, zone: rules.zone, isShown: isOwnReader || publishable.has(name) }),
      pending: changes.filter(isWaiting).length,
      state: stateOfWeek(completionOf(part)(current).at, rules.now),
    };
  });
}

function figuresOf(
  changes: readonly ShippedChange[],
  of: { readonly current: ScopeWeek; readonly zone: string; readonly isShown: boolean },
): Pick<ScopeTotal, "total" | "aiAssisted"> {
  if (!of.isShown) return { total: null, aiAssisted: null };
  const { week } = of.current;
  const days = builderDays(changes, openCalendar(week, week, of.zone));
  const net = changes.filter(({ outcome }) => outcome === "net");
  return { total: days.length, aiAssisted: isCovered(net) ? shareOf(days, "declared") : null };
}
