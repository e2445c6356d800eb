import type { Change } from "./change.ts";
import type { Landing } from "./timeline.ts";

/** A deployment that took a change out of production for good. */
export interface Rollback {
  readonly deploymentId: number;
  readonly at: Date;
}

/** How long a change may be out of production and still count as restored. */
const RESTORED_WITHIN = 7 * 86_400_000;

/**
 * For each change, the first deployment after which no target held it for more than seven days.
 *
 * Until those seven days are over, as of `now`, a rollback may still be restored and takes nothing away.
 */
export function lastingRollbacks(landings: readonly Landing[], now: Date): Map<Change, Rollback> {
  const open = new Map<Change, Rollback>();
  const lasting = new Map<Change, Rollback>();
  const close = (change: Change, until: Date) => {
    const rollback = open.get(change);
    open.delete(change);
    if (rollback === undefined || lasting.has(change)) return;
    if (until.getTime() - rollback.at.getTime() > RESTORED_WITHIN) lasting.set(change, rollback);
  };
  for (const { finished, lost, restored } of landings) {
    for (const change of lost) open.set(change, { deploymentId: finished.deployment.id, at: finished.at });
    for (const change of restored) close(change, finished.at);
  }
  for (const change of [...open.keys()]) close(change, now);
  return lasting;
}
