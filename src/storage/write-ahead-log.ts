import type SqliteDatabase from "better-sqlite3";

/**
 * Moves what was committed into the database file, and cuts the write-ahead log to nothing: it still holds what was deleted.
 *
 * Waits for nobody. Returns whether the log is empty now; while another connection reads or writes, it is not.
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
