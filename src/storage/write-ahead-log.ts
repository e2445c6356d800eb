import type SqliteDatabase from "better-sqlite3";

/**
 * Moves commits into the database file, and empties the write-ahead log, which still holds deleted data.
 *
 * Does not wait. Returns whether the log is empty now: another connection that reads or writes prevents it.
 */
export function emptyLog(client: SqliteDatabase.Database): boolean {
  const timeout = client.pragma("busy_timeout", { simple: true });
  client.pragma("busy_timeout = 0");
  try {
    return client.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0;
  } finally {
    client.pragma(`busy_timeout = ${timeout}`);
  }
}
