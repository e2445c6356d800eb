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

/**
 * Derives records of an earlier version again, once. It is the first transaction in turn, so that no store answers
 * before its end. A process that ends earlier leaves it to the next one.
 */
export async function deriveAgain({ $client: client, $sql: database }: Database): Promise<void> {
  if (Number(client.pragma("user_version", { simple: true })) >= DERIVATION) return;
  const doubtful = client.prepare(DOUBTFUL).all() as { repositoryId: number; id: number }[];
  if (doubtful.length > 0)
    await database.transaction(async (transaction) => {
      for (const { repositoryId, id } of doubtful) await deriveRecord(transaction, repositoryId, id);
    });
  client.pragma(`user_version = ${DERIVATION}`);
}
