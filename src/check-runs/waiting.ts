import { WEEK_MS } from "../domain/durations.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import { changeWaitsBecause, type Waiting } from "../domain/shipping/standstill.ts";
import type { Stores } from "../storage/stores.ts";
import { shipSaid } from "./ship-said.ts";

/** How far before its merge, and for how long after it, deployments tell what a change waits for. */
const [LOOKS_BACK, LOOKS_ON] = [13 * WEEK_MS, WEEK_MS];

/**
 * What a change waits for, if it waits.
 *
 * A week after the merge the answer does not change any more, so that check runs are not written anew each day. The
 * exception: nothing had been deployed by then.
 */
export async function waitOf(
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
  const before = await histories.sightings(repositoryId, [
    new Date(mergedAt.getTime() - LOOKS_BACK),
    mergedAt,
  ]);
  const soon = await histories.sightings(repositoryId, [mergedAt, now < settled ? now : settled]);
  const isSilent = before.length === 0 && soon.length === 0;
  const since = isSilent ? await histories.sightings(repositoryId, [mergedAt, now]) : soon;
  const { ship } = await shipSaid({ histories, rules }, repositoryId, now);
  return changeWaitsBecause({ before, since }, ship);
}
