import type { Retried } from "../storage/delivery-queue.ts";
import { withStores } from "./repository.ts";
import { UserError } from "./user-error.ts";

const REFUSALS: Readonly<Record<Exclude<Retried, "pending">, string>> = {
  unknown: "is no delivery in the store: plimsoll status lists those that are parked",
  "not-parked": "is not parked: it was worked, or will be by itself",
  "payload-gone": "has lost its payload: have GitHub deliver it again, in the App's settings under Advanced",
};

/**
 * Makes a parked delivery due again, or without an id all of them, and prints which; the server takes it up within a
 * second.
 *
 * Throws a `UserError` when that cannot be.
 */
export async function retry(id: string | undefined): Promise<void> {
  await withStores(async ({ deliveries }) => {
    if (id === undefined) return print(`will be tried again: ${await deliveries.retryAll(new Date())}`);
    const retried = await deliveries.retry(id, new Date());
    if (retried !== "pending") throw new UserError(`${id} ${REFUSALS[retried]}`);
    print(`will be tried again: ${id}`);
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
