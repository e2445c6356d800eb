import { Worker } from "node:worker_threads";
import type { Stores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import { createComputer } from "./computer.ts";
import type { Answer, Question } from "./computer-thread.ts";
import { unpackError } from "./thread-errors.ts";

/** A computer that can be stopped. */
export interface ThreadComputer extends Computer {
  stop(): Promise<void>;
}

interface Waiting {
  resolve(found: never): void;
  reject(error: Error): void;
}

/** In the compiled code, the thread is a `.js` beside this file. */
const THREAD = new URL(import.meta.url.replace(/thread-computer\.(\w+)$/, "computer-thread.$1"));

/**
 * Computes in a separate thread, so that webhooks are answered in the meantime. The thread starts with the first
 * question.
 *
 * `url` is that of the database file. A database in memory is used in the calling thread. A thread that dies rejects
 * its open questions, and the next question starts another.
 */
export function startComputer(url: string, stores: Stores): ThreadComputer {
  if (url.endsWith(":memory:")) return { ...createComputer(stores), stop: async () => {} };
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;
  const ask = <Name extends keyof Computer>(name: Name) =>
    ((request: Question["request"]) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker ??= open();
        worker.ref();
        worker.postMessage({ id: asked, name, request } satisfies Question);
      })) as Computer[Name];
  return {
    digest: ask("digest"),
    state: ask("state"),
    async stop() {
      await worker?.terminate();
    },
  };

  function open(): Worker {
    const opened = new Worker(THREAD, { workerData: url });
    opened.on("message", (answer: Answer) => {
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      // Only open questions keep the process alive.
      if (waiting.size === 0) opened.unref();
      if ("error" in answer) asker?.reject(unpackError(answer.error));
      else asker?.resolve(answer.found as never);
    });
    opened.on("error", (error: Error) => fail(error));
    opened.on("exit", () => fail(new Error("the thread that computes has ended")));
    return opened;
  }

  function fail(error: Error): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
}
