import type SqliteDatabase from "better-sqlite3";
import { createSameFileCheck } from "./same-file.ts";
import { loadFileSize, type StoredBytes } from "./store-size.ts";
import { emptyLog } from "./write-ahead-log.ts";

/** The SQLite file of a store. A store on a server has none. */
export interface StoreFile {
  loadSize(): Promise<StoredBytes>;
  /** Throws a `StoreLostError` when the file is no longer the one that was opened. */
  assertSame(): void;
  /** Empties the write-ahead log, which still holds deleted data. Returns whether it is empty. */
  emptyLog(): boolean;
}

/** Describes the file of an open database, which may also be in memory. */
export function createStoreFile(client: SqliteDatabase.Database): StoreFile {
  const { memory, name } = client;
  return {
    loadSize: async () => (memory ? { bytes: 0, disk: undefined } : loadFileSize(name)),
    assertSame: createSameFileCheck(client),
    // A timer calls it, and no transaction is open between two turns of the event loop.
    emptyLog: () => emptyLog(client),
  };
}
