import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { count } from "drizzle-orm";
import type { Database } from "./database.ts";
import { installations, repositories } from "./schema/repositories.ts";

/** The size of the store, and of its disk. */
export interface StoreSize {
  /** The number of migrations of the schema. */
  readonly schemaVersion: number;
  readonly installations: number;
  readonly repositories: number;
  /** The bytes of the database and of its write-ahead log; 0 in memory. */
  readonly bytes: number;
  /** The disk of the database; `undefined` in memory. */
  readonly disk: DiskSize | undefined;
}

/** The size of a disk, and the bytes that this process may still write. */
interface DiskSize {
  readonly bytes: number;
  readonly freeBytes: number;
}

/** Reads the size of a store. */
export async function readSize(database: Database): Promise<StoreSize> {
  const client = database.$client;
  const countOf = (table: typeof installations | typeof repositories) =>
    database.select({ count: count() }).from(table).get()?.count ?? 0;
  return {
    schemaVersion: client.prepare("select count(*) from __drizzle_migrations").pluck().get() as number,
    installations: countOf(installations),
    repositories: countOf(repositories),
    bytes: client.memory ? 0 : bytesOf(client.name) + bytesOf(`${client.name}-wal`),
    disk: client.memory ? undefined : await diskOf(client.name),
  };
}

/** The disk of a file, which need not exist. Rejects when its folder is gone. */
export async function diskOf(path: string): Promise<DiskSize> {
  const { bsize, blocks, bavail } = await statfs(dirname(path));
  return { bytes: blocks * bsize, freeBytes: bavail * bsize };
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
