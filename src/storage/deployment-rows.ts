import { type SQL, sql } from "drizzle-orm";
import type { Creator } from "../domain/shipping/creator.ts";
import type {
  Deployment,
  DeploymentEvent,
  DeploymentStatus,
  ShippingRecord,
} from "../domain/shipping/deployment.ts";
import type { Release } from "../domain/shipping/release.ts";
import { matches, placeholders, withoutNulls } from "./rows.ts";
import {
  type deploymentEvents,
  deploymentStatuses,
  deployments,
  releases,
  releaseTellings,
  tagCommits,
} from "./schema/deployments.ts";
import type { Connection } from "./sql/handle.ts";
import { build, type Values } from "./sql/query.ts";

/** A query for ids, with placeholders, of the deployments and of the releases to read. */
interface RecordIds {
  readonly deployments: SQL;
  readonly releases: SQL;
}

/** The queries for the records with some ids. */
interface RecordQueries {
  readonly deployments: ReturnType<typeof deploymentQueries>;
  readonly releases: ReturnType<typeof releaseQueries>;
}

/** Builds the queries for the records with some ids, each with all its facts. */
export function buildRecordQueries(ids: RecordIds): RecordQueries {
  return { deployments: deploymentQueries(ids.deployments), releases: releaseQueries(ids.releases) };
}

const { id, repositoryId } = placeholders("id", "repositoryId");
const OF_REPOSITORY = buildRecordQueries({
  deployments: sql`select id from deployments where repository_id = ${repositoryId}`,
  releases: sql`select id from releases where repository_id = ${repositoryId}`,
});
const ONE = buildRecordQueries({ deployments: sql`${id}`, releases: sql`${id}` });
const TAGS = build
  .select()
  .from(tagCommits)
  .where(matches(tagCommits, placeholders("repositoryId", "tag")))
  .orderBy(tagCommits.at, tagCommits.sha);

/** Loads the records that queries find, each with all its facts. */
export async function loadRecords(
  connection: Connection,
  queries: RecordQueries,
  values: Values,
): Promise<ShippingRecord[]> {
  return [
    ...(await loadDeployments(connection, queries.deployments, values)),
    ...(await loadReleases(connection, queries.releases, values)),
  ];
}

/** Loads all records of a repository. */
export function loadRepositoryRecords(
  connection: Connection,
  repositoryId: number,
): Promise<ShippingRecord[]> {
  return loadRecords(connection, OF_REPOSITORY, { repositoryId });
}

/** Loads one record with all its facts. */
export async function loadRecord(connection: Connection, id: number): Promise<ShippingRecord | undefined> {
  return id < 0
    ? (await loadReleases(connection, ONE.releases, { id }))[0]
    : (await loadDeployments(connection, ONE.deployments, { id }))[0];
}

function deploymentQueries(ids: SQL) {
  return {
    rows: build.select().from(deployments).where(sql`${deployments.id} in (${ids})`).orderBy(deployments.id),
    statuses: build
      .select()
      .from(deploymentStatuses)
      .where(sql`${deploymentStatuses.deploymentId} in (${ids})`)
      .orderBy(deploymentStatuses.state, deploymentStatuses.at, deploymentStatuses.environment),
  };
}

async function loadDeployments(
  connection: Connection,
  queries: RecordQueries["deployments"],
  values: Values,
): Promise<Deployment[]> {
  const rows = await connection.all(queries.rows, values);
  if (rows.length === 0) return [];
  const statuses = await connection.all(queries.statuses, values);
  const found = Map.groupBy(statuses, ({ deploymentId }) => deploymentId);
  return rows.map((row) => toDeployment(row, (found.get(row.id) ?? []).map(toStatus)));
}

function releaseQueries(ids: SQL) {
  return {
    rows: build.select().from(releases).where(sql`${releases.id} in (${ids})`).orderBy(releases.id),
    states: build
      .select()
      .from(releaseTellings)
      .where(sql`${releaseTellings.releaseId} in (${ids})`)
      .orderBy(releaseTellings.at, releaseTellings.kind, releaseTellings.state, releaseTellings.tag),
  };
}

async function loadReleases(
  connection: Connection,
  queries: RecordQueries["releases"],
  values: Values,
): Promise<Release[]> {
  const rows = await connection.all(queries.rows, values);
  if (rows.length === 0) return [];
  const found = Map.groupBy(await connection.all(queries.states, values), ({ releaseId }) => releaseId);
  const loaded: Release[] = [];
  for (const row of rows) {
    const states = (found.get(row.id) ?? []).map(({ releaseId: _, ...state }) => withoutNulls(state));
    const { repositoryId } = row;
    const tags: Release["tags"][number][] = [];
    for (const tag of new Set(states.map(({ tag }) => tag)))
      for (const { at, sha } of await connection.all(TAGS, { repositoryId, tag }))
        tags.push({ tag, at, sha });
    loaded.push({ kind: "release", id: row.id, creator: toCreator(row), releaseStates: states, tags });
  }
  return loaded;
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
export async function loadEvent(
  connection: Connection,
  row: typeof deploymentEvents.$inferSelect,
): Promise<DeploymentEvent> {
  const record = await loadRecord(connection, row.deploymentId);
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
