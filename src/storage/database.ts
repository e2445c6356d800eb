import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import SqliteDatabase from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { assumeStatistics } from "./planner-statistics.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

/** An open database; only `storage/` sees it. */
export type Database = BetterSQLite3Database & {
  readonly $client: SqliteDatabase.Database;
};

/**
 * Opens the database and brings its schema up to date.
 *
 * `url` is `file:` and a path; `:memory:` gives tests a real database. Throws when the file cannot be opened.
 */
export function openDatabase(url: string): Database {
  const path = url.replace(/^file:/, "");
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const client = new SqliteDatabase(path);
  client.pragma("journal_mode = WAL");
  // An acknowledged delivery must survive a power cut, and a worked payload must not linger in free pages.
  client.pragma("synchronous = FULL");
  client.pragma("secure_delete = ON");
  client.pragma("foreign_keys = ON");
  client.pragma("busy_timeout = 5000");
  const database = drizzle({ client });
  migrate(database, { migrationsFolder: MIGRATIONS });
  assumeStatistics(client);
  return database;
}
