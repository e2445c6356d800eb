import type { Measured } from "./measured.ts";

/**
 * The share of an organization's work that may come from repositories that were measured differently before weeks
 * become incomparable. Without it, one changed config of a thousand would keep the organization learning for ever.
 */
const IMMATERIAL = 0.05;

/**
 * The time from which weeks can be compared with the one that ends at `end`, both in milliseconds.
 *
 * A week that starts before a repository's baseline, or before its rules changed, was measured differently. For a
 * repository that decides. For an organization it decides once such repositories have more than 5 % of the net changes.
 */
export function comparableSince(repositories: readonly Measured[], end: number): number {
  const dated = repositories
    .flatMap((measured) => {
      const since = sameSince(measured, end);
      return since === undefined ? [] : [{ since, weight: weightOf(measured) }];
    })
    .sort((a, b) => b.since - a.since);
  const most = IMMATERIAL * dated.reduce((sum, { weight }) => sum + weight, 0);
  let changed = 0;
  const deciding = dated.find(({ weight }) => {
    changed += weight;
    return changed > most || most === 0;
  });
  return deciding?.since ?? end;
}

/** Whether rules of a repository changed between two instants. */
export function hasLine(measured: readonly Measured[], from: number, until: number): boolean {
  return measured.some(({ lines }) => lines.some((at) => at.getTime() >= from && at.getTime() < until));
}

/** The time since which a repository is measured as at `end`; `undefined` when it is not measured. */
function sameSince({ measuredSince, lines }: Measured, end: number): number | undefined {
  if (measuredSince === undefined || measuredSince.getTime() >= end) return undefined;
  const before = lines.map((at) => at.getTime()).filter((at) => at < end);
  return Math.max(measuredSince.getTime(), ...before);
}

function weightOf({ changes }: Measured): number {
  return changes.filter(({ outcome, change }) => outcome === "net" && change.builder !== undefined).length;
}
