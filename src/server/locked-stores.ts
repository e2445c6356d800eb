import type { Logger } from "pino";
import { MINUTE_MS } from "../domain/durations.ts";
import type { KeySource } from "../storage/pseudonym-key.ts";
import { isOnServer, nameOfStore } from "../storage/store-address.ts";
import { StoreError } from "../storage/store-identity.ts";
import { lockStore } from "../storage/store-lock.ts";
import { openStores, type Stores } from "../storage/stores.ts";

const WATCH_EVERY_MS = 1_000;
/** Deleted data must be gone from the disk within a minute, even when a reader delays that a few times. */
const EMPTY_LOG_EVERY_MS = 20_000;
const SAID_AFTER_MS = MINUTE_MS;

/** The options for holding the stores of a server. */
interface LockedStoresOptions {
  readonly log: Logger;
  /** Called once when a file of the store, or its lock, was deleted or replaced: writes are lost, or done twice. */
  readonly onLost: (error: unknown) => void;
  /** The source of the key of people's hashes. */
  readonly pseudonymKey: KeySource;
  readonly now: Date;
}

/** Stores that only this process uses. */
export interface LockedStores {
  readonly stores: Stores;
  /** Closes the stores, and releases them for other servers. */
  close(): Promise<void>;
}

/** Opens the stores for a server, once no other one uses them. Throws a `StoreError`, or the system's error. */
export async function openLockedStores(
  url: string,
  { log, onLost, pseudonymKey, now }: LockedStoresOptions,
): Promise<LockedStores> {
  if (isOnServer(url))
    throw new StoreError(
      `${nameOfStore(url)} serves commands only: the server needs a file in DATABASE_URL, such as file:./data/plimsoll.db`,
    );
  const hold = await lockStore(url, {
    onWaiting: () => log.warn("Another server works on this store: waiting for it to end, a minute at most"),
  });
  try {
    const stores = await openStores(url, {
      now,
      pseudonymKey,
      onKeyChanged: () =>
        log.warn(
          "The key of people's hashes changed: people of unsealed weeks count as new ones from now on",
        ),
    });
    const stopWatching = watchFiles([stores.operations.assertSameFile, hold.assertHeld], onLost);
    const stopEmptying = keepLogEmpty(stores, log);
    return {
      stores,
      async close() {
        stopWatching();
        stopEmptying();
        await stores.close();
        hold.release();
      },
    };
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** Calls `onLost` once, with the error of the first check that throws. Returns a function that stops watching. */
function watchFiles(checks: readonly (() => void)[], onLost: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    try {
      for (const check of checks) check();
    } catch (error) {
      clearInterval(timer);
      onLost(error);
    }
  }, WATCH_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Empties the write-ahead log regularly, so that no deleted data stays in it. Returns a function that stops this. */
function keepLogEmpty({ operations }: Pick<Stores, "operations">, log: Logger): () => void {
  let emptiedAt = performance.now() - EMPTY_LOG_EVERY_MS;
  let isSaid = false;
  const timer = setInterval(() => {
    const since = performance.now() - emptiedAt;
    if (since < EMPTY_LOG_EVERY_MS) return;
    if (triesToEmpty(operations)) {
      emptiedAt = performance.now();
      isSaid = false;
    } else if (since > SAID_AFTER_MS && !isSaid) {
      isSaid = true;
      log.warn(
        "Deleted data is still in the write-ahead log: another program keeps the store open for reading",
      );
    }
  }, WATCH_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** A failing disk makes the server unready in other ways. */
function triesToEmpty(operations: Stores["operations"]): boolean {
  try {
    return operations.emptyLog();
  } catch {
    return false;
  }
}
