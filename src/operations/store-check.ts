import { Worker } from "node:worker_threads";

/** Compiled, the thread is a `.js` beside this one. */
const THREAD = new URL(import.meta.url.replace(/store-check\.(\w+)$/, "store-check-thread.$1"));

/** A check of a store that runs beside everything else. */
export interface StoreCheck {
  /** Resolves to what is wrong with the file first; to `undefined` for a sound one, one in memory, and a stopped check. */
  readonly damage: Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Starts looking a store's file over in a thread of its own (`quick_check`, sqlite.org/pragma.html#pragma_quick_check). */
export function startStoreCheck(url: string): StoreCheck {
  if (url.endsWith(":memory:")) return { damage: Promise.resolve(undefined), stop: async () => {} };
  const worker = new Worker(THREAD, { workerData: url.replace(/^file:/, "") });
  worker.unref();
  const damage = new Promise<string | undefined>((resolve) => {
    worker.once("message", resolve);
    // What cannot be opened is told of by whoever works on it.
    worker.once("error", () => resolve(undefined));
    worker.once("exit", () => resolve(undefined));
  });
  return {
    damage,
    async stop() {
      await worker.terminate();
    },
  };
}
