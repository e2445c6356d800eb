/** The thread in which a `Computer` works, on a connection of its own to the database. */
import { parentPort, workerData } from "node:worker_threads";
import { openStores } from "../storage/stores.ts";
import { type Computer, createComputer } from "./computer.ts";

/** What the thread is asked: which computation, of what. */
export interface Question {
  readonly id: number;
  readonly name: keyof Computer;
  readonly request: Parameters<Computer[keyof Computer]>[0];
}

/** What it answers. */
export type Answer = { readonly id: number } & ({ readonly found: unknown } | { readonly error: string });

const computer = createComputer(openStores(workerData as string));

parentPort?.on("message", async ({ id, name, request }: Question) => {
  const answer = (content: object) => parentPort?.postMessage({ id, ...content });
  try {
    // What is asked comes from `startComputer`, which pairs each computation with its request.
    answer({ found: await computer[name](request as never) });
  } catch (error) {
    answer({ error: error instanceof Error ? error.message : String(error) });
  }
});
