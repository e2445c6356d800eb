import type { Logger } from "pino";
import { holdStore } from "./storage/hold.ts";
import { openStores, type Stores } from "./storage/stores.ts";

const WATCH_EVERY_MS = 1_000;

/** How the stores of a server are held. */
export interface HoldingOptions {
  readonly log: Logger;
  /** Called once when the file was deleted or replaced: what is written is lost from then on. */
  readonly onLost: (error: unknown) => void;
}

/** Stores that this process alone works on. */
export interface HeldStores {
  readonly stores: Stores;
  /** Closes the stores, and lets other servers have them. */
  close(): void;
}

/** Opens the stores for a server, once no other one works on them. Throws a `StoreError`, or why they cannot be opened. */
export async function openHeldStores(url: string, { log, onLost }: HoldingOptions): Promise<HeldStores> {
  const release = await holdStore(url, {
    onWaiting: () => log.warn("Another server works on this store: waiting for it to end, a minute at most"),
  });
  try {
    const stores = openStores(url);
    const stopWatching = watchFile(stores, onLost);
    return {
      stores,
      close() {
        stopWatching();
        stores.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Calls once when the file of the stores is not the one any more that was opened; returns how to stop watching. */
function watchFile({ operations }: Pick<Stores, "operations">, onLost: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    try {
      operations.assertSameFile();
    } catch (error) {
      clearInterval(timer);
      onLost(error);
    }
  }, WATCH_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
