import { occupancyOf } from "./builders.ts";
import type { CountedChange } from "./counted-part.ts";
import {
  type Approvals,
  approvalsOf,
  coverageOf,
  isCovered,
  type MedianIntervals,
  medianIntervals,
  medianLeadMinutes,
  medianLines,
  splitByDeclaration,
} from "./group-figures.ts";
import { distinctBuilders, round2 } from "./normalized-deployments.ts";
import type { ScopeWeek, ScopeWeeks } from "./scope-weeks.ts";
import { type ByDeclaration, type UndoneBands, undoneBands, wasLive } from "./undone-share.ts";
import type { Verdict } from "./verdict.ts";
import { lastFourWeeks } from "./week-comparison.ts";
import { type SplitRules, type WhyWithheld, whyWithheld } from "./withheld.ts";

/** The share of each group that was reverted within seven days, over the last settled weeks. */
export interface UndoneShares {
  /** The number of settled weeks with publishable groups, at most twelve. */
  readonly weeks: number;
  /** `null` while no week is settled, and when withheld. */
  readonly bands: UndoneBands | null;
}

/**
 * The guardrail metrics: the figures that would move if somebody bought the number with something else.
 *
 * Groups are compared with intervals and without a verdict. All figures but `undone` and `rollbacks` are about the net
 * changes merged in the week.
 */
export interface GuardrailMetrics {
  /** Whether the groups are not compared, and the AI-assisted share is not published. */
  readonly isWithheld: boolean;
  /** `coverage`: attribution is known for too few changes; the others: see `WhyWithheld`. */
  readonly withheldFor: "coverage" | WhyWithheld | null;
  /**
   * The share of net changes with known attribution; `null` without net changes, and where it would be about too few
   * people.
   */
  readonly coverage: number | null;
  /**
   * Whether the number is near its ceiling of one a day for each builder, so that net changes are more informative. Not
   * said of fewer builders than the floor: with the total it would tell their number.
   */
  readonly isNearCeiling: boolean;
  readonly netChanges: Verdict & { readonly count: number };
  readonly undone: UndoneShares;
  /** Deployments of the week that went back, and the changes that rollbacks of the week took out permanently. */
  readonly rollbacks: { readonly deployments: number; readonly changes: number };
  /** `null` where shipping means merging; the groups are `null` when withheld. */
  readonly medianLeadMinutes: (ByDeclaration<number | null> & { readonly all?: number | null }) | null;
  readonly medianLines: ByDeclaration<number | null> & { readonly all: number | null };
  /** `null` when withheld; absent from older digests. */
  readonly medianIntervals?: MedianIntervals | null;
  /** `null` when withheld. */
  readonly approvals: ByDeclaration<Approvals> | null;
}

const SETTLED_WEEKS = 12;
/** The share of all possible builder-days above which the number hardly rises. */
const NEAR_CEILING = 0.6;

/** The sources of the figures, beside the weeks. */
interface GuardrailSources {
  readonly netChanges: Verdict;
  /** The number of deployments of the week that went back. */
  readonly rollbacks: number;
  /** Whether shipping means merging. */
  readonly isProxy: boolean;
  /** The rules for the weeks whose groups may be published. */
  readonly rules: SplitRules;
  /** Whether figures about builders are withheld whatever their number. */
  readonly hidesBuilders: boolean;
}

/** Collects the guardrail metrics. */
export function guardrailsOf(weeks: ScopeWeeks, sources: GuardrailSources): GuardrailMetrics {
  const { current } = weeks;
  const net = current.changes.filter(({ outcome }) => outcome === "net");
  const coverage = coverageOf(net);
  const why = whyWithheld(current, sources.rules);
  const withheldFor = why ?? (isCovered(net) ? null : "coverage");
  const isWithheld = withheldFor !== null;
  const groupsOf = (figureOf: typeof medianLines) =>
    isWithheld ? { declared: null, undeclared: null } : splitByDeclaration(net, figureOf);
  return {
    isWithheld,
    withheldFor,
    coverage: coverage === undefined || why !== null ? null : round2(coverage),
    isNearCeiling: isNearCeiling(weeks, sources),
    netChanges: { count: net.length, ...sources.netChanges },
    undone: undoneOf(weeks, sources.rules, isWithheld),
    rollbacks: {
      deployments: sources.rollbacks,
      changes: rolledBackIn(current, weeks),
    },
    medianLeadMinutes: sources.isProxy
      ? null
      : { ...groupsOf(medianLeadMinutes), all: medianLeadMinutes(net) },
    medianLines: { ...groupsOf(medianLines), all: medianLines(net) },
    medianIntervals: isWithheld ? null : medianIntervals(net),
    approvals: isWithheld ? null : approvalsOf(net),
  };
}

function isNearCeiling(weeks: ScopeWeeks, { rules, hidesBuilders }: GuardrailSources): boolean {
  const lastFour = lastFourWeeks(weeks);
  const isHidden = hidesBuilders || distinctBuilders(lastFour) < rules.floor;
  if (isHidden && rules.isOwnReader !== true) return false;
  return (occupancyOf(weeks.current.days, lastFour) ?? 0) > NEAR_CEILING;
}

/** The last twelve settled weeks, for which all reverts within seven days are known. */
export function settledWeeks({ before, current }: ScopeWeeks): ScopeWeek[] {
  return [...before, current]
    .filter(({ state }) => state === "settled" || state === "final")
    .slice(-SETTLED_WEEKS);
}

/** Also withheld when attribution is known for too few changes of these weeks. */
function undoneOf(weeks: ScopeWeeks, rules: SplitRules, isWithheld: boolean): UndoneShares {
  const settled = settledWeeks(weeks).filter((week) => whyWithheld(week, rules) === null);
  const live = settled.flatMap(({ changes }) => changes).filter(wasLive);
  const isPublished = settled.length > 0 && !isWithheld && isCovered(live);
  return { weeks: settled.length, bands: isPublished ? undoneBands(live) : null };
}

function rolledBackIn({ start, end }: ScopeWeek, { before, current, after }: ScopeWeeks): number {
  const isTakenOut = ({ undoing }: CountedChange) =>
    undoing?.by.kind === "rollback" && undoing.at.getTime() >= start && undoing.at.getTime() < end;
  return [...before, current, ...after].reduce(
    (sum, { changes }) => sum + changes.filter(isTakenOut).length,
    0,
  );
}
