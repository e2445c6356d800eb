import { sql } from "drizzle-orm";
import type { Creator } from "../domain/shipping/creator.ts";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import { deriveRecord } from "./event-rows.ts";
import { greatest } from "./expressions.ts";
import { deploymentStatuses, deployments } from "./schema/deployments.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** Statuses of a deployment, with the deployment itself, from a delivery or from the past. */
interface DeploymentReport {
  readonly repositoryId: number;
  readonly deployment: Omit<Deployment, "statuses" | "kind">;
  readonly statuses: readonly DeploymentStatus[];
}

/** Deployments and their statuses. */
export interface DeploymentStore {
  /**
   * Records statuses once, in whatever order and however often they come.
   *
   * Resolves to whether the production events changed, so that deployments must be applied.
   */
  save(report: DeploymentReport): Promise<boolean>;
  /** Records statuses of a known deployment. Resolves to whether deployments must be applied. */
  saveStatuses(repositoryId: number, id: number, statuses: readonly DeploymentStatus[]): Promise<boolean>;
}

/** Stores deployments. */
export function createDeploymentStore(database: SqlDatabase): DeploymentStore {
  return {
    save({ repositoryId, deployment, statuses }) {
      const { id, sha, environment, isProduction, isTransient, creator } = deployment;
      const row = { id, repositoryId, sha, environment, isProduction, isTransient, ...creatorRow(creator) };
      return database.transaction(async (transaction) => {
        await transaction.run(build.insert(deployments).values(row).onConflictDoNothing());
        return saveStatuses(transaction, { repositoryId, id, statuses });
      });
    },
    saveStatuses: (repositoryId, id, statuses) =>
      database.transaction((transaction) => saveStatuses(transaction, { repositoryId, id, statuses })),
  };
}

interface SavedStatuses {
  readonly repositoryId: number;
  readonly id: number;
  readonly statuses: readonly DeploymentStatus[];
}

async function saveStatuses(
  transaction: Transaction,
  { repositoryId, id, statuses }: SavedStatuses,
): Promise<boolean> {
  for (const status of statuses) await saveStatus(transaction, id, status);
  return deriveRecord(transaction, repositoryId, id);
}

/** The columns for the creator of a record. */
export function creatorRow(creator: Creator | undefined) {
  return { creator: creator?.id ?? null, creatorKind: creator?.kind ?? null };
}

async function saveStatus(
  transaction: Transaction,
  deploymentId: number,
  { state, at, environment = "", id }: DeploymentStatus,
): Promise<void> {
  const table = deploymentStatuses;
  // Some of GitHub's APIs provide the number, and others do not.
  const known = sql`coalesce(${table.number}, 0)`;
  const number = sql`nullif(${greatest(known, sql`coalesce(excluded.number, 0)`)}, 0)`;
  await transaction.run(
    build
      .insert(table)
      .values({ deploymentId, state, at, environment, number: id ?? null })
      .onConflictDoUpdate({
        target: [table.deploymentId, table.state, table.at, table.environment],
        set: { number },
      }),
  );
}
