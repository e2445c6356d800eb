import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { Database } from "./database.ts";
import { deploymentStatuses, deployments } from "./schema.ts";

/** A status of a deployment, with the deployment itself, as one delivery tells them. */
export interface DeploymentReport {
  readonly repositoryId: number;
  readonly deployment: Omit<Deployment, "statuses">;
  readonly status: DeploymentStatus;
}

/** Deployments and their statuses. */
export interface DeploymentStore {
  /** Records a status once, however often and in whatever order GitHub delivers it. */
  save(report: DeploymentReport): Promise<void>;
}

/** Stores deployments in SQLite. */
export function createDeploymentStore(database: Database): DeploymentStore {
  return {
    async save({ repositoryId, deployment, status }) {
      const { id, sha, environment, isProduction, isTransient } = deployment;
      const row = { id, repositoryId, sha, environment, isProduction, isTransient };
      database.transaction((transaction) => {
        transaction.insert(deployments).values(row).onConflictDoNothing().run();
        transaction
          .insert(deploymentStatuses)
          .values({ deploymentId: id, ...status, environment: status.environment ?? null })
          .onConflictDoNothing()
          .run();
      });
    },
  };
}
