import { setTimeout as sleep } from "node:timers/promises";
import { DAY_MS } from "../domain/durations.ts";
import type { DeliveryStore } from "../storage/deliveries.ts";

/** GitHub can be asked for three days to deliver again, a GitHub Enterprise Server for seven; each id is known for longer. */
const DONE_FOR = 14 * DAY_MS;
/** As long as GitHub keeps what it delivered. */
const PARKED_FOR = 3 * DAY_MS;
/** Between two batches, so that what comes in meanwhile is served first. */
const PAUSE_MS = 20;

/** Forgets deliveries that were done long ago, and what was in those that were parked and not retried; in small steps. */
export async function clearDeliveries(deliveries: DeliveryStore, now: Date): Promise<void> {
  const parkedBefore = new Date(now.getTime() - PARKED_FOR);
  while ((await deliveries.clearParked(parkedBefore)) > 0) await sleep(PAUSE_MS);
  const doneBefore = new Date(now.getTime() - DONE_FOR);
  let last: number | undefined = 0;
  while (last !== undefined) {
    last = await deliveries.prune(doneBefore, last);
    await sleep(PAUSE_MS);
  }
}
