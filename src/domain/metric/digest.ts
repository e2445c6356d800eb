import type { DigestSpend } from "../spend/shown.ts";
import { type BuilderFigures, type Floor, floorOf } from "./builders.ts";
import { type ClosedPulls, closedPulls } from "./closed-pulls.ts";
import { type Comparison, comparisonOf } from "./comparison.ts";
import { type ChangeCounts, countChanges, countDeployments, type DeploymentCounts } from "./counts.ts";
import { DEFINITION } from "./definition.ts";
import { type GuardrailMetrics, guardrailsOf, settledWeeks } from "./guardrails.ts";
import { headlineOf, type NormalizedDeployments } from "./headline.ts";
import type { Measured } from "./measured.ts";
import { publishedTools, type ToolRules } from "./published-tools.ts";
import { type Published, type Reference, referenceOf } from "./reference.ts";
import { type RepositoryTotal, repositoryTotals } from "./repository-totals.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { type MeasuredScope, type ScopeTotal, scopeTotals } from "./scope-totals.ts";
import { type ScopeWeek, type WeekQuery, weeksOf } from "./scope-weeks.ts";
import { type ListedChange, shippedIn } from "./shipped-changes.ts";
import { type Share, shownShare, shownTrend, type Trend } from "./shown-verdicts.ts";
import { type Summary, summaryOf } from "./summary.ts";
import { type Targets, targetsOf } from "./targets.ts";
import type { ToolTotal } from "./tool-totals.ts";
import { type UndoneChange, undoneIn } from "./undone-changes.ts";
import { type Warning, warningsOf } from "./warnings.ts";
import type { Week } from "./week.ts";
import { compareWeek } from "./week-comparison.ts";
import type { WeekState } from "./week-state.ts";
import {
  type FillingWeek,
  fillingOf,
  type RestatedWeek,
  restatedOf,
  totalsOf,
  type WeekTotal,
} from "./week-totals.ts";
import { type SplitRules, whyWithheld } from "./withheld.ts";
import { type Zero, zerosOf } from "./zero.ts";

/** The numbers of one week of one scope; the keys are a stable interface (`digest --json`). */
export interface Digest {
  /** The number of the definition by which it was counted. */
  readonly definition: number;
  readonly week: Week;
  /** `owner/name` of a repository, the name of an organization, or `owner: scope` of a scope in its config. */
  readonly scope: string;
  /** The ship mode of the scope. With `merges`, every number is a proxy: merged, not deployed. */
  readonly ship: Scope["ship"];
  readonly state: WeekState;
  /** The completion of the week, in ISO 8601; `null` while it is open. */
  readonly completedAt: string | null;
  /** Deployments seen in the week. */
  readonly deployments: DeploymentCounts;
  /** Changes merged in the week. */
  readonly changes: ChangeCounts;
  /**
   * Pull requests closed in the week, merged or not; absent where unmerged ones are not known, as in a clone, and in
   * digests of earlier versions.
   */
  readonly pulls?: ClosedPulls | undefined;
  readonly normalizedDeployments: NormalizedDeployments;
  readonly builders: BuilderFigures;
  /** Absent, as `share` and `summary` are, in digests of earlier versions. */
  readonly trend?: Trend;
  /** The AI-assisted part in percent; `null` where it is withheld or there is nothing. */
  readonly share?: Share | null;
  /** All verdicts in one. */
  readonly summary?: Summary;
  /**
   * The privacy floor for figures about builders, and for splits by AI assistance; absent in digests of earlier
   * versions.
   */
  readonly floor?: number;
  readonly beside: GuardrailMetrics;
  /** Whether declared changes were undone more or less often; absent in digests stored before it was computed. */
  readonly comparison?: Comparison | undefined;
  /** The last twelve weeks, this one last, without weeks from before the first deployment. */
  readonly weeks: readonly WeekTotal[];
  /** The weeks after this one that are still open. */
  readonly filling: readonly FillingWeek[];
  readonly restated: readonly RestatedWeek[];
  /** Only in a quarter's first week. */
  readonly reference: Reference | null;
  /** The totals of each declared tool; `null` where they are withheld. */
  readonly tools: readonly ToolTotal[] | null;
  /** The week's undone changes that may be listed; `null` where none may. */
  readonly undone: readonly UndoneChange[] | null;
  /**
   * The newest of the week's net changes that may be listed; `null` where none may. Absent in digests of earlier
   * versions, and of sealed weeks, which keep no list.
   */
  readonly shipped?: readonly ListedChange[] | null;
  /** An organization's repositories; empty for a repository. */
  readonly repositories: readonly RepositoryTotal[];
  /** The named scopes of an organization, by name; absent where its config has none. */
  readonly scopes?: readonly ScopeTotal[] | undefined;
  /** The number of an organization's repositories that are left out, since they do not deploy. */
  readonly leftOut: number;
  readonly warnings: readonly Warning[];
  /** The repositories in whose week nothing counts, with the reasons; absent in digests of earlier versions. */
  readonly zeros?: readonly Zero[];
  /**
   * The content of production; absent for an organization, where nothing deploys, and in digests of earlier versions.
   */
  readonly targets?: Targets | undefined;
  /** What AI tools cost, of an organization with any spend data; nothing else depends on it. */
  readonly spend?: DigestSpend;
}

/** The parameters of a digest; `now` decides which weeks are complete. */
export interface DigestQuery extends WeekQuery, Floor, Omit<SplitRules, "floor">, Pick<ToolRules, "visible"> {
  /** `owner/name` of a repository, or the name of an organization. */
  readonly scope: string;
  /**
   * Whether to withhold the figures about builders, since they would expose other repositories; see
   * `withheldRepositories`.
   */
  readonly hidesBuilders?: boolean | undefined;
  /** Whether to withhold the division of closed pull requests, since it would expose other repositories. */
  readonly hidesPulls?: boolean | undefined;
  /** All published weeks that were no longer open. */
  readonly published?: Published | undefined;
  /** The named scopes of an organization, by name. */
  readonly scopes?: readonly MeasuredScope[] | undefined;
  /** The warnings from reading the repositories. */
  readonly warnings?: readonly Warning[] | undefined;
  /** Whether an organization's repositories that only merge count, too: as a proxy, where all of them only merge. */
  readonly countsMerges?: boolean | undefined;
}

/**
 * Computes one week's digest of a repository, or of an organization from all of its repositories.
 *
 * Long, because each figure of the digest has a line.
 */
export function digestWeek(measured: readonly Measured[], query: DigestQuery): Digest {
  const { hidesBuilders = false, published = new Map() } = query;
  const floor = floorOf(query);
  const rules = { ...query, floor };
  const scope = scopeOf(measured, query.scope, query);
  const weeks = weeksOf(scope, query);
  const { current } = weeks;
  const weekComparison = compareWeek(scope, weeks, rules);
  const deployments = deploymentsOf(scope, current);
  const { state, completedAt } = current;
  const why = whyWithheld(current, rules);
  const changes = countChanges(current.changes);
  const shown = { declared: changes.declared, others: changes.net - changes.declared };
  const headline = headlineOf(weeks, { verdicts: weekComparison, shown, floor, hidesBuilders, why });
  const beside = guardrailsOf(weeks, {
    netChanges: weekComparison.netChanges,
    rollbacks: deployments.uncounted.rollback ?? 0,
    isProxy: scope.ship === "merges",
    rules,
    hidesBuilders,
  });
  const tools = publishedTools(scope, current, { ...rules, why });
  const share = shownShare(weekComparison.share, headline.normalizedDeployments, beside.isWithheld);
  return {
    definition: DEFINITION,
    week: query.week,
    scope: scope.name,
    ship: scope.ship,
    state,
    completedAt: state === "open" ? null : new Date(completedAt).toISOString(),
    deployments,
    changes: why === null ? changes : { ...changes, ...NO_SPLIT },
    pulls: closedPulls(scope, current, { ...rules, isWithheld: beside.isWithheld }),
    ...headline,
    trend: shownTrend(weekComparison.trend, { floor, hidesBuilders }),
    share,
    summary: summaryOf({ ...weekComparison, share }),
    floor,
    beside,
    comparison: comparisonOf(settledWeeks(weeks), scope, {
      floor,
      isPrivate: hidesBuilders || why !== null,
    }),
    weeks: totalsOf(weeks, rules),
    filling: fillingOf(weeks),
    restated: restatedOf(weeks, published),
    reference: referenceOf(current, { weekComparison, published, zone: query.zone }),
    tools,
    undone: undoneIn(scope, current, rules),
    shipped: shippedIn(scope, current, { ...rules, isDivided: !beside.isWithheld }),
    repositories: repositoryTotals(scope, current, query),
    scopes: scopeTotals(scope, current, { ...rules, hasTools: tools !== null }),
    leftOut: scope.leftOut,
    warnings: warningsOf(scope, current, query.warnings),
    zeros: zerosOf(scope, current),
    targets: targetsOf(scope, current),
  };
}

const NO_SPLIT = { declared: null, undeclared: null, unknown: null };

function deploymentsOf({ repositories }: Scope, { start, end }: ScopeWeek): DeploymentCounts {
  const isInWeek = (at: Date) => at.getTime() >= start && at.getTime() < end;
  return countDeployments(repositories.flatMap(({ ledger }) => ledger.filter(({ at }) => isInWeek(at))));
}
