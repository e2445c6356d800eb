import { eq } from "drizzle-orm";
import { type Deployment, type DeploymentStatus, finish } from "../domain/shipping/deployment.ts";
import type { Database } from "./database.ts";
import { readDeployment } from "./deployment-rows.ts";
import { replayFrom } from "./replay.ts";
import { readRules } from "./rules.ts";
import { deploymentStatuses, deployments } from "./schema/deployments.ts";

/** A status of a deployment, with the deployment itself, as one delivery tells them. */
export interface DeploymentReport {
  readonly repositoryId: number;
  /** A release is a deployment under the negative of its id, since the ids of both are apart on GitHub. */
  readonly deployment: Omit<Deployment, "statuses" | "kind">;
  readonly status: DeploymentStatus;
}

/** Deployments and their statuses. */
export interface DeploymentStore {
  /**
   * Records a status once, however often and in whatever order GitHub delivers it.
   *
   * Resolves to whether that changed how or when the deployment ended in production, so that it must be played.
   */
  save(report: DeploymentReport): Promise<boolean>;
}

/** Stores deployments in SQLite. */
export function createDeploymentStore(database: Database): DeploymentStore {
  return {
    async save({ repositoryId, deployment, status }) {
      const { id, sha, environment, isProduction, isTransient, creator } = deployment;
      const kept = { creator: creator?.id ?? null, creatorKind: creator?.kind ?? null };
      const row = { id, repositoryId, sha, environment, isProduction, isTransient, ...kept };
      return database.transaction((transaction) => {
        transaction.insert(deployments).values(row).onConflictDoNothing().run();
        transaction
          .insert(deploymentStatuses)
          .values({ deploymentId: id, ...status, environment: status.environment ?? null })
          .onConflictDoNothing()
          .run();
        return judgeAgain(transaction, repositoryId, id);
      });
    },
  };
}

function judgeAgain(
  transaction: Pick<Database, "select" | "update">,
  repositoryId: number,
  id: number,
): boolean {
  const before = transaction
    .select({ ending: deployments.ending, at: deployments.endedAt })
    .from(deployments)
    .where(eq(deployments.id, id))
    .get();
  const deployment = readDeployment(transaction, id);
  const after = deployment && finish(deployment, readRules(transaction, repositoryId));
  if (after === undefined) return false;
  transaction
    .update(deployments)
    .set({ ending: after.ending, endedAt: after.at })
    .where(eq(deployments.id, id))
    .run();
  const production = [before, after].filter((each) => each?.ending === "production");
  const isSame = before?.ending === after.ending && before.at?.getTime() === after.at.getTime();
  if (isSame || production.length === 0) return false;
  for (const each of production) if (each?.at) replayFrom(transaction, repositoryId, each.at);
  return true;
}
