import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type SqliteDatabase from "better-sqlite3";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";

/** The folder of the migrations, in the order of its journal. A released one never changes. */
export const MIGRATIONS: string = fileURLToPath(new URL("../../migrations", import.meta.url));

/** `Plim` in ASCII, in the header of the file (sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x506c696d;

/** A store cannot be opened; the message names the file, the problem, and the remedy. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** A file beside a store, or a copy of one, cannot be written. */
export function notWritable(path: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message.split(",")[0] : String(cause);
  return new StoreError(
    `${path} cannot be written: ${reason}: its folder must be there, and this user must be allowed to write in it`,
    { cause },
  );
}

/** The use of a store: `migrate` creates or migrates it; the others need a store of this version. */
export type StoreAccess = "migrate" | "write" | "read";

/**
 * Throws a `StoreError` for a path that is no file, such as a pipe, since opening it may never end. A missing file is
 * no error here.
 */
export function assertFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile())
    throw new StoreError(
      `${path} is no file: set DATABASE_URL to Plimsoll's store, such as file:./data/plimsoll.db`,
    );
}

/** A migration that was applied to a store. */
export interface Applied {
  readonly hash: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

const RESTORE = "or restore a backup";

let known: readonly MigrationMeta[] | undefined;

/**
 * Checks that a file is a store of this version. Throws a `StoreError` if it is another program's, damaged, of a later
 * version, or has changed migrations. Unless it is to be migrated, also if it is of an earlier version.
 */
export function assertOwnStore(client: SqliteDatabase.Database, access: StoreAccess): void {
  const { name } = client;
  const applied = withStoreErrors(name, () => readApplied(client));
  if (applied === undefined) {
    if (access === "migrate") return;
    throw new StoreError(`${name} is empty: start the server first, it makes the store`);
  }
  const all = knownMigrations();
  assertMigrations(name, { applied, known: all });
  if (applied.length < all.length && access !== "migrate")
    throw earlierVersion(name, [applied.length, all.length]);
}

/**
 * Compares the applied migrations of a store with those of this version. Throws a `StoreError` if they are of another
 * program, of a later version, or changed.
 */
export function assertMigrations(
  name: string,
  { applied, known: all }: { readonly applied: readonly Applied[]; readonly known: readonly MigrationMeta[] },
): void {
  const changed = applied.findIndex(({ hash }, at) => all[at] !== undefined && all[at].hash !== hash);
  if (changed === 0) throw anotherProgram(name);
  if (changed > 0)
    throw new StoreError(
      `${name} was migrated by another build (migration ${changed} is not this version's): run the version that wrote it, ${RESTORE}`,
    );
  if (applied.length > all.length)
    throw new StoreError(
      `${name} is of a later version (schema ${applied.length}; this one knows ${all.length}): run that version, ${RESTORE}`,
    );
}

/** The error of a store that must be migrated first; with the number of its migrations, and of this version's. */
export function earlierVersion(
  name: string,
  [applied, all]: readonly [applied: number, known: number],
): StoreError {
  return new StoreError(
    `${name} is of an earlier version (schema ${applied}; this one needs ${all}): start the server of this version, or run plimsoll migrate`,
  );
}

/** The applied migrations of a store; `undefined` for a file without tables. */
function readApplied(client: SqliteDatabase.Database): readonly Applied[] | undefined {
  const id = client.pragma("application_id", { simple: true }) as number;
  const tables = client
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite~_%' escape '~'")
    .pluck()
    .all() as string[];
  if (tables.length === 0 && (id === 0 || id === APPLICATION_ID)) return undefined;
  const isOurs = id === APPLICATION_ID || (id === 0 && tables.includes("__drizzle_migrations"));
  if (!isOurs) throw anotherProgram(client.name);
  return client
    .prepare("select hash, created_at as at from __drizzle_migrations order by created_at")
    .all() as Applied[];
}

/** Does something, and throws a `StoreError` when SQLite reports an unreadable file. */
function withStoreErrors<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw fileError(name, error);
  }
}

/** The `StoreError` for a file that SQLite cannot read; any other error stays as it is. */
export function fileError(name: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "SQLITE_NOTADB")
    return new StoreError(`${name} is no SQLite database: set DATABASE_URL to Plimsoll's store, ${RESTORE}`);
  if (code.startsWith("SQLITE_CORRUPT"))
    return new StoreError(`${name} is damaged: stop the server, and restore a backup`, { cause: error });
  return error;
}

/** The error of a database that holds something else. */
export function anotherProgram(name: string): StoreError {
  return new StoreError(`${name} is the database of another program: set DATABASE_URL to Plimsoll's store`);
}

function knownMigrations(): readonly MigrationMeta[] {
  known ??= readMigrationFiles({ migrationsFolder: MIGRATIONS });
  return known;
}
