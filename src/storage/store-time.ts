import { sql } from "drizzle-orm";
import { byDialect } from "./sql/dialect.ts";

/** A difference of clocks under a second may be the time that a query needs to arrive. */
const SAME_CLOCK_MS = 1_000;

/** The milliseconds by which the clock of the database is ahead of this machine's. */
const AHEAD = byDialect({
  // SQLite has no other clock.
  sqlite: sql`0`,
  postgres: sql`(select case when abs(ahead) > ${sql.raw(`${SAME_CLOCK_MS}`)} then ahead else 0 end
    from (select (extract(epoch from statement_timestamp()) * 1000)::bigint
      - cast(${sql.placeholder("machineNow")} as bigint) as ahead) as clock)`,
});

/**
 * The present time by the clock of the database, in milliseconds since 1970, the same for all servers of a store.
 *
 * A query with it needs the values of `timesOf`.
 */
export const STORE_NOW = sql`(cast(${sql.placeholder("now")} as bigint) + ${AHEAD})`;

/** The values of a query with `STORE_NOW`: the caller's time, and that of its machine, by which it is corrected. */
export function timesOf(now: Date): { readonly now: number; readonly machineNow: number } {
  return { now: now.getTime(), machineNow: Date.now() };
}
