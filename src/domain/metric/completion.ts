import type { Measured } from "./measured.ts";
import type { Scope } from "./scope.ts";

/** When the week that ends at an instant became complete, both in milliseconds; `Infinity` while it is open. */
export type Completion = (end: number) => number;

/** A repository in which nothing was counted for so long holds no week open any more: thirteen weeks. */
const DORMANT_AFTER = 13 * 7 * 86_400_000;

/** Tells when each week was complete in every repository of a scope. */
export function completionOf({ repositories, isOrganization }: Scope): Completion {
  const completions = repositories.map((each) => repositoryCompletion(each, { isOrganization }));
  return (end) => completions.reduce((latest, completed) => Math.max(latest, completed(end)), end);
}

/**
 * Tells when each week was complete in a repository.
 *
 * It is once the last change merged in or before the week, or one merged after that, has arrived: then a deployment
 * could have carried all of its work, and what never ships does not hold it open. One that stops deploying falls
 * silent; then it is complete without proof. Where merging is all that is known, it is complete when it ends.
 */
export function repositoryCompletion(
  measured: Measured,
  { isOrganization }: Pick<Scope, "isOrganization">,
): Completion {
  if (measured.ship === "merges") return (end) => end;
  const silentAt = silenceOf(measured, isOrganization);
  const { merges, proofs } = proofsOf(measured);
  return (end) => {
    const before = countBelow(merges, end);
    if (before === 0) return end;
    const last = countBelow(merges, merges[before - 1] ?? end);
    return Math.max(end, Math.min(proofs[last] ?? Number.POSITIVE_INFINITY, silentAt));
  };
}

/** When it fell, or will fall, silent. An organization does not wait for what was never deployed; its own page does. */
function silenceOf({ lastCounted, measuredSince }: Measured, isOrganization: boolean): number {
  const spoke = lastCounted ?? measuredSince;
  if (spoke !== undefined) return spoke.getTime() + DORMANT_AFTER;
  return isOrganization ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The merges of measured changes in the order of time, and for each the first arrival of it or of any later one. */
function proofsOf({ changes }: Measured): { merges: readonly number[]; proofs: readonly number[] } {
  const known = changes.filter(({ outcome }) => outcome !== "outside");
  const ordered = known
    .map(({ change, arrival }) => ({ merged: change.mergedAt.getTime(), arrived: arrival?.at.getTime() }))
    .sort((a, b) => a.merged - b.merged);
  const proofs: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const { arrived = first } of ordered.toReversed()) {
    first = Math.min(first, arrived);
    proofs.push(first);
  }
  return { merges: ordered.map(({ merged }) => merged), proofs: proofs.reverse() };
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
