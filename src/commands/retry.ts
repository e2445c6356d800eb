import type { Retried } from "../storage/delivery-queue.ts";
import type { Stores } from "../storage/stores.ts";
import { withStores } from "./repository.ts";
import { UserError } from "./user-error.ts";

const REFUSALS: Readonly<Record<Exclude<Retried, "pending">, string>> = {
  unknown: "is not a delivery in the store: plimsoll status lists the parked ones",
  "not-parked": "is not parked: it was worked, or will be by itself",
  "payload-gone":
    "has no payload any more: let GitHub deliver it again, in the App's settings under Advanced",
};

/**
 * Makes a parked delivery due again, or without an id all work that was given up, and prints which; the server starts
 * it within a second.
 *
 * Throws a `UserError` when that is impossible.
 */
export async function retry(id: string | undefined): Promise<void> {
  await withStores(async (stores) => {
    const { deliveries } = stores;
    if (id === undefined) return print(`will be tried again: ${await retryAll(stores, new Date())}`);
    const retried = await deliveries.retry(id, new Date());
    if (retried !== "pending") throw new UserError(`${id} ${REFUSALS[retried]}`);
    print(`will be tried again: ${id}`);
  }, "write");
}

/** Makes all given-up work due again. It empties the record of bugs: a bug that remains is recorded again. */
async function retryAll({ deliveries, checkRuns, backfills, bugs }: Stores, now: Date): Promise<string> {
  await bugs.forget(now);
  const counts = [
    [await deliveries.retryAll(now), "deliveries"],
    [await checkRuns.retryAll(now), "check runs"],
    [await backfills.retryAll(now), "backfills"],
  ] as const;
  return counts.map(([count, what]) => `${count} ${what}`).join(", ");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
