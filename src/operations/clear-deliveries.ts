import { setTimeout as sleep } from "node:timers/promises";
import { DAY_MS } from "../domain/durations.ts";
import type { DeliveryStore } from "../storage/deliveries.ts";

/** GitHub can redeliver for three days, a GitHub Enterprise Server for seven; each id is kept longer. */
const DONE_FOR = 14 * DAY_MS;
/** The time for which GitHub keeps a delivery. */
const PARKED_FOR = 3 * DAY_MS;
/** The pause between two batches, so that new deliveries are served first. */
const PAUSE_MS = 20;

/** Deletes old processed deliveries, and the payloads of parked ones that were not retried; in small steps. */
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
