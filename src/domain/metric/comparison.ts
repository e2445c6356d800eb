import type { ShippedChange } from "../shipping/judgement.ts";
import { midPInterval } from "./mid-p.ts";
import { round2 } from "./normalized-deployments.ts";
import { pooledOddsRatio, type Stratum } from "./odds-ratio.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import { largestPart, strataOf } from "./strata.ts";
import { isCovered } from "./tension.ts";
import { wasLive } from "./undone-share.ts";
import type { Week } from "./week.ts";

/** Why declared and undeclared changes cannot be held against each other. */
export type WhyNot =
  /** No week is settled whose builders can still be told apart. */
  | "weeks"
  /** Attribution is known of under 80 % of the changes. */
  | "coverage"
  /** The config, or the builders of the other repositories, ask for figures to be withheld. */
  | "privacy"
  /** Too few builders have both kinds of one size. */
  | "builders"
  /** One builder's changes would decide. */
  | "concentrated"
  /** So few of the changes were undone that twice the odds and half of them are both possible. */
  | "undone";

/** What was found where declared and undeclared changes can be held against each other. */
export interface Compared {
  /** The first and the last of the weeks. */
  readonly weeks: readonly [Week, Week];
  /** Changes of builders with both kinds of one size; only they are compared. */
  readonly changes: number;
  readonly builders: number;
  /** The odds of a declared change to be undone ÷ those of an undeclared one, pooled; `null` when infinite. */
  readonly oddsRatio: number | null;
  /** The 95 % interval of the odds ratio; its upper end is `null` when infinite. */
  readonly interval: readonly [number, number | null];
  /** `more` or `less` only where the interval lies beyond what kinds of work can make by themselves. */
  readonly finding: "none" | "more" | "less";
}

/** Whether declared changes were undone more or less often than undeclared ones of the same builders and sizes. */
export type Comparison = Compared | { readonly cannotTell: WhyNot };

/** Where all is public there is no privacy floor, but fewer builders than these do not make a comparison. */
const FEWEST_BUILDERS = 5;
const LARGEST_PART = 1 / 3;

/**
 * How far kinds of work, which are not held alike, can move the odds ratio by themselves: that of a kind which is twice as
 * common among the declared changes and twice as likely to be undone, 2 × 2 ÷ (2 + 2 − 1).
 *
 * J. Cornfield and others, Journal of the National Cancer Institute 22 (1959), 173–203; the formula is that of P. Ding and
 * T. J. VanderWeele, Epidemiology 27 (2016), 368–377, for the ratio of shares, which that of odds is near while few are undone.
 */
const KINDS = 4 / 3;

/** An interval that holds both of these ends tells nothing. */
const WIDE = [1 / 2, 2] as const;

/** What a comparison depends on, beside the weeks. */
interface ComparisonSources {
  /** The privacy floor that holds. */
  readonly floor: number;
  /** Whether groups are not compared, or figures about builders are withheld. */
  readonly isPrivate: boolean;
}

/**
 * Compares how often a revert undid declared and undeclared changes within seven days, with builders and sizes held alike.
 *
 * The odds ratio is Mantel and Haenszel's, pooled over builder × size, its interval the exact conditional one with mid-p.
 * The weeks are the settled ones in which no change is sealed: of sealed weeks nobody can tell which changes are of one builder.
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

/** The same of some changes, whichever weeks they are of. */
export function compareGroups(
  changes: readonly ShippedChange[],
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
