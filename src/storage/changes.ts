import { and, eq, lt, notInArray, sql } from "drizzle-orm";
import type { ChangeKey, PullRequest, ReadChange, StoredPullRequest } from "../domain/records/change.ts";
import { isReadable } from "./access.ts";
import { createOwnCommitReader } from "./change-commits.ts";
import { createChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { CHANGES } from "./json/columns.ts";
import { createLabelReader } from "./labels.ts";
import { createLandedPulls } from "./landed-pulls.ts";
import { type Content, createLandingClaims, type UnreadPart } from "./landing-claims.ts";
import { createPullWriter } from "./pull-writer.ts";
import { matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";

/** The person who enqueued a pull request, or enabled its automatic merge. */
interface Enabled {
  readonly by: string;
  readonly at: Date;
}

interface PullKey {
  readonly repositoryId: number;
  readonly number: number;
}

/** Pull requests and their own commits. */
export interface ChangeStore {
  /**
   * Records a pull request from a delivery, unless a later state is known.
   *
   * A merge is never taken back; otherwise the later `updated_at` wins. GitHub's times have seconds. Of two pushes
   * within one second the larger head wins: arbitrary, but the same in any order. The people of a sealed change stay
   * unknown.
   */
  save(pullRequest: PullRequest): Promise<void>;
  /** Records the person who asked for a pull request. Of several, one is kept, the same in any order. */
  saveAsker(key: ChangeKey, by: string): Promise<void>;
  /** Records the person who enqueued a pull request or enabled its automatic merge. The latest is kept. */
  saveEnabler(key: ChangeKey, enabled: Enabled): Promise<void>;
  saveRead(key: ChangeKey, read: ReadChange): Promise<void>;
  /** Records that a change need not be attributed again with this version of the table of agents. */
  markAttributed(key: ChangeKey, agentsVersion: string): Promise<void>;
  /** The pull requests that a push landed; for a pull request, itself if a push landed it. */
  listLanded(key: ChangeKey): Promise<readonly StoredPullRequest[]>;
  /**
   * The parts of pushes that may have landed a pull request, for a push or a pull request, and that must be read to
   * decide.
   */
  listUnreadParts(key: ChangeKey): Promise<readonly UnreadPart[]>;
  savePart(repositoryId: number, part: UnreadPart, content: Content): Promise<void>;
  find(repositoryId: number, number: number): Promise<StoredPullRequest | undefined>;
  /** A pull request whose commits were attributed with an older version than this, in a repository that is not busy. */
  findOutdated(agentsVersion: string, busyRepositories: readonly number[]): Promise<PullKey | undefined>;
}

/** Stores pull requests in SQLite. */
export function createChangeStore(database: Database): ChangeStore {
  const writer = createChangeWriter(database);
  const savePull = createPullWriter(database, writer);
  const claims = createLandingClaims(database);
  const settle = createLandedPulls(database, { writer, claims });
  const landedBy = database.$client.prepare(LANDED_BY).pluck();
  const find = createPullReader(database);
  return {
    async save(pullRequest) {
      const key = { repositoryId: pullRequest.repositoryId, id: `#${pullRequest.number}` };
      database.transaction(() => settle(key, () => savePull(key, pullRequest)));
    },
    saveAsker: async (key, by) => saveAsker(database, key, by),
    saveEnabler: async (key, enabled) => saveEnabler(database, key, enabled),
    findOutdated: async (version, busy) => findOutdated(database, version, busy),
    async markAttributed(key, agentsVersion) {
      database.update(changes).set({ agentsVersion }).where(isChange(key)).run();
    },
    async saveRead(key, read) {
      const record = () => {
        writer.saveRead(key, read);
        if (!key.id.startsWith("#")) claims.save(key, read.landing, read);
      };
      database.transaction(() => settle(key, record));
    },
    async listLanded(key) {
      const ids = landedBy.all({ ...key }) as string[];
      return ids.map((id) => find({ ...key, id })).filter((pull) => pull !== undefined);
    },
    listUnreadParts: async (key) => claims.listUnreadParts(key),
    async savePart(repositoryId, part, content) {
      const record = () => claims.savePart(repositoryId, part, content);
      database.transaction(() => settle({ repositoryId, id: part.push }, record));
    },
    find: async (repositoryId, number) => find({ repositoryId, id: `#${number}` }),
  };
}

type Row = typeof changes.$inferSelect;

const isChange = ({ repositoryId, id }: ChangeKey) => matches(changes, { repositoryId, id });

const LANDED_BY = `
  select pull.id from changes as pull
  where pull.repository_id = @repositoryId and pull.state <> 'merged' and pull.merged_at is not null
    and pull.number is not null and pull.id in (
      select @id union select '#' || number from landing_claims where repository_id = @repositoryId and push = @id
    )`;

function createPullReader(database: Database) {
  const readOwnCommits = createOwnCommitReader(database);
  const readLabels = createLabelReader(database);
  const rows = database
    .select()
    .from(changes)
    .where(matches(changes, placeholders("repositoryId", "id")))
    .prepare();
  return (key: ChangeKey) =>
    database.transaction(() => {
      const row = rows.get({ ...key });
      return row && toPullRequest(row, { commits: readOwnCommits(key), labels: readLabels(key) });
    });
}

function saveAsker(database: Database, key: ChangeKey, by: string): void {
  database
    .update(changes)
    .set({ asker: sql`min(coalesce(${changes.asker}, ${by}), ${by})` })
    .where(and(isChange(key), eq(changes.isSealed, false)))
    .run();
}

function saveEnabler(database: Database, key: ChangeKey, { by, at }: Enabled): void {
  const isLater = sql`coalesce(${changes.enabledAt}, 0) <= ${at.getTime()}`;
  database
    .update(changes)
    .set({ enabler: by, enabledAt: at })
    .where(and(isChange(key), isLater, eq(changes.isSealed, false)))
    .run();
}

function findOutdated(
  database: Database,
  agentsVersion: string,
  busyRepositories: readonly number[],
): PullKey | undefined {
  return database
    .select({ repositoryId: changes.repositoryId, number: sql<number>`${changes.number}` })
    .from(changes)
    .where(
      and(
        lt(changes.agentsVersion, agentsVersion),
        notInArray(changes.repositoryId, [...busyRepositories]),
        sql`${changes.number} is not null`,
        isReadable(changes.repositoryId),
      ),
    )
    .limit(1)
    .get();
}

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
