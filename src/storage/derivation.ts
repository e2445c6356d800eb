import { sql } from "drizzle-orm";
import { deriveRecord } from "./event-rows.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { template } from "./sql/query.ts";

/**
 * The version of the derivation of events. Raise it when the derivation changes. Stores from before there were events
 * have 0.
 *
 * SQLite has a place for it in the head of a file. No store on PostgreSQL is older than 1, so none needs it yet: a
 * higher one must be kept in a table there.
 */
const DERIVATION = 1;

const VERSION = template<{ readonly user_version: number }>(sql`pragma user_version`);
const SET_VERSION = sql.raw(`pragma user_version = ${DERIVATION}`);

/** The records that an earlier version may have derived differently: those with more than one deciding status. */
const DOUBTFUL = template<{ readonly repositoryId: number; readonly id: number }>(sql`
  select repository_id as "repositoryId", id from deployments
  where (select count(*) from deployment_statuses
    where deployment_id = deployments.id and state in ('success', 'failure', 'error', 'inactive')) > 1`);

/** Whether all records are derived as this version derives them. */
export async function isDerived(connection: Connection): Promise<boolean> {
  if (connection.dialect === "postgres") return true;
  return ((await connection.one(VERSION))?.user_version ?? 0) >= DERIVATION;
}

/** Derives records of an earlier version again, once. A process that ends before its end leaves it to the next one. */
export async function deriveAgain(transaction: Transaction): Promise<void> {
  if (await isDerived(transaction)) return;
  for (const { repositoryId, id } of await transaction.all(DOUBTFUL))
    await deriveRecord(transaction, repositoryId, id);
  await transaction.run(SET_VERSION);
}
