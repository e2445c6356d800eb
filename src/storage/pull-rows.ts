import { sql } from "drizzle-orm";
import type { ChangeKey, StoredPullRequest } from "../domain/records/change.ts";
import { listOwnCommits } from "./change-commits.ts";
import { CHANGES } from "./json/columns.ts";
import { listLabels } from "./labels.ts";
import { matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import type { Connection } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";

const { repositoryId, id } = placeholders("repositoryId", "id");
const LANDED_BY = template<{ readonly id: string }>(sql`
  select pull.id from changes as pull
  where pull.repository_id = ${repositoryId} and pull.state <> 'merged' and pull.merged_at is not null
    and pull.number is not null and pull.id in (
      select cast(${id} as text) union
      select '#' || number from landing_claims where repository_id = ${repositoryId} and push = ${id}
    )`);
const FIND = build.select().from(changes).where(matches(changes, { repositoryId, id }));

/** A pull request with its own commits and its labels. */
export async function findPull(
  connection: Connection,
  key: ChangeKey,
): Promise<StoredPullRequest | undefined> {
  const row = await connection.one(FIND, { repositoryId: key.repositoryId, id: key.id });
  if (row === undefined) return undefined;
  const commits = await listOwnCommits(connection, key);
  return toPullRequest(row, { commits, labels: await listLabels(connection, key) });
}

/** The pull requests that a push landed; for a pull request, itself if a push landed it. */
export async function listLandedPulls(
  connection: Connection,
  { repositoryId, id }: ChangeKey,
): Promise<readonly StoredPullRequest[]> {
  const landed: StoredPullRequest[] = [];
  for (const row of await connection.all(LANDED_BY, { repositoryId, id })) {
    const pull = await findPull(connection, { repositoryId, id: row.id });
    if (pull !== undefined) landed.push(pull);
  }
  return landed;
}

type Row = typeof changes.$inferSelect;

function toPullRequest(row: Row, read: Pick<StoredPullRequest, "commits" | "labels">): StoredPullRequest {
  const key = { repositoryId: row.repositoryId, id: row.id };
  return {
    ...key,
    number: row.number ?? 0,
    // GitHub calls a pull request that a push landed closed, or open again.
    state: row.mergedAt !== null && row.state === "closed" ? "merged" : row.state,
    updatedAt: row.updatedAt,
    baseSha: row.baseSha,
    headSha: row.headSha,
    mergeSha: row.mergeSha ?? undefined,
    mergedAt: row.mergedAt ?? undefined,
    isLandedByPush: row.mergedAt !== null && row.state !== "merged",
    author: row.author ?? undefined,
    asker: row.asker ?? undefined,
    merger: row.merger ?? undefined,
    account: { attribution: row.authorAttribution, tools: CHANGES.authorTools.read(row.authorTools, key) },
    branchTool: row.branchTool ?? undefined,
    claimedReverts: CHANGES.claimedReverts.read(row.claimedReverts, key),
    claimedRepeats: CHANGES.claimedRepeats.read(row.claimedRepeats, key),
    readFrom: row.readFrom ?? undefined,
    isEffective: row.isEffective ?? true,
    ...read,
  };
}
