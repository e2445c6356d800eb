import { and, eq, isNotNull } from "drizzle-orm";
import { type AttributedCommit, attributeChange } from "../domain/attribution/change-attribution.ts";
import type { Change } from "../domain/shipping/change.ts";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import type { History } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { changeCommits, changes, commits, deploymentStatuses, deployments, ranges } from "./schema.ts";

/** All facts of a repository, as the domain derives from them. */
export interface HistoryStore {
  load(repositoryId: number): Promise<History>;
}

type StoredCommit = AttributedCommit & { readonly parents: readonly string[] };

/** Reads histories from SQLite. */
export function createHistoryStore(database: Database): HistoryStore {
  return {
    async load(repositoryId) {
      return database.transaction((transaction) => {
        const bySha = new Map(readCommits(transaction, repositoryId).map((commit) => [commit.sha, commit]));
        return {
          changes: readChanges(transaction, repositoryId, bySha),
          deployments: readDeployments(transaction, repositoryId),
          graph: new Map([...bySha].map(([sha, { parents }]) => [sha, parents])),
          unrelated: readUnrelated(transaction, repositoryId),
        };
      });
    },
  };
}

type Reader = Pick<Database, "select">;

function readCommits(reader: Reader, repositoryId: number): StoredCommit[] {
  return reader.select().from(commits).where(eq(commits.repositoryId, repositoryId)).all();
}

function readChanges(
  reader: Reader,
  repositoryId: number,
  bySha: ReadonlyMap<string, StoredCommit>,
): Change[] {
  const own = new Map<number, StoredCommit[]>();
  const rows = reader
    .select({ number: changeCommits.number, sha: changeCommits.sha })
    .from(changeCommits)
    .where(eq(changeCommits.repositoryId, repositoryId))
    .orderBy(changeCommits.number, changeCommits.position)
    .all();
  for (const { number, sha } of rows) {
    const commit = bySha.get(sha);
    if (commit === undefined) continue;
    const known = own.get(number);
    if (known === undefined) own.set(number, [commit]);
    else known.push(commit);
  }
  return reader
    .select()
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), isNotNull(changes.mergedAt)))
    .orderBy(changes.number)
    .all()
    .map((row) => toChange(row, own.get(row.number) ?? []));
}

function toChange(row: typeof changes.$inferSelect, own: readonly StoredCommit[]): Change {
  const author = { attribution: row.authorAttribution, tools: row.authorTools };
  return {
    id: `#${row.number}`,
    mergedAt: row.mergedAt ?? row.updatedAt,
    baseSha: row.baseSha,
    carriers: [row.mergeSha, row.headSha].filter((sha) => sha !== null),
    builder: row.builder ?? undefined,
    attribution: attributeChange(author, own).attribution,
    isEffective: row.isEffective ?? true,
    reverts: row.reverts ?? [],
  };
}

function readDeployments(reader: Reader, repositoryId: number): Deployment[] {
  const statuses = new Map<number, DeploymentStatus[]>();
  const rows = reader
    .select({
      deploymentId: deploymentStatuses.deploymentId,
      state: deploymentStatuses.state,
      at: deploymentStatuses.at,
      environment: deploymentStatuses.environment,
    })
    .from(deploymentStatuses)
    .innerJoin(deployments, eq(deployments.id, deploymentStatuses.deploymentId))
    .where(eq(deployments.repositoryId, repositoryId))
    .all();
  for (const { deploymentId, state, at, environment } of rows) {
    const known = statuses.get(deploymentId) ?? [];
    known.push({ state, at, environment: environment ?? undefined });
    statuses.set(deploymentId, known);
  }
  return reader
    .select()
    .from(deployments)
    .where(eq(deployments.repositoryId, repositoryId))
    .orderBy(deployments.id)
    .all()
    .map(({ repositoryId: _, ...deployment }) => ({
      ...deployment,
      statuses: statuses.get(deployment.id) ?? [],
    }));
}

function readUnrelated(reader: Reader, repositoryId: number): Set<string> {
  const rows = reader
    .select({ base: ranges.base, head: ranges.head })
    .from(ranges)
    .where(and(eq(ranges.repositoryId, repositoryId), eq(ranges.isRelated, false)))
    .all();
  return new Set(rows.map(rangeKey));
}
