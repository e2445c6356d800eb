import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Connection } from "../sql/handle.ts";
import { template } from "../sql/query.ts";

const OTHERS = template<{ readonly count: number }>(sql`
  select count(*) as count from pg_stat_activity
  where datname = current_database() and application_name = 'plimsoll' and pid <> pg_backend_pid()`);

/** PostgreSQL lists a connection for a moment after its end. */
const TRIES = 25;
const TRY_EVERY_MS = 200;

/**
 * Whether another process of this program is connected to the same database. PostgreSQL shows it to the same user, and to
 * those who may see all. Waits for those that are ending.
 */
export async function hasOthers(connection: Connection): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    if (((await connection.one(OTHERS))?.count ?? 0) === 0) return false;
    if (tries === TRIES) return true;
    await sleep(TRY_EVERY_MS);
  }
}
