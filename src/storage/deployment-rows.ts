import { eq, inArray, type SQL } from "drizzle-orm";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { Database } from "./database.ts";
import { deploymentStatuses, deployments } from "./schema/deployments.ts";

type Reader = Pick<Database, "select">;

/** Prepares to read the deployments that meet a condition, each with all its statuses. */
export function prepareDeployments(reader: Reader, condition: SQL | undefined) {
  const wanted = reader.select({ id: deployments.id }).from(deployments).where(condition);
  const ofWanted = inArray(deploymentStatuses.deploymentId, wanted);
  const rows = reader.select().from(deployments).where(condition).orderBy(deployments.id).prepare();
  const statuses = reader.select().from(deploymentStatuses).where(ofWanted).prepare();
  return (values: Record<string, number>): Deployment[] => {
    const found = Map.groupBy(statuses.all(values), ({ deploymentId }) => deploymentId);
    return rows.all(values).map((row) => toDeployment(row, (found.get(row.id) ?? []).map(toStatus)));
  };
}

/** Reads the deployments that meet a condition, each with all its statuses. */
export function readDeployments(reader: Reader, condition: SQL | undefined): Deployment[] {
  return prepareDeployments(reader, condition)({});
}

/** Reads one deployment with all its statuses. */
export function readDeployment(reader: Reader, id: number): Deployment | undefined {
  return readDeployments(reader, eq(deployments.id, id))[0];
}

function toStatus({
  deploymentId: _,
  environment,
  ...status
}: typeof deploymentStatuses.$inferSelect): DeploymentStatus {
  return { ...status, environment: environment ?? undefined };
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
