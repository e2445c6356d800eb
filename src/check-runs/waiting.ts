import { WEEK_MS } from "../domain/durations.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import { changeWaitsBecause, type Waiting } from "../domain/shipping/standstill.ts";
import type { Stores } from "../storage/stores.ts";
import { loadShipMode } from "./ship-mode.ts";

/** Deployments of this time before the merge, and of this time after it, explain why a change waits. */
const [LOOKS_BACK, LOOKS_ON] = [13 * WEEK_MS, WEEK_MS];

/**
 * Finds the reason why a change waits; `undefined` when it does not wait.
 *
 * A week after the merge the reason is fixed, so that check runs are not rewritten each day. It stays open only where
 * nothing was deployed in all that time.
 */
export async function loadWaiting(
  { histories, rules }: Pick<Stores, "histories" | "rules">,
  of: {
    readonly repositoryId: number;
    readonly shipped: ShippedChange | undefined;
    readonly now: Date;
  },
): Promise<Waiting | undefined> {
  const { repositoryId, shipped, now } = of;
  if (shipped?.outcome !== "pending") return undefined;
  const { mergedAt } = shipped.change;
  const settled = new Date(mergedAt.getTime() + LOOKS_ON);
  const before = await histories.listEnvironmentCounts(repositoryId, [
    new Date(mergedAt.getTime() - LOOKS_BACK),
    mergedAt,
  ]);
  const soon = await histories.listEnvironmentCounts(repositoryId, [mergedAt, now < settled ? now : settled]);
  const isSilent = before.length === 0 && soon.length === 0;
  const since = isSilent ? await histories.listEnvironmentCounts(repositoryId, [mergedAt, now]) : soon;
  const { ship } = await loadShipMode({ histories, rules }, repositoryId, now);
  return changeWaitsBecause({ before, since }, ship);
}
