import type { Logger } from "pino";
import type { ServerEnv } from "../env.ts";
import { startStoreCheck } from "../operations/store-check.ts";
import { createStoreDamage } from "../operations/store-damage.ts";
import { yieldingStores } from "../queue/yielding-stores.ts";
import type { Enqueue } from "../storage/deliveries.ts";
import { openLockedStores } from "./locked-stores.ts";

interface WatchOptions {
  readonly enqueue: Enqueue;
  readonly env: ServerEnv;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Called once when the file of the store was deleted or replaced. */
  readonly onLost: (error: unknown) => void;
}

/** Opens the stores of the server, and watches them for damage. */
export async function openWatchedStores({ env, log, clock, onLost, enqueue }: WatchOptions) {
  const held = await openLockedStores(env.DATABASE_URL, {
    log,
    onLost,
    enqueue,
    now: clock(),
    pseudonymKey: { key: env.PSEUDONYM_KEY, path: env.PSEUDONYM_KEY_PATH },
  });
  // Writes to a damaged store are lost with it, and work on it fails again and again.
  let halt = () => {};
  const damage = createStoreDamage((problem) => {
    log.fatal({ damage: problem }, "The store is damaged: stop the server, and restore a backup");
    // Work under way fails too, once for each repository, as a consequence.
    log.level = "fatal";
    halt();
  });
  const opened = damage.watch(held.stores);
  // All but the intake lets webhooks go first.
  let webhooks = 0;
  const stores = yieldingStores(opened, () => webhooks);
  const check = startStoreCheck(env.DATABASE_URL);
  void check.damage.then((found) => found !== undefined && damage.record(found));
  return {
    held,
    damage,
    check,
    /** The stores of the intake, which do not wait for webhooks. */
    opened,
    stores,
    /** Counts a webhook that begins to arrive. */
    onArrival(): void {
      webhooks += 1;
    },
    /** Sets what stops the work once the store is damaged. */
    onDamage(stop: () => void): void {
      halt = stop;
      if (damage.find() !== undefined) halt();
    },
  };
}
