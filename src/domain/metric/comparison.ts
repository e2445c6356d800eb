import type { CountedChange } from "./counted-part.ts";
import { isCovered } from "./group-figures.ts";
import { midPInterval } from "./mid-p.ts";
import { round2 } from "./normalized-deployments.ts";
import { pooledOddsRatio, type Stratum } from "./odds-ratio.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { largestPart, strataOf } from "./strata.ts";
import { wasLive } from "./undone-share.ts";
import type { Week } from "./week.ts";

/** The reason why declared and undeclared changes cannot be compared. */
export type WhyNot =
  /** There is no settled week whose builders can still be distinguished. */
  | "weeks"
  /** Attribution is known for under 80 % of the changes. */
  | "coverage"
  /** The config, or the builders of the other repositories, require that figures are withheld. */
  | "privacy"
  /** Too few builders have both kinds of one size. */
  | "builders"
  /** One builder's changes would decide. */
  | "concentrated"
  /** Too few changes were undone: twice the odds and half of them are both possible. */
  | "undone";

/** The result where declared and undeclared changes can be compared. */
export interface Compared {
  /** The first and the last of the weeks. */
  readonly weeks: readonly [Week, Week];
  /** Changes of builders with both kinds of one size. Only these are compared. */
  readonly changes: number;
  readonly builders: number;
  /** The odds that a declared change is undone ÷ the odds for an undeclared one, pooled; `null` when infinite. */
  readonly oddsRatio: number | null;
  /** The 95 % interval of the odds ratio; its upper end is `null` when infinite. */
  readonly interval: readonly [number, number | null];
  /** `more` or `less` only where the interval is beyond the possible effect of kinds of work. */
  readonly finding: "none" | "more" | "less";
}

/** Whether declared changes were undone more or less often than undeclared ones of the same builders and sizes. */
export type Comparison = Compared | { readonly cannotTell: WhyNot };

/** The fewest builders for a comparison, even where everything is public and there is no privacy floor. */
const FEWEST_BUILDERS = 5;
const LARGEST_PART = 1 / 3;

/**
 * The largest odds ratio that kinds of work, which are not controlled, can cause by themselves. It is that of a kind
 * that is twice as common among declared changes and twice as likely to be undone: 2 × 2 ÷ (2 + 2 − 1).
 *
 * J. Cornfield and others, Journal of the National Cancer Institute 22 (1959), 173–203; the formula is by P. Ding and
 * T. J. VanderWeele, Epidemiology 27 (2016), 368–377, for the ratio of shares, which is close to the odds ratio while
 * few changes are undone.
 */
const KINDS = 4 / 3;

/** An interval that contains both of these is no result. */
const WIDE = [1 / 2, 2] as const;

/** The settings of a comparison, beside the weeks. */
interface ComparisonSources {
  /** The privacy floor in force. */
  readonly floor: number;
  /** Whether groups are not compared, or figures about builders are withheld. */
  readonly isPrivate: boolean;
}

/**
 * Compares how often a revert undid declared and undeclared changes within seven days, within builder and size.
 *
 * The odds ratio is Mantel and Haenszel's, pooled over builder × size, and its interval is the exact conditional one
 * with mid-p. The weeks are the settled ones without a sealed change: in sealed weeks nobody can know which changes
 * have the same builder.
 */
export function comparisonOf(
  settled: readonly ScopeWeek[],
  { repositories }: Pick<Scope, "repositories">,
  sources: ComparisonSources,
): Comparison {
  if (sources.isPrivate) return { cannotTell: "privacy" };
  const sealed = repositories.reduce(
    (last, { lastSealed }) => Math.max(last, lastSealed?.getTime() ?? last),
    Number.NEGATIVE_INFINITY,
  );
  const weeks = settled.filter(({ start }) => start > sealed);
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week];
  if (first === undefined || last === undefined) return { cannotTell: "weeks" };
  const found = compareGroups(
    weeks.flatMap(({ changes }) => changes),
    sources,
  );
  return "cannotTell" in found ? found : { weeks: [first, last], ...found };
}

/** The same for some changes of any weeks. */
export function compareGroups(
  changes: readonly CountedChange[],
  { floor }: Pick<ComparisonSources, "floor">,
): Omit<Compared, "weeks"> | { readonly cannotTell: WhyNot } {
  const live = changes.filter(wasLive);
  if (!isCovered(live)) return { cannotTell: "coverage" };
  const strata = strataOf(live);
  const builders = new Set(strata.map(({ builder }) => builder)).size;
  if (builders < Math.max(FEWEST_BUILDERS, floor)) return { cannotTell: "builders" };
  const part = largestPart(strata);
  if (part === undefined) return { cannotTell: "undone" };
  if (part > LARGEST_PART) return { cannotTell: "concentrated" };
  const [low, high] = midPInterval(strata);
  if (low < WIDE[0] && high > WIDE[1]) return { cannotTell: "undone" };
  return {
    changes: sizeOf(strata),
    builders,
    oddsRatio: finite(pooledOddsRatio(strata) ?? Number.POSITIVE_INFINITY),
    interval: [round2(low), finite(high)],
    finding: findingOf(low, high),
  };
}

function findingOf(low: number, high: number): Compared["finding"] {
  if (low > KINDS) return "more";
  return high < 1 / KINDS ? "less" : "none";
}

function sizeOf(strata: readonly Stratum[]): number {
  return strata.reduce((sum, { declared, undeclared }) => sum + declared.of + undeclared.of, 0);
}

function finite(ratio: number): number | null {
  return Number.isFinite(ratio) ? round2(ratio) : null;
}
