import { appendFileSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { createFolder } from "./folder.ts";
import { assumeStatistics } from "./planner-statistics.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { createSqliteDatabase } from "./sql/sqlite.ts";
import { withStablePlans } from "./stable-plans.ts";
import { pathOf } from "./store-address.ts";
import {
  APPLICATION_ID,
  assertFile,
  assertOwnStore,
  MIGRATIONS,
  type StoreAccess,
} from "./store-identity.ts";

/** The file holds the keys of people's hashes. */
const OWNER_ONLY = 0o600;

/** An open database; only `storage/` sees it. */
export type Database = BetterSQLite3Database & {
  readonly $client: SqliteDatabase.Database;
  /** The same file, for stores that also run on PostgreSQL. */
  readonly $sql: SqlDatabase;
};

/**
 * Opens the database, and migrates its schema when `access` is `migrate`.
 *
 * `url` is `file:` and a path; `:memory:` gives tests a real database, and the bytes of a database a copy of it. Throws
 * a `StoreError` for a file that is no store of this version, and otherwise the system's error.
 */
export function openDatabase(url: string | Buffer, access: StoreAccess = "migrate"): Database {
  const client = openClient(url, access);
  try {
    assertOwnStore(client, access);
    return access === "read" ? wrapped(client) : prepared(client, access);
  } catch (error) {
    client.close();
    throw error;
  }
}

function openClient(url: string | Buffer, access: StoreAccess): SqliteDatabase.Database {
  if (typeof url !== "string") return new SqliteDatabase(url);
  assertFile(pathOf(url));
  if (access === "migrate") return new SqliteDatabase(preparedPath(url));
  return new SqliteDatabase(pathOf(url), { readonly: access === "read", fileMustExist: true });
}

function wrapped(client: SqliteDatabase.Database): Database {
  client.pragma("busy_timeout = 5000");
  const stable = withStablePlans(client);
  const parts = { $client: stable, $sql: createSqliteDatabase(stable) };
  return Object.assign(drizzle({ client: stable }), parts);
}

function prepared(client: SqliteDatabase.Database, access: "migrate" | "write"): Database {
  client.pragma("journal_mode = WAL");
  // Else SQLite may sort in a file.
  if (client.memory) client.pragma("temp_store = MEMORY");
  // Commits survive a crash of the process. Only durable transactions must survive a power cut at once.
  client.pragma("synchronous = NORMAL");
  // The payload of a finished delivery must not stay in free pages.
  client.pragma("secure_delete = ON");
  const database = wrapped(client);
  if (access === "migrate") {
    // To change a table SQLite builds a new one and drops the old one. The dropped rows must not delete others then.
    client.pragma("foreign_keys = OFF");
    migrate(database, { migrationsFolder: MIGRATIONS });
    // A marked file is not written, so that a locked database can still be read.
    const isMarked = client.pragma("application_id", { simple: true }) === APPLICATION_ID;
    if (!isMarked) client.pragma(`application_id = ${APPLICATION_ID}`);
  }
  client.pragma("foreign_keys = ON");
  assumeStatistics(client);
  return database;
}

function preparedPath(url: string): string {
  const path = pathOf(url);
  if (path === ":memory:") return path;
  createFolder(dirname(path));
  // SQLite's files beside it get the same rights.
  appendFileSync(path, "", { mode: OWNER_ONLY });
  return path;
}
