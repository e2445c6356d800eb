import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { cutConnections, withClient } from "../../dev/simulation/processes/postgres.ts";

const POLL_MS = 10;
const WAITING = `select count(*)::int as waiting from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/** Holds a table, so that the next one who asks it waits. */
export interface HeldTable {
  /** Waits until somebody waits for the table, and cuts all connections to the database. */
  cut(): Promise<void>;
}

/** Locks a table of a database for all others. */
export async function holdTable(url: string, table: string): Promise<HeldTable> {
  const holder = new pg.Client({ connectionString: url });
  // It is cut, too.
  holder.on("error", () => {});
  await holder.connect();
  await holder.query(`begin; lock table ${table} in access exclusive mode`);
  return {
    async cut() {
      await withClient(url, async (client) => {
        for (;;) {
          const { rows } = await client.query<{ readonly waiting: number }>(WAITING);
          if ((rows[0]?.waiting ?? 0) > 0) return;
          await sleep(POLL_MS);
        }
      });
      await cutConnections(url);
    },
  };
}
