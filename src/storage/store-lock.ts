import { accessSync, constants, existsSync, realpathSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { MINUTE_MS } from "../domain/durations.ts";
import { createFolder } from "./folder.ts";
import { createSameFileCheck } from "./same-file.ts";
import { pathOf } from "./store-address.ts";
import { notWritable, StoreError } from "./store-identity.ts";

/** The time for which a server waits for another one to end, as in a rolling update. */
const WAIT_MS = MINUTE_MS;
const TRY_EVERY_MS = 200;
/** A server whose lock file is gone ends within two seconds. */
const ENDS_WITHIN_MS = 3_000;
const OWNER_ONLY = 0o600;

/** Another process still holds a store. */
export class StoreInUseError extends StoreError {
  constructor(path: string) {
    super(
      `${path} is in use by another server: stop that one first, or give this one a store of its own in DATABASE_URL`,
    );
  }
}

/** How to wait for a store. */
interface LockOptions {
  /** Called once, when another process holds it. */
  readonly onWaiting?: () => void;
  readonly waitMs?: number;
}

/** A store that this process holds. */
interface Hold {
  /** Throws a `StoreLostError` when the file of the lock was deleted or replaced: another process can take it then. */
  assertHeld(): void;
  release(): void;
}

/**
 * Holds a store for this process alone. Two servers on one store would write everything twice.
 *
 * This is a lock of the operating system on a file beside the store. It ends with the process, however that ends, and
 * does not depend on the clock. Readers, and commands that write a little, need no lock. Throws a `StoreInUseError`
 * when another process still holds it after the wait, and a `StoreError` when the file cannot be written or locked.
 */
export async function lockStore(
  url: string,
  { onWaiting = () => {}, waitMs = WAIT_MS }: LockOptions = {},
): Promise<Hold> {
  const path = pathOf(url);
  if (path === ":memory:") return { assertHeld: () => {}, release: () => {} };
  const file = lockPathOf(path);
  const until = performance.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    // Somebody may have removed the file since the last try.
    const isNew = makeLockFile(file);
    const client = lock(file);
    if (client !== undefined) {
      // Somebody may have removed the file of a server that still works.
      if (isNew && existsSync(path)) await sleep(ENDS_WITHIN_MS);
      return { assertHeld: createSameFileCheck(client), release: () => void client.close() };
    }
    if (performance.now() >= until) throw new StoreInUseError(path);
    if (isFirst) onWaiting();
    await sleep(TRY_EVERY_MS);
  }
}

/** The path of a store's lock: one for all links that lead to the store. */
export function lockPathOf(path: string): string {
  return `${existsSync(path) ? realpathSync(path) : path}.lock`;
}

/** Makes a lock file where there is none, and returns whether it did. It opens no other: closing it ends a lock on it. */
function makeLockFile(file: string): boolean {
  try {
    createFolder(dirname(file));
    if (!existsSync(file)) {
      writeFileSync(file, "", { mode: OWNER_ONLY, flag: "a" });
      return true;
    }
    accessSync(file, constants.W_OK);
    return false;
  } catch (error) {
    throw notWritable(file, error);
  }
}

/** Opens a lock file and locks it; `undefined` when another process has. */
function lock(file: string): SqliteDatabase.Database | undefined {
  let client: SqliteDatabase.Database | undefined;
  try {
    client = new SqliteDatabase(file, { timeout: 0 });
    client.exec("begin exclusive");
    return client;
  } catch (error) {
    client?.close();
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") return undefined;
    throw notLockable(file, error);
  }
}

function notLockable(file: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    `${file} cannot be locked: ${reason}: this user must be allowed to write in its folder; if it is another program's file, stop all servers of this store, and remove it`,
    { cause },
  );
}
