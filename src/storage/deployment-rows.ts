import { eq, inArray, type SQL } from "drizzle-orm";
import type { Creator } from "../domain/shipping/creator.ts";
import type {
  Deployment,
  DeploymentEvent,
  DeploymentStatus,
  ShippingRecord,
} from "../domain/shipping/deployment.ts";
import type { Release } from "../domain/shipping/release.ts";
import type { Database } from "./database.ts";
import { matches, placeholders, withoutNulls } from "./rows.ts";
import {
  type deploymentEvents,
  deploymentStatuses,
  deployments,
  releases,
  releaseTellings,
  tagCommits,
} from "./schema/deployments.ts";

type Reader = Pick<Database, "select">;

/** Conditions on the ids of the deployments and releases to read. */
interface RecordCondition {
  readonly deployments: SQL | undefined;
  readonly releases: SQL | undefined;
}

/** Prepares to read the records that meet a condition, each with all its facts. */
export function prepareRecords(reader: Reader, condition: RecordCondition) {
  const readDeployments = prepareDeployments(reader, condition.deployments);
  const readReleases = prepareReleases(reader, condition.releases);
  return (values: Record<string, number>): ShippingRecord[] => [
    ...readDeployments(values),
    ...readReleases(values),
  ];
}

/** Reads all records of a repository. */
export function readRecords(reader: Reader, repositoryId: number): ShippingRecord[] {
  return prepareRecords(reader, {
    deployments: eq(deployments.repositoryId, repositoryId),
    releases: eq(releases.repositoryId, repositoryId),
  })({});
}

/** Reads one record with all its facts. */
export function readRecord(reader: Reader, id: number): ShippingRecord | undefined {
  return id < 0
    ? prepareReleases(reader, eq(releases.id, id))({})[0]
    : prepareDeployments(reader, eq(deployments.id, id))({})[0];
}

function prepareDeployments(reader: Reader, condition: SQL | undefined) {
  const wanted = reader.select({ id: deployments.id }).from(deployments).where(condition);
  const ofWanted = inArray(deploymentStatuses.deploymentId, wanted);
  const rows = reader.select().from(deployments).where(condition).orderBy(deployments.id).prepare();
  const statuses = reader.select().from(deploymentStatuses).where(ofWanted).prepare();
  return (values: Record<string, number>): Deployment[] => {
    const found = Map.groupBy(statuses.all(values), ({ deploymentId }) => deploymentId);
    return rows.all(values).map((row) => toDeployment(row, (found.get(row.id) ?? []).map(toStatus)));
  };
}

function prepareReleases(reader: Reader, condition: SQL | undefined) {
  const wanted = reader.select({ id: releases.id }).from(releases).where(condition);
  const ofWanted = inArray(releaseTellings.releaseId, wanted);
  const rows = reader.select().from(releases).where(condition).orderBy(releases.id).prepare();
  const releaseStates = reader.select().from(releaseTellings).where(ofWanted).prepare();
  const isTag = matches(tagCommits, placeholders("repositoryId", "tag"));
  const tags = reader.select().from(tagCommits).where(isTag).prepare();
  return (values: Record<string, number>): Release[] => {
    const found = Map.groupBy(releaseStates.all(values), ({ releaseId }) => releaseId);
    return rows.all(values).map((row) => {
      const states = (found.get(row.id) ?? []).map(({ releaseId: _, ...releaseState }) =>
        withoutNulls(releaseState),
      );
      const { repositoryId } = row;
      const named = [...new Set(states.map(({ tag }) => tag))].flatMap((tag) =>
        tags.all({ repositoryId, tag }).map(({ at, sha }) => ({ tag, at, sha })),
      );
      return { kind: "release", id: row.id, creator: toCreator(row), releaseStates: states, tags: named };
    });
  };
}

function toStatus(row: typeof deploymentStatuses.$inferSelect): DeploymentStatus {
  const { state, at, environment, number } = row;
  return { state, at, environment: environment || undefined, id: number ?? undefined };
}

function toDeployment(
  row: typeof deployments.$inferSelect,
  statuses: readonly DeploymentStatus[],
): Deployment {
  const { id, sha, environment, isProduction, isTransient } = row;
  const fields = { id, sha, environment, isProduction, isTransient, statuses };
  return { kind: "deployment", ...fields, creator: toCreator(row) };
}

/** A sealed record keeps the kind of its creator, without the person. */
function toCreator({
  creator,
  creatorKind,
}: Pick<typeof deployments.$inferSelect, "creator" | "creatorKind">): Creator | undefined {
  return creatorKind === null ? undefined : { id: creator ?? "", kind: creatorKind };
}

/** A stored event, with its record. */
export function eventOfRow(reader: Reader, row: typeof deploymentEvents.$inferSelect): DeploymentEvent {
  const record = readRecord(reader, row.deploymentId);
  if (record === undefined) throw new Error(`event ${row.id} is of no record`);
  return toEvent(row, record);
}

/** A stored event of a record. */
export function toEvent(
  row: typeof deploymentEvents.$inferSelect,
  deployment: ShippingRecord,
): DeploymentEvent {
  const { at, environment, target, sha, conclusion, isProduction, isTransient } = row;
  const fields = { at, environment, target, sha, conclusion, isProduction, isTransient };
  const later = { failedLater: row.failedLater ?? undefined, withdrawnAt: row.withdrawnAt ?? undefined };
  return { deployment, ...fields, ...later };
}
