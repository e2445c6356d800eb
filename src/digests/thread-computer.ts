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

/** Compiled, the thread is a `.js` beside this one. */
const THREAD = new URL(import.meta.url.replace(/thread-computer\.(\w+)$/, "computer-thread.$1"));

/**
 * Computes in a thread of its own, so that webhooks are answered meanwhile; it starts with the first question.
 *
 * `url` is that of the database file; what is in memory only can be computed only where it is. A thread that dies rejects
 * what it was asked, and the next question starts another.
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
      // Nothing but a question keeps the process waiting for it.
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
