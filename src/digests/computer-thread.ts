/** The thread of a `Computer`, with its own connection to the database. */
import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { openStores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import { createComputer } from "./computer.ts";
import { type PackedError, packError } from "./thread-errors.ts";

/** A message to the thread: the computation and its input. */
export interface Question {
  readonly id: number;
  readonly name: keyof Computer;
  readonly request: Parameters<Computer[keyof Computer]>[0];
}

/** A message from the thread. */
export type Answer = { readonly id: number } & (
  | { readonly found: unknown }
  | { readonly error: PackedError }
);

goAfterOthers();
let opened: Promise<Computer> | undefined = open();

/** Lowers the priority of this thread where the system can, so that the thread for webhooks runs first. */
function goAfterOthers(): void {
  try {
    const [thread] = readlinkSync("/proc/thread-self").split("/").slice(-1);
    setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Elsewhere both have the same priority.
  }
}

/** Opens the store. A failure is that of the questions meanwhile, and the next one tries again. */
function open(): Promise<Computer> {
  const opening = openStores(workerData as string, { access: "write" }).then(createComputer);
  opening.catch(() => {
    opened = undefined;
  });
  return opening;
}

parentPort?.on("message", async ({ id, name, request }: Question) => {
  const answer = (content: object) => parentPort?.postMessage({ id, ...content });
  try {
    // Questions come from `startComputer`, which pairs each computation with its request.
    opened ??= open();
    answer({ found: await (await opened)[name](request as never) });
  } catch (error) {
    answer({ error: packError(error) });
  }
});
