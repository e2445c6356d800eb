import { appendFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { MINUTE_MS } from "../domain/durations.ts";
import { createFolder } from "./folder.ts";
import { notWritable, StoreError } from "./store-identity.ts";

/** The time for which a server waits for another one to end, as in a rolling update. */
const WAIT_MS = MINUTE_MS;
const TRY_EVERY_MS = 200;
const OWNER_ONLY = 0o600;

/** How to wait for a store. */
interface LockOptions {
  /** Called once, when another process holds it. */
  readonly onWaiting?: () => void;
  readonly waitMs?: number;
}

/**
 * Holds a store for this process alone, and returns a function that releases it. Two servers on one store would write
 * everything twice.
 *
 * This is a lock of the operating system on a file beside the store. It ends with the process, however that ends, and
 * does not depend on the clock. Readers, and commands that write a little, need no lock. Throws a `StoreError` when
 * another process still holds it after the wait, or when the file cannot be written.
 */
export async function lockStore(
  url: string,
  { onWaiting = () => {}, waitMs = WAIT_MS }: LockOptions = {},
): Promise<() => void> {
  const path = url.replace(/^file:/, "");
  if (path === ":memory:") return () => {};
  makeLockFile(path);
  const client = new SqliteDatabase(`${path}.lock`, { timeout: 0 });
  const until = performance.now() + waitMs;
  for (let isFirst = true; !lock(client); isFirst = false) {
    if (performance.now() >= until) {
      client.close();
      throw new StoreError(
        `${path} is in use by another server: stop that one first, or give this one a store of its own in DATABASE_URL`,
      );
    }
    if (isFirst) onWaiting();
    await sleep(TRY_EVERY_MS);
  }
  return () => client.close();
}

function makeLockFile(path: string): void {
  try {
    createFolder(dirname(path));
    appendFileSync(`${path}.lock`, "", { mode: OWNER_ONLY });
  } catch (error) {
    throw notWritable(`${path}.lock`, error);
  }
}

function lock(client: SqliteDatabase.Database): boolean {
  try {
    client.exec("begin exclusive");
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") return false;
    throw error;
  }
}
