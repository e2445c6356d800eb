import type { Attribution } from "../attribution/attribution.ts";
import { OUTCOMES } from "../shipping/outcome.ts";
import type { Measured } from "./measured.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";

/** Pull requests that were closed in a week, and how far they came. Each number is a part of the one before. */
export interface PullCounts {
  /** Merged or not, without those that were opened again. */
  readonly closed: number;
  readonly merged: number;
  readonly arrived: number;
  readonly effective: number;
  readonly net: number;
}

/** The closed pull requests of people and agents, and their division by what they declare. */
export interface ClosedPulls extends PullCounts {
  /** The three are `null` where the division is withheld. */
  readonly declared: PullCounts | null;
  readonly undeclared: PullCounts | null;
  readonly unknown: PullCounts | null;
}

/** The rules for dividing closed pull requests by what they declare. */
interface PullRules {
  readonly floor: number;
  readonly isOwnReader?: boolean | undefined;
  /** Whether the week is not divided at all. */
  readonly isWithheld: boolean;
  /** Whether the division would expose other repositories; see `withheldAmong`. */
  readonly hidesPulls?: boolean | undefined;
}

/** A pull request of a week, and how far it came. */
interface Closed extends Omit<Record<keyof PullCounts, boolean>, "closed"> {
  readonly attribution: Attribution;
}

/**
 * Counts the pull requests that were closed in a week; `undefined` where the unmerged ones of some repository are not
 * known. Robots' pull requests and pushes are not among them.
 *
 * The authors of unmerged pull requests are forgotten before their week is final, so the builders decide about the
 * division. Unlike a division of what shipped, it is withheld as well where nobody shipped.
 */
export function closedPulls(
  { repositories }: Pick<Scope, "repositories">,
  current: Pick<ScopeWeek, "start" | "end" | "changes" | "builders">,
  { floor, isOwnReader = false, isWithheld, hidesPulls = false }: PullRules,
): ClosedPulls | undefined {
  if (repositories.length === 0 || !repositories.every((each) => knowsUnmerged(each, current)))
    return undefined;
  const closed = closedIn(repositories, current);
  const isEnough = isOwnReader || closed.length === 0 || current.builders >= floor || floor <= 1;
  const isDivided = isEnough && !isWithheld && !hidesPulls;
  const of = (attribution: Attribution) =>
    isDivided ? count(closed.filter((each) => each.attribution === attribution)) : null;
  return {
    ...count(closed),
    declared: of("declared"),
    undeclared: of("undeclared"),
    unknown: of("unknown"),
  };
}

/** Whether a person or an agent closed a pull request of a repository in a week. */
export function closesAny(repository: Measured, week: Pick<ScopeWeek, "start" | "end">): boolean {
  const { start, end } = week;
  const isIn = (at: Date) => at.getTime() >= start && at.getTime() < end;
  const changes = repository.changes.filter(({ change }) => isIn(change.mergedAt));
  return closedIn([repository], { ...week, changes }).length > 0;
}

function knowsUnmerged({ unmerged, mergedOnlyBefore }: Measured, { start }: Pick<ScopeWeek, "start">) {
  return unmerged !== undefined && (mergedOnlyBefore === undefined || mergedOnlyBefore.getTime() <= start);
}

const UNMERGED = { merged: false, arrived: false, effective: false, net: false };

function closedIn(
  repositories: Scope["repositories"],
  { start, end, changes }: Pick<ScopeWeek, "start" | "end" | "changes">,
): readonly Closed[] {
  const merged = changes.flatMap(({ change: { id, attribution }, outcome }): Closed[] => {
    const { isMeasured, hasArrived: arrived, isOutput: effective } = OUTCOMES[outcome];
    if (!isMeasured || !id.startsWith("#")) return [];
    return [{ attribution, merged: true, arrived, effective, net: outcome === "net" }];
  });
  const unmerged = repositories.flatMap(({ unmerged: all = [], measuredSince }): Closed[] => {
    // As of the changes, what came before the measurement is in no count.
    const from = Math.max(start, measuredSince?.getTime() ?? start);
    const own = all.filter(({ closedAt }) => closedAt.getTime() >= from && closedAt.getTime() < end);
    return own.map(({ attribution }) => ({ attribution, ...UNMERGED }));
  });
  return [...merged, ...unmerged].filter(({ attribution }) => attribution !== "automation");
}

function count(pulls: readonly Closed[]): PullCounts {
  const of = (step: keyof typeof UNMERGED) => pulls.filter((pull) => pull[step]).length;
  return {
    closed: pulls.length,
    merged: of("merged"),
    arrived: of("arrived"),
    effective: of("effective"),
    net: of("net"),
  };
}
