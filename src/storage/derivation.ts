import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { deriveRecord } from "./event-rows.ts";

/** How events follow from facts; when that changes, it is raised. Stores of before there were events have 0. */
const DERIVATION = 1;

/** Records that an earlier version may have read in another way: those that were told more than one decision. */
const DOUBTFUL = `
  select repository_id as repositoryId, id from deployments
  where (select count(*) from deployment_statuses
    where deployment_id = deployments.id and state in ('success', 'failure', 'error', 'inactive')) > 1`;

/** Derives anew, once, what an earlier version derived in another way. */
export function deriveAgain(database: Database): void {
  const { $client: client } = database;
  if (Number(client.pragma("user_version", { simple: true })) >= DERIVATION) return;
  database.transaction((transaction) => {
    const doubtful = transaction.all<{ repositoryId: number; id: number }>(sql.raw(DOUBTFUL));
    for (const { repositoryId, id } of doubtful) deriveRecord(transaction, repositoryId, id);
  });
  client.pragma(`user_version = ${DERIVATION}`);
}
