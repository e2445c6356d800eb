import { eq, inArray, type SQL } from "drizzle-orm";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { Database } from "./database.ts";
import { deploymentStatuses, deployments } from "./schema/deployments.ts";

/** Reads the deployments that meet a condition, each with all its statuses. */
export function readDeployments(reader: Pick<Database, "select">, condition: SQL | undefined): Deployment[] {
  const rows = reader.select().from(deployments).where(condition).orderBy(deployments.id).all();
  const wanted = reader.select({ id: deployments.id }).from(deployments).where(condition);
  const statuses = new Map<number, DeploymentStatus[]>();
  const found = reader
    .select()
    .from(deploymentStatuses)
    .where(inArray(deploymentStatuses.deploymentId, wanted))
    .all();
  for (const { deploymentId, environment, ...status } of found) {
    const known = statuses.get(deploymentId) ?? [];
    known.push({ ...status, environment: environment ?? undefined });
    statuses.set(deploymentId, known);
  }
  return rows.map((row) => toDeployment(row, statuses.get(row.id) ?? []));
}

/** Reads one deployment with all its statuses. */
export function readDeployment(reader: Pick<Database, "select">, id: number): Deployment | undefined {
  return readDeployments(reader, eq(deployments.id, id))[0];
}

function toDeployment(
  row: typeof deployments.$inferSelect,
  statuses: readonly DeploymentStatus[],
): Deployment {
  const { id, sha, environment, isProduction, isTransient, creator, creatorKind } = row;
  return {
    kind: id < 0 ? "release" : "deployment",
    id,
    sha,
    environment,
    isProduction,
    isTransient,
    // A sealed one says what filed it, and no more who.
    creator: creatorKind === null ? undefined : { id: creator ?? "", kind: creatorKind },
    statuses,
  };
}
