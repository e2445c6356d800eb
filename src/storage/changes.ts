import { and, eq, lt, notInArray, type Placeholder, sql } from "drizzle-orm";
import type { AccountAttribution, AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { SettledClaims } from "../domain/shipping/claims.ts";
import type { LandingClaim } from "../domain/shipping/landed-pulls.ts";
import { isReadable } from "./access.ts";
import { createOwnCommitReader } from "./change-commits.ts";
import { createChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { createLabelReader } from "./labels.ts";
import { createLandedPulls } from "./landed-pulls.ts";
import { type Content, createLandingClaims, type UnreadPart } from "./landing-claims.ts";
import { createPullWriter } from "./pull-writer.ts";
import { changes } from "./schema/changes.ts";

/** A pull request as GitHub last described it. */
export interface PullRequest {
  readonly repositoryId: number;
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly updatedAt: Date;
  readonly baseSha: string;
  readonly headSha: string;
  readonly mergeSha: string | undefined;
  readonly mergedAt: Date | undefined;
  /** When it was closed without a merge, as far as is told. */
  readonly closings: readonly Date[];
  /** Keyed hashes of its author and its merger, where they are people. */
  readonly author: string | undefined;
  readonly merger: string | undefined;
  readonly account: AccountAttribution;
  /** The tool whose folder its branch lies in. */
  readonly branchTool: string | undefined;
  /** What of the same repository its title and description say it reverts, and repeats: `#12`, or a commit. */
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
}

/** A pull request with what was read of its own commits. */
export interface StoredPullRequest extends Omit<PullRequest, "closings"> {
  readonly id: string;
  /** Who asked for it, if an agent opened it. */
  readonly asker: string | undefined;
  /** From what its commits were read. */
  readonly readFrom: string | undefined;
  readonly isEffective: boolean;
  /** Whether a push landed it, and GitHub calls it closed. */
  readonly isLandedByPush: boolean;
  readonly commits: readonly OwnCommit[];
  readonly labels: readonly ToolLabel[];
}

/** An own commit, with the version of the table of agents that it was attributed with. */
export interface OwnCommit extends AttributedCommit {
  readonly agentsVersion: string;
}

/**
 * What part a commit has in a change.
 *
 * `own` is its work, `merge` a merge commit in its branch, `pushed` what a push brought to the default branch, `landed`
 * what of a push landed a pull request, `carrier` what carries it to production, `restating` what of its work only takes
 * back or repeats others.
 */
export type CommitRole = "own" | "merge" | "pushed" | "landed" | "carrier" | "restating";

/** What was read of a change: its commits, and what its files say. */
export interface ReadChange extends SettledClaims {
  readonly readFrom: string;
  readonly own: readonly string[];
  readonly merges: readonly string[];
  readonly isEffective: boolean;
  /** Lines added and deleted in effective files; `undefined` when GitHub did not list them all. */
  readonly lines: number | undefined;
  readonly services: readonly string[];
  readonly patchId: string | undefined;
  /** A hash of which files it changes, and by how many lines. */
  readonly contentId: string | undefined;
  /** What the commits of a push say they land. */
  readonly landing: readonly LandingClaim[];
  /** The version of the table of agents that they were attributed with. */
  readonly agentsVersion: string;
}

/** Which change of which repository. */
export interface ChangeKey {
  readonly repositoryId: number;
  readonly id: string;
}

/** Pull requests and their own commits. */
export interface ChangeStore {
  /**
   * Records what a delivery says, unless something later is known.
   *
   * A merge is never taken back; else the later `updated_at` tells. GitHub's times have seconds, so of two pushes
   * within one the larger head is taken: arbitrary, but the same in any order. Who made a sealed change stays unknown.
   */
  save(pullRequest: PullRequest): Promise<void>;
  /** Records who asked for a pull request; of several, one is kept, the same in any order. */
  saveAsker(key: ChangeKey, by: string): Promise<void>;
  /** Records who enqueued a pull request or enabled its automatic merge; the latest is kept. */
  saveEnabler(key: ChangeKey, enabled: { readonly by: string; readonly at: Date }): Promise<void>;
  saveRead(key: ChangeKey, read: ReadChange): Promise<void>;
  /** Records that a change need not be attributed again with this version of the table of agents. */
  markAttributed(key: ChangeKey, agentsVersion: string): Promise<void>;
  /** The pull requests that a push landed; of one, itself where a push landed it. */
  listLanded(key: ChangeKey): Promise<readonly StoredPullRequest[]>;
  /** The parts of pushes that a push or a pull request may have been landed by, and that must be read to tell. */
  listUnreadParts(key: ChangeKey): Promise<readonly UnreadPart[]>;
  savePart(repositoryId: number, part: UnreadPart, content: Content): Promise<void>;
  find(repositoryId: number, number: number): Promise<StoredPullRequest | undefined>;
  /** A pull request whose commits were attributed with an older version than this, of a repository that is not busy. */
  findOutdated(
    agentsVersion: string,
    busyRepositories: readonly number[],
  ): Promise<{ readonly repositoryId: number; readonly number: number } | undefined>;
}

/** Stores pull requests in SQLite. */
export function createChangeStore(database: Database): ChangeStore {
  const writer = createChangeWriter(database);
  const pulls = createPullWriter(database, writer);
  const claims = createLandingClaims(database);
  const landed = createLandedPulls(database, { writer, claims });
  const landedBy = database.$client.prepare(LANDED_BY).pluck();
  const readOwnCommits = createOwnCommitReader(database);
  const readLabels = createLabelReader(database);
  const rows = database
    .select()
    .from(changes)
    .where(isChange({ repositoryId: sql.placeholder("repositoryId"), id: sql.placeholder("id") }))
    .prepare();
  const find = (key: ChangeKey) =>
    database.transaction(() => {
      const row = rows.get({ ...key });
      return row && toPullRequest(row, { commits: readOwnCommits(key), labels: readLabels(key) });
    });
  return {
    async save(pullRequest) {
      const key = { repositoryId: pullRequest.repositoryId, id: `#${pullRequest.number}` };
      database.transaction(() => landed.settle(key, () => pulls.save(key, pullRequest)));
    },
    async saveAsker(key, by) {
      database
        .update(changes)
        .set({ asker: sql`min(coalesce(${changes.asker}, ${by}), ${by})` })
        .where(and(isChange(key), eq(changes.isSealed, false)))
        .run();
    },
    async saveEnabler(key, { by, at }) {
      const isLater = sql`coalesce(${changes.enabledAt}, 0) <= ${at.getTime()}`;
      database
        .update(changes)
        .set({ enabler: by, enabledAt: at })
        .where(and(isChange(key), isLater, eq(changes.isSealed, false)))
        .run();
    },
    async findOutdated(agentsVersion, busyRepositories) {
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
    },
    async markAttributed(key, agentsVersion) {
      database.update(changes).set({ agentsVersion }).where(isChange(key)).run();
    },
    async saveRead(key, read) {
      const record = () => {
        writer.saveRead(key, read);
        if (!key.id.startsWith("#")) claims.save(key, read.landing, read);
      };
      database.transaction(() => landed.settle(key, record));
    },
    async listLanded(key) {
      const ids = landedBy.all({ ...key }) as string[];
      return ids.map((id) => find({ ...key, id })).filter((pull) => pull !== undefined);
    },
    async listUnreadParts(key) {
      return claims.unreadParts(key);
    },
    async savePart(repositoryId, part, content) {
      const record = () => claims.savePart(repositoryId, part, content);
      database.transaction(() => landed.settle({ repositoryId, id: part.push }, record));
    },
    async find(repositoryId, number) {
      return find({ repositoryId, id: `#${number}` });
    },
  };
}

type Row = typeof changes.$inferSelect;

const isChange = ({ repositoryId, id }: { repositoryId: number | Placeholder; id: string | Placeholder }) =>
  and(eq(changes.repositoryId, repositoryId), eq(changes.id, id));

const LANDED_BY = `
  select pull.id from changes as pull
  where pull.repository_id = @repositoryId and pull.state <> 'merged' and pull.merged_at is not null
    and pull.number is not null and pull.id in (
      select @id union select '#' || number from landing_claims where repository_id = @repositoryId and push = @id
    )`;

function toPullRequest(row: Row, read: Pick<StoredPullRequest, "commits" | "labels">): StoredPullRequest {
  return {
    repositoryId: row.repositoryId,
    id: row.id,
    number: row.number ?? 0,
    // What a push landed is closed for GitHub, or open again.
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
    account: { attribution: row.authorAttribution, tools: row.authorTools },
    branchTool: row.branchTool ?? undefined,
    claimedReverts: row.claimedReverts,
    claimedRepeats: row.claimedRepeats,
    readFrom: row.readFrom ?? undefined,
    isEffective: row.isEffective ?? true,
    ...read,
  };
}
