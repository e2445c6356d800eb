import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { count, sql } from "drizzle-orm";
import { installations, repositories } from "./schema/repositories.ts";
import { byDialect } from "./sql/dialect.ts";
import type { Connection } from "./sql/handle.ts";
import { build, type Query, template } from "./sql/query.ts";

/** The size of the store, and of its disk. */
export interface StoreSize extends StoredBytes {
  readonly kind: "SQLite" | "PostgreSQL";
  /** The number of migrations of the schema. */
  readonly schemaVersion: number;
  readonly installations: number;
  readonly repositories: number;
}

/** The bytes of a database, and of its disk. */
export interface StoredBytes {
  /** The bytes of the database and of its write-ahead log; 0 in memory. */
  readonly bytes: number;
  /** The disk of the database; `undefined` in memory, and on a server. */
  readonly disk: DiskSize | undefined;
}

/** The size of a disk, and the bytes that this process may still write. */
interface DiskSize {
  readonly bytes: number;
  readonly freeBytes: number;
}

const INSTALLATIONS = build.select({ count: count() }).from(installations);
const REPOSITORIES = build.select({ count: count() }).from(repositories);
const MIGRATIONS = byDialect({
  sqlite: sql`__drizzle_migrations`,
  postgres: sql`drizzle.__drizzle_migrations`,
});
const SCHEMAS = template<{ readonly count: number }>(sql`select count(*) as count from ${MIGRATIONS}`);
const BYTES_ON_SERVER = template<{ readonly bytes: number }>(
  sql`select pg_database_size(current_database()) as bytes`,
);

/** Loads the size of a store; without a file, of one on a server. */
export async function loadSize(
  connection: Connection,
  file: { loadSize(): Promise<StoredBytes> } | undefined,
): Promise<StoreSize> {
  const countOf = async (query: Query<{ readonly count: number }>) =>
    (await connection.one(query))?.count ?? 0;
  return {
    kind: connection.dialect === "sqlite" ? "SQLite" : "PostgreSQL",
    schemaVersion: await countOf(SCHEMAS),
    installations: await countOf(INSTALLATIONS),
    repositories: await countOf(REPOSITORIES),
    ...(await (file?.loadSize() ?? loadSizeOnServer(connection))),
  };
}

async function loadSizeOnServer(connection: Connection): Promise<StoredBytes> {
  return { bytes: (await connection.one(BYTES_ON_SERVER))?.bytes ?? 0, disk: undefined };
}

/** Loads the size of a file, of its write-ahead log, and of its disk. */
export async function loadFileSize(path: string): Promise<StoredBytes> {
  return { bytes: bytesOf(path) + bytesOf(`${path}-wal`), disk: await diskOf(path) };
}

/** The disk of a file, which need not exist. Rejects when its folder is gone. */
export async function diskOf(path: string): Promise<DiskSize> {
  const { bsize, blocks, bavail } = await statfs(dirname(path));
  return { bytes: blocks * bsize, freeBytes: bavail * bsize };
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
