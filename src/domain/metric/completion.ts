import { WEEK_MS } from "../durations.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import { OUTCOMES } from "../shipping/outcome.ts";
import { isWaiting } from "./counts.ts";
import type { Measured } from "./measured.ts";
import type { Scope } from "./scope.ts";

/** Where a week starts and ends, in milliseconds. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a week became complete. */
interface Completed {
  /** In milliseconds; `Infinity` while it is open. */
  readonly at: number;
  /** Whether that is only because its time was up: much of its work still waits. */
  readonly isShort: boolean;
}

/** Tells how a week became complete. */
export type Completion = (week: Span) => Completed;

/** A week is held open no longer by work that does not ship. */
const MOST_OPEN = 13 * WEEK_MS;
/** How much of a week's work may wait while it is complete. */
const MOST_PENDING = 0.1;
/** How much of an organization's work must lie in repositories that are complete. */
const LEAST_COMPLETE = 0.95;

/**
 * Tells how each week became complete in a scope.
 *
 * An organization's is once the repositories that hold 95 % of its effective changes are: else the slowest of a hundred
 * would hold it up.
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
  /** How many effective changes were merged in it. */
  readonly weight: number;
}

/** When parts of some weight were complete, of those in the order of time; `undefined` when there is nothing to weigh. */
function instantOf(parts: readonly Part[], least: number): number | undefined {
  let weight = 0;
  return parts.find((part) => {
    weight += part.weight;
    return part.weight > 0 && weight >= least;
  })?.at;
}

/**
 * Tells how each week became complete in a repository.
 *
 * It is once at most a tenth of the effective changes merged in it is pending. What one deployment left behind may ship
 * much later, so one that merged after them and arrived proves nothing about them. After thirteen weeks it is complete
 * without that. Where merging is all that is known, it is complete when it ends.
 */
export function repositoryCompletion(
  measured: Measured,
  { isOrganization }: Pick<Scope, "isOrganization">,
): (week: Span) => Part {
  const { merges, arrivals } = workOf(measured);
  const silentAt = isOrganization ? silenceOf(measured) : Number.POSITIVE_INFINITY;
  return ({ start, end }) => {
    const arrived = arrivals.slice(countBelow(merges, start), countBelow(merges, end)).sort((a, b) => a - b);
    const weight = arrived.length;
    if (measured.ship === "merges" || weight === 0) return { at: end, isShort: false, weight };
    const proof = arrived[weight - 1 - Math.floor(MOST_PENDING * weight)] ?? Number.POSITIVE_INFINITY;
    // Of what was never deployed nothing is measured, so nothing of it can be over.
    const timeUp = measured.measuredSince === undefined ? Number.POSITIVE_INFINITY : end + MOST_OPEN;
    const at = Math.max(end, Math.min(proof, timeUp, silentAt));
    // What shipped after all waits no more, however late that was.
    return { at, isShort: proof === Number.POSITIVE_INFINITY && silentAt > at, weight };
  };
}

/**
 * When nothing had been counted in a repository for thirteen weeks: an organization does not wait for it any more, nor for
 * what was never deployed. Its own page does.
 */
function silenceOf({ lastCounted, measuredSince }: Measured): number {
  const spoke = lastCounted ?? measuredSince;
  return spoke === undefined ? Number.NEGATIVE_INFINITY : spoke.getTime() + MOST_OPEN;
}

/** The effective changes in the order of their merges, and when each arrived: `Infinity` while it is pending. */
function workOf({ changes }: Measured): { merges: readonly number[]; arrivals: readonly number[] } {
  const work = changes
    .filter(isWork)
    .map(({ change, arrival }) => ({
      merged: change.mergedAt.getTime(),
      arrived: arrival?.at.getTime() ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.merged - b.merged);
  return { merges: work.map(({ merged }) => merged), arrivals: work.map(({ arrived }) => arrived) };
}

function isWork(shipped: ShippedChange): boolean {
  return isWaiting(shipped) || OUTCOMES[shipped.outcome].isOutput;
}

/** How many numbers of an ascending list lie below a limit. */
function countBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
