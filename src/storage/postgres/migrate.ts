import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { PostgresClient } from "./client.ts";
import { POSTGRES_MIGRATIONS } from "./identity.ts";

/** The number of the lock that a server holds while it migrates; any number, the same in all versions. */
const LOCK = 7_546_765;

/** Brings the schema of a PostgreSQL database up to date. Of several servers one does it, and the others wait. */
export async function migratePostgres(url: string): Promise<void> {
  const client = new PostgresClient({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await migrate(drizzle({ client }), { migrationsFolder: POSTGRES_MIGRATIONS });
  } finally {
    // The lock ends with the connection.
    await client.end();
  }
}
