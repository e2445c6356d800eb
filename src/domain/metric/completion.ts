import { WEEK_MS } from "../durations.ts";
import { OUTCOMES } from "../shipping/outcome.ts";
import type { CountedChange } from "./counted-part.ts";
import { isWaiting } from "./counts.ts";
import type { Measured } from "./measured.ts";
import type { Scope } from "./scope.ts";

/** The start and the end of a week, in milliseconds. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The completion of a week. */
interface Completed {
  /** In milliseconds; `Infinity` while it is open. */
  readonly at: number;
  /** Whether its time was up while much of its work still waits. */
  readonly isShort: boolean;
}

/** Computes the completion of a week. */
export type Completion = (week: Span) => Completed;

/** The longest time for which pending work keeps a week open. */
const MOST_OPEN = 13 * WEEK_MS;
/** The share of a week's work that may be pending when it is complete. */
const MOST_PENDING = 0.1;
/** The share of an organization's work that must be in complete repositories. */
const LEAST_COMPLETE = 0.95;

/**
 * Computes the completion of each week in a scope.
 *
 * An organization's week is complete once the repositories with 95 % of its effective changes are. Otherwise the
 * slowest of a hundred would delay it.
 */
export function completionOf({ repositories, isOrganization }: Scope): Completion {
  const all = repositories.map((each) => repositoryCompletion(each, { isOrganization }));
  const [first] = all;
  if (!isOrganization && first !== undefined) return (week) => first(week);
  return (week) => {
    const parts = all.map((each) => each(week)).sort((a, b) => a.at - b.at);
    const least = LEAST_COMPLETE * parts.reduce((sum, { weight }) => sum + weight, 0);
    const at = instantOf(parts, least) ?? week.end;
    const shipped = parts.filter((part) => part.at <= at && !part.isShort);
    return { at, isShort: shipped.reduce((sum, { weight }) => sum + weight, 0) < least };
  };
}

/** A repository's part of a scope's week. */
interface Part extends Completed {
  /** The number of effective changes that were merged in it. */
  readonly weight: number;
}

/**
 * The time at which parts of some weight were complete. The parts must be in the order of time. `undefined` when there
 * is nothing to weigh.
 */
function instantOf(parts: readonly Part[], least: number): number | undefined {
  let weight = 0;
  return parts.find((part) => {
    weight += part.weight;
    return part.weight > 0 && weight >= least;
  })?.at;
}

/**
 * Computes the completion of each week in a repository.
 *
 * A week is complete once at most a tenth of its effective changes is pending. A change that a deployment left behind
 * may ship much later, so the arrival of a later change proves nothing about it. After thirteen weeks the week is
 * complete in any case. Where shipping means merging, it is complete when it ends.
 */
export function repositoryCompletion(
  measured: Measured,
  { isOrganization }: Pick<Scope, "isOrganization">,
): (week: Span) => Part {
  const work = workOf(measured);
  const silentAt = isOrganization ? silenceOf(measured) : Number.POSITIVE_INFINITY;
  return ({ start, end }) => {
    const [first, last] = [countBefore(work, start), countBefore(work, end)];
    const arrived = work
      .slice(first, last)
      .map(arrivedAt)
      .sort((a, b) => a - b);
    const weight = arrived.length;
    if (measured.ship === "merges" || weight === 0) return { at: end, isShort: false, weight };
    const proof = arrived[weight - 1 - Math.floor(MOST_PENDING * weight)] ?? Number.POSITIVE_INFINITY;
    // Without a deployment nothing is measured, so no time can be up.
    const timeUp = measured.measuredSince === undefined ? Number.POSITIVE_INFINITY : end + MOST_OPEN;
    const at = Math.max(end, Math.min(proof, timeUp, silentAt));
    // Work that shipped in the end no longer waits, however late it was.
    return { at, isShort: proof === Number.POSITIVE_INFINITY && silentAt > at, weight };
  };
}

/**
 * The time at which nothing had been counted in a repository for thirteen weeks. From then on an organization does not
 * wait for it, and never for a repository without deployments. The repository's own digest does wait.
 */
function silenceOf({ lastCounted, measuredSince }: Measured): number {
  const spoke = lastCounted ?? measuredSince;
  return spoke === undefined ? Number.NEGATIVE_INFINITY : spoke.getTime() + MOST_OPEN;
}

/** The effective changes in the order of their merges. */
function workOf({ changes, completing = changes }: Measured): readonly CountedChange[] {
  return completing.filter(isWork).sort((a, b) => mergedAt(a) - mergedAt(b));
}

function isWork(shipped: CountedChange): boolean {
  return isWaiting(shipped) || OUTCOMES[shipped.outcome].isOutput;
}

function mergedAt({ change }: CountedChange): number {
  return change.mergedAt.getTime();
}

/** `Infinity` while it is pending. */
function arrivedAt({ arrival }: CountedChange): number {
  return arrival?.at.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The number of changes that were merged before a time; they must be in the order of their merges. */
function countBefore(work: readonly CountedChange[], limit: number): number {
  let [low, high] = [0, work.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const change = work[middle];
    if (change !== undefined && mergedAt(change) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
