import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { deriveRecord } from "./event-rows.ts";

/**
 * The version of the derivation of events. Raise it when the derivation changes. Stores from before there were events
 * have 0.
 */
const DERIVATION = 1;

/** The records that an earlier version may have derived differently: those with more than one deciding status. */
const DOUBTFUL = `
  select repository_id as repositoryId, id from deployments
  where (select count(*) from deployment_statuses
    where deployment_id = deployments.id and state in ('success', 'failure', 'error', 'inactive')) > 1`;

/** Derives records of an earlier version again, once. */
export function deriveAgain(database: Database): void {
  const { $client: client } = database;
  if (Number(client.pragma("user_version", { simple: true })) >= DERIVATION) return;
  database.transaction((transaction) => {
    const doubtful = transaction.all<{ repositoryId: number; id: number }>(sql.raw(DOUBTFUL));
    for (const { repositoryId, id } of doubtful) deriveRecord(transaction, repositoryId, id);
  });
  client.pragma(`user_version = ${DERIVATION}`);
}
