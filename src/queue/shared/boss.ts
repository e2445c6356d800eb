import { type Db, PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { CONNECTS_WITHIN_MS } from "../../storage/postgres/client.ts";
import { poolOptions } from "../../storage/postgres/pool.ts";
import type { Transaction } from "../../storage/sql/handle.ts";
import { numbered } from "../../storage/sql/numbered.ts";

/** A server that stopped is noticed after this time without a sign of life, and `LOOK_EVERY` seconds at most. */
export const SIGN_OF_LIFE_SECONDS = 20;
const LOOK_EVERY_SECONDS = 5;
/** How often finished jobs are deleted. */
const CLEAN_EVERY_SECONDS = 60;

/** The largest number of connections beside those of the stores. One more listens. */
const CONNECTIONS = 6;

/** The same failure of pg-boss is logged once in this time, in milliseconds. */
const LOGGED_EVERY_MS = 60_000;
const MOST_MESSAGES = 100;

/**
 * Starts pg-boss in the database of the store, in its own schema `pgboss`. Its tables are made, or brought up to date, by
 * the first server that starts.
 */
export async function startBoss(
  url: string,
  log: Logger,
  watch: Parameters<typeof poolOptions>[1] = {},
): Promise<PgBoss> {
  const options = {
    // pg-boss passes these on to its pool.
    ...poolOptions(url, watch),
    // And these to its listening connection, which asks for a sign of life by itself once it listens.
    connectionTimeoutMillis: CONNECTS_WITHIN_MS,
    query_timeout: CONNECTS_WITHIN_MS,
    application_name: "plimsoll",
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: LOOK_EVERY_SECONDS,
    monitorIntervalSeconds: LOOK_EVERY_SECONDS,
    maintenanceIntervalSeconds: CLEAN_EVERY_SECONDS,
  };
  const boss = new PgBoss(options);
  const logFailure = createFailureLog(log);
  boss.on("error", (error) => logFailure(error, "The database did not do what the queue asked"));
  boss.on("warning", ({ message }) => logFailure(new Error(message), "The queue warns"));
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
function createFailureLog(log: Logger): (failure: Error, text: string) => void {
  const loggedAt = new Map<string, number>();
  return ({ message, ...failure }, text) => {
    const before = loggedAt.get(message) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - before < LOGGED_EVERY_MS) return;
    if (loggedAt.size >= MOST_MESSAGES) loggedAt.clear();
    loggedAt.set(message, performance.now());
    // Not every failure of pg-boss is an `Error`.
    log.error({ err: Object.assign(new Error(message), failure) }, text);
  };
}
