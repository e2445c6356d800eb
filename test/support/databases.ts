import { sql } from "drizzle-orm";
import { inject } from "vitest";
import { openDatabase } from "../../src/storage/database.ts";
import type { SqlDatabase } from "../../src/storage/sql/handle.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { template } from "../../src/storage/sql/query.ts";
import { createStoreFile, type StoreFile } from "../../src/storage/store-file.ts";
import { copyOfMigrated } from "./migrated.ts";
import { newPostgresUrl, type TestServer } from "./postgres-cluster.ts";

/** A database with the tables of this version. */
export interface TestDatabase {
  readonly database: SqlDatabase;
  /** Only where the database is SQLite's. */
  readonly file?: StoreFile;
  /** Deletes all rows, as in a new database. */
  empty(): Promise<void>;
}

/** Makes an empty database: on PostgreSQL in the project of that name, else in memory. */
export function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("postgres");
  return server === undefined ? createInMemory() : createOnServer(server);
}

const TABLES_IN_MEMORY = template<{ readonly name: string }>(sql`
  select name from sqlite_schema where type = 'table' and name not like 'sqlite_stat%'
    and name not in ('__drizzle_migrations', 'definitions')`);

/** Makes an empty database in memory. */
export async function createInMemory(): Promise<TestDatabase> {
  const { $sql: database, $client: client } = openDatabase(copyOfMigrated());
  // No result may depend on the order of rows that no query asks for. PostgreSQL's is any.
  client.pragma("reverse_unordered_selects = ON");
  const tables = await database.all(TABLES_IN_MEMORY);
  const deletions = tables.map(({ name }) => client.prepare(`delete from ${name}`));
  const empty = async () => {
    client.pragma("foreign_keys = OFF");
    client.transaction(() => {
      for (const deletion of deletions) deletion.run();
    })();
    client.pragma("foreign_keys = ON");
  };
  return { database, file: createStoreFile(client), empty };
}

/** Takes a thirtieth of the time of `truncate`, which makes new files. */
const EMPTY_ON_SERVER = sql.raw(`do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'public' loop
    execute format('delete from %I', name);
  end loop;
  perform setval(sequencename::regclass, 1, false) from pg_sequences where schemaname = 'public';
end $$`);

async function createOnServer(server: TestServer): Promise<TestDatabase> {
  const database = connectPostgres(await newPostgresUrl(server));
  return { database, empty: async () => void (await database.run(EMPTY_ON_SERVER)) };
}
