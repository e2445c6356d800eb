import { join } from "node:path";
import { sql } from "drizzle-orm";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type { Connection, SqlDatabase } from "../sql/handle.ts";
import { template } from "../sql/query.ts";
import { type Applied, anotherProgram, assertMigrations, MIGRATIONS } from "../store-identity.ts";

/** The folder of PostgreSQL's migrations. */
export const POSTGRES_MIGRATIONS: string = join(MIGRATIONS, "postgres");

/** The names of drizzle's journal and of all tables beside it; in this order, since a migration adds both at once. */
const FOUND = template<{ readonly hasJournal: number; readonly tables: number }>(sql`
  select to_regclass('drizzle.__drizzle_migrations') is not null as "hasJournal",
    (select count(*) from pg_tables where schemaname = current_schema()) as tables`);
const APPLIED = template<Applied>(sql`
  select hash, created_at as at from drizzle.__drizzle_migrations order by created_at`);

let known: readonly MigrationMeta[] | undefined;

/** What a database holds: the number of applied migrations, 0 where it is empty, and of this version's. */
export interface Holding {
  readonly applied: number;
  readonly known: number;
}

/**
 * Finds what a database holds. Throws a `StoreError` if it is another program's, of a later version, or has changed
 * migrations.
 */
export async function findHolding(database: SqlDatabase, name: string): Promise<Holding> {
  const applied = await database.read((snapshot) => readApplied(snapshot, name));
  known ??= readMigrationFiles({ migrationsFolder: POSTGRES_MIGRATIONS });
  assertMigrations(name, { applied, known });
  return { applied: applied.length, known: known.length };
}

async function readApplied(connection: Connection, name: string): Promise<readonly Applied[]> {
  const { hasJournal = 0, tables = 0 } = (await connection.one(FOUND)) ?? {};
  const applied = hasJournal ? await connection.all(APPLIED) : [];
  if (applied.length === 0 && tables > 0) throw anotherProgram(name);
  return applied;
}
