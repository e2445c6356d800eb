import { type Db, PgBoss } from "pg-boss";
import type { Logger } from "pino";
import type { Transaction } from "../../storage/sql/handle.ts";
import { numbered } from "../../storage/sql/numbered.ts";

/** A server that stopped is noticed after this time without a sign of life, and `LOOK_EVERY` seconds at most. */
export const SIGN_OF_LIFE_SECONDS = 20;
const LOOK_EVERY_SECONDS = 5;
/** How often finished jobs are deleted, and how long they are kept, in seconds. */
const CLEAN_EVERY_SECONDS = 600;
export const KEPT_SECONDS = 3_600;

/** The largest number of connections beside those of the stores. One more listens. */
const CONNECTIONS = 6;

/** The same failure of pg-boss is logged once in this time, in milliseconds. */
const LOGGED_EVERY_MS = 60_000;

/**
 * Starts pg-boss in the database of the store, in its own schema `pgboss`. Its tables are made, or brought up to date, by
 * the first server that starts.
 */
export async function startBoss(url: string, log: Logger): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "plimsoll",
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: LOOK_EVERY_SECONDS,
    monitorIntervalSeconds: LOOK_EVERY_SECONDS,
    maintenanceIntervalSeconds: CLEAN_EVERY_SECONDS,
  });
  boss.on("error", createFailureLog(log));
  await boss.start();
  return boss;
}

/** Lets pg-boss write in a transaction of the store. */
export function withinTransaction(transaction: Transaction): Db {
  return {
    executeSql: async (text, values = []) => ({ rows: await transaction.all(numbered(text, values)) }),
  };
}

/** pg-boss asks the database every second, so a database that is down would fill the log. */
function createFailureLog(log: Logger): (error: Error) => void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  let times = 0;
  return (error) => {
    times += 1;
    if (performance.now() - loggedAt < LOGGED_EVERY_MS) return;
    log.error({ err: error, times }, "The database did not do what the queue asked");
    loggedAt = performance.now();
    times = 0;
  };
}
