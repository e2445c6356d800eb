import { sql } from "drizzle-orm";
import type { Creator } from "../domain/shipping/creator.ts";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { Database } from "./database.ts";
import { deriveRecord } from "./event-rows.ts";
import { deploymentStatuses, deployments } from "./schema/deployments.ts";

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

/** Stores deployments in SQLite. */
export function createDeploymentStore(database: Database): DeploymentStore {
  return {
    async save({ repositoryId, deployment, statuses }) {
      const { id, sha, environment, isProduction, isTransient, creator } = deployment;
      const row = { id, repositoryId, sha, environment, isProduction, isTransient, ...creatorRow(creator) };
      return database.transaction((transaction) => {
        transaction.insert(deployments).values(row).onConflictDoNothing().run();
        return saveStatuses(repositoryId, id, statuses);
      });
    },
    saveStatuses: async (repositoryId, id, statuses) => saveStatuses(repositoryId, id, statuses),
  };

  function saveStatuses(repositoryId: number, id: number, statuses: readonly DeploymentStatus[]): boolean {
    return database.transaction((transaction) => {
      for (const status of statuses) saveStatus(transaction, id, status);
      return deriveRecord(transaction, repositoryId, id);
    });
  }
}

/** The columns for the creator of a record. */
export function creatorRow(creator: Creator | undefined) {
  return { creator: creator?.id ?? null, creatorKind: creator?.kind ?? null };
}

function saveStatus(
  writer: Pick<Database, "insert">,
  deploymentId: number,
  { state, at, environment = "", id }: DeploymentStatus,
): void {
  const table = deploymentStatuses;
  // Some of GitHub's APIs provide the number, and others do not.
  const later = sql`nullif(max(coalesce(number, 0), coalesce(excluded.number, 0)), 0)`;
  writer
    .insert(table)
    .values({ deploymentId, state, at, environment, number: id ?? null })
    .onConflictDoUpdate({
      target: [table.deploymentId, table.state, table.at, table.environment],
      set: { number: later },
    })
    .run();
}
