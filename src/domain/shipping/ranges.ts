import { byMerge, type Change } from "./change.ts";
import { type Deployment, finishAll } from "./deployment.ts";
import type { Rules } from "./rules.ts";
import { inForce } from "./ship-mode.ts";

/** A stretch of history: the commits reachable from `head` and not from `base`. */
export interface Range {
  readonly base: string;
  readonly head: string;
}

/**
 * The stretches of history that must be read before arrivals can be told.
 *
 * Between one production deployment and the next, all commits; before the first, those since the earliest known
 * change, which tells the changes that the first deployment already carried. The answer follows from the facts alone,
 * so the same history is read whatever the order in which the facts arrive.
 */
export function rangesNeeded({
  deployments,
  changes,
  rules,
}: {
  readonly deployments: readonly Deployment[];
  readonly changes: readonly Change[];
  readonly rules: readonly Rules[];
}): Range[] {
  const productions = inForce(finishAll(deployments, rules), rules).filter(
    ({ ending }) => ending === "production",
  );
  const [baseline] = productions;
  if (baseline === undefined) return [];
  const ranges = new Map<string, Range>();
  const add = (base: string, head: string) =>
    base !== head && ranges.set(rangeKey({ base, head }), { base, head });
  const earliest = changes.filter(({ mergedAt }) => mergedAt <= baseline.at).sort(byMerge)[0];
  if (earliest !== undefined) add(earliest.baseSha, baseline.deployment.sha);
  for (const [index, { deployment }] of productions.entries()) {
    const next = productions[index + 1];
    if (next !== undefined) add(deployment.sha, next.deployment.sha);
  }
  return [...ranges.values()];
}

/** A range as GitHub writes it: `base...head`. */
export function rangeKey({ base, head }: Range): string {
  return `${base}...${head}`;
}
