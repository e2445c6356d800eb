import type SqliteDatabase from "better-sqlite3";
import { openDatabase } from "./database.ts";
import { serverError } from "./postgres/errors.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { isOnServer, nameOfStore } from "./store-address.ts";
import { createStoreFile, type StoreFile } from "./store-file.ts";
import { fileError, type StoreAccess } from "./store-identity.ts";

/** A database of this version's schema. */
export interface OpenedStore {
  readonly sql: SqlDatabase;
  /** The name for people: a path, or a server and its database. */
  readonly name: string;
  /** Only where the store is in SQLite. */
  readonly client?: SqliteDatabase.Database;
  readonly file?: StoreFile;
  /** The `StoreError` behind an error of the database, if there is one, else the error itself. */
  toStoreError(error: unknown): unknown;
  close(): Promise<void>;
}

/** Opens a database by its address, or the bytes of a SQLite file. Throws a `StoreError`, or the system's error. */
export async function openStore(url: string | Buffer, access: StoreAccess): Promise<OpenedStore> {
  if (typeof url !== "string" || !isOnServer(url)) return openFile(url, access);
  // Loaded only here: a command on a file starts sooner without it.
  const { openPostgres } = await import("./postgres/open.ts");
  const sql = await openPostgres(url, access);
  const name = nameOfStore(url);
  return { sql, name, toStoreError: (error) => serverError(name, error), close: () => sql.close() };
}

function openFile(url: string | Buffer, access: StoreAccess): OpenedStore {
  const { $client: client, $sql: sql } = openDatabase(url, access);
  // At once: what still waits for its turn fails.
  const close = async () => void client.close();
  const { name } = client;
  const file = createStoreFile(client);
  return { sql, name, client, file, toStoreError: (error) => fileError(name, error), close };
}
