import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

const read = (name: string) => readFileSync(new URL(`../../migrations/${name}`, import.meta.url), "utf8");

/** The schemas that there were, the first one first. */
export const { entries: SCHEMAS } = JSON.parse(read("meta/_journal.json")) as Journal;

/** The migration that made a schema, of which there are as many before it. */
export function migrationOf(index: number): string {
  return read(`${SCHEMAS[index]?.tag}.sql`);
}

/** What version 0.1.0 stored: at least one row of each table, in the columns that there were then. */
export const FIRST_ROWS = readFileSync(new URL("../fixtures/schema-0.1.0.sql", import.meta.url), "utf8");

/** What a store with some schemas holds: the first version's rows, and those that later schemas have a place for. */
interface OldRows {
  readonly schemas: number;
  /** Rows by the schema, counted from one, that first had a place for them. */
  readonly rows: ReadonlyMap<number, string>;
}

/** Makes a file of so many schemas with rows, each inserted as soon as there is a place for it. */
export function createOldStore(file: string, { schemas, rows }: OldRows): SqliteDatabase.Database {
  const database = new SqliteDatabase(file);
  // No test cuts the power, and each statement would wait for the disk.
  database.pragma("synchronous = OFF");
  // As when a store is brought up to date: tables are built anew.
  database.pragma("foreign_keys = OFF");
  database.exec(
    "create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)",
  );
  const insert = database.prepare("insert into __drizzle_migrations (hash, created_at) values (?, ?)");
  for (const [index, { when }] of SCHEMAS.slice(0, schemas).entries()) {
    const migration = migrationOf(index);
    database.exec(migration);
    insert.run(createHash("sha256").update(migration).digest("hex"), when);
    database.exec(rows.get(index + 1) ?? "");
  }
  return database;
}
