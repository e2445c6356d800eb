import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import SqliteDatabase from "better-sqlite3";
import { vi } from "vitest";
import type { Session } from "./session.ts";

type Connection = SqliteDatabase.Database;

const LOCK = fileURLToPath(new URL("./lock.ts", import.meta.url));

/** Starts a session's server, and returns the connection with which it writes: SQLite is told through it what happens. */
export async function startWatched(session: Session): Promise<Connection> {
  const pragma = vi.spyOn(SqliteDatabase.prototype, "pragma");
  await session.start();
  const [connection] = pragma.mock.contexts as [Connection];
  pragma.mockRestore();
  return connection;
}

/** Leaves so many pages of the disk beside those that the database has. */
export function fillDisk(connection: Connection, left: number): void {
  const size = Number(connection.pragma("page_count", { simple: true }));
  connection.pragma(`max_page_count = ${size + left}`);
}

/** Gives back what `fillDisk` took. */
export function freeDisk(connection: Connection): void {
  connection.pragma("max_page_count = 1000000");
}

/** Has another process lock a database for longer than is waited for it; what is returned unlocks it. */
export async function lock(connection: Connection): Promise<() => Promise<unknown>> {
  connection.pragma("busy_timeout = 10");
  const child = spawn(process.execPath, [LOCK, connection.name], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return () => {
    child.stdin.end();
    return once(child, "exit");
  };
}
