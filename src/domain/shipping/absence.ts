import type { Absence, Stay } from "./stays.ts";

/**
 * The times in which production held none of a change's stays, earliest first.
 *
 * Production holds a change as long as it holds any commit that carries it.
 */
export function absencesOf(stays: readonly Stay[]): Absence[] {
  const [only, ...others] = stays;
  if (only !== undefined && others.length === 0) return [...only.absences];
  const steps = stays.flatMap(stepsOf).sort((a, b) => a.at.getTime() - b.at.getTime() || b.by - a.by);
  const absences: Absence[] = [];
  let held = 0;
  for (const { at, by, deploymentId, environment } of steps) {
    const last = absences.at(-1);
    if (held === 0 && last !== undefined && by > 0)
      absences.splice(-1, 1, { ...last, until: at, endedBy: { deploymentId, environment } });
    held += by;
    if (held === 0) absences.push({ deploymentId, from: at, until: undefined });
  }
  return absences;
}

/** Production began to hold something (`1`), or ceased to (`-1`). */
export interface StayStep {
  readonly at: Date;
  readonly by: 1 | -1;
  /** The deployment that caused the step. Its environment is unknown where it took something out. */
  readonly deploymentId: number;
  readonly environment: string;
}

/** The steps of a stay: its arrival, and the two ends of each absence. */
export function stepsOf({ arrival: { at, deploymentId = 0, environment }, absences }: Stay): StayStep[] {
  return [
    { at, by: 1, deploymentId, environment },
    ...absences.flatMap(({ from, until, deploymentId: id, endedBy }) => [
      { at: from, by: -1 as const, deploymentId: id, environment: "" },
      ...(until === undefined ? [] : [{ at: until, by: 1 as const, ...broughtBackBy(endedBy, id) }]),
    ]),
  ];
}

function broughtBackBy(endedBy: Absence["endedBy"], otherwise: number) {
  return { deploymentId: endedBy?.deploymentId ?? otherwise, environment: endedBy?.environment ?? "" };
}
