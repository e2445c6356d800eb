import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pathOf } from "../storage/store-address.ts";

/** The compiled program is a `.js` beside this one. */
const PROGRAM = fileURLToPath(import.meta.url.replace(/store-check\.(\w+)$/, "store-check-process.$1"));

/** A check of a store in the background. */
export interface StoreCheck {
  /** Resolves to the first damage in the file; to `undefined` for a sound one, one in memory, and a stopped check. */
  readonly damage: Promise<string | undefined>;
  stop(): Promise<void>;
}

/**
 * Starts the check of a store's file in a process of its own (`quick_check`,
 * sqlite.org/pragma.html#pragma_quick_check).
 *
 * A thread could not be stopped before SQLite returns, which takes minutes for a large file.
 */
export function startStoreCheck(url: string): StoreCheck {
  if (url.endsWith(":memory:")) return { damage: Promise.resolve(undefined), stop: async () => {} };
  // The process needs nothing of the environment, which holds secrets.
  const child = fork(PROGRAM, [pathOf(url)], { env: {}, execArgv: [], stdio: "ignore" });
  child.unref();
  child.channel?.unref();
  const damage = new Promise<string | undefined>((resolve) => {
    child.once("message", ({ damage }: { readonly damage?: string }) => resolve(damage));
    // The server itself reports a file that cannot be opened.
    child.once("error", () => resolve(undefined));
    child.once("close", () => resolve(undefined));
  });
  return { damage, stop: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.ref();
  child.kill("SIGKILL");
  await ended;
}
