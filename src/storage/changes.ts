import { and, asc, eq, lt, notInArray, sql } from "drizzle-orm";
import type { AccountAttribution, AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { Database } from "./database.ts";
import { changeCommits, changes, commits } from "./schema.ts";

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
  /** The keyed hash of the accountable account. */
  readonly builder: string | undefined;
  readonly author: AccountAttribution;
  /** Pull requests of the same repository that its description says it reverts: `#12`. */
  readonly claimedReverts: readonly string[];
}

/** A pull request with what was read of its own commits. */
export interface StoredPullRequest extends PullRequest {
  /** From what its commits were read. */
  readonly readFrom: string | undefined;
  readonly isEffective: boolean;
  readonly reverts: readonly string[];
  readonly commits: readonly OwnCommit[];
}

/** An own commit, with the version of the table of agents that it was attributed with. */
export interface OwnCommit extends AttributedCommit {
  readonly agentsVersion: string;
}

/** The own commits of a pull request, and what was read with them. */
export interface OwnCommits {
  readonly readFrom: string;
  readonly shas: readonly string[];
  readonly isEffective: boolean;
  /** The commits and pull requests (`#12`) that it reverts. */
  readonly reverts: readonly string[];
  /** The version of the table of agents that they were attributed with. */
  readonly agentsVersion: string;
}

/** Which pull request of which repository. */
export interface ChangeKey {
  readonly repositoryId: number;
  readonly number: number;
}

/** Pull requests and their own commits. */
export interface ChangeStore {
  /**
   * Records what a delivery says, unless something later is known.
   *
   * A merge is never taken back; else the later `updated_at` tells. GitHub's times have seconds, so of two pushes
   * within one the larger head is taken: arbitrary, but the same in any order.
   */
  save(pullRequest: PullRequest): Promise<void>;
  saveOwnCommits(repositoryId: number, number: number, own: OwnCommits): Promise<void>;
  find(repositoryId: number, number: number): Promise<StoredPullRequest | undefined>;
  /** One whose commits were attributed with an older version than this, of a repository that is not busy. */
  findOutdated(agentsVersion: string, busyRepositories: readonly number[]): Promise<ChangeKey | undefined>;
}

/** Stores pull requests in SQLite. */
export function createChangeStore(database: Database): ChangeStore {
  return {
    async save({ author, ...pullRequest }) {
      const row = {
        ...pullRequest,
        mergeSha: pullRequest.mergeSha ?? null,
        mergedAt: pullRequest.mergedAt ?? null,
        builder: pullRequest.builder ?? null,
        authorAttribution: author.attribution,
        authorTools: author.tools,
      };
      database
        .insert(changes)
        .values(row)
        .onConflictDoUpdate({
          target: [changes.repositoryId, changes.number],
          set: row,
          setWhere: sql`(excluded.state = 'merged', excluded.updated_at, excluded.head_sha)
            >= (${changes.state} = 'merged', ${changes.updatedAt}, ${changes.headSha})`,
        })
        .run();
    },
    async findOutdated(agentsVersion, busyRepositories) {
      return database
        .select({ repositoryId: changes.repositoryId, number: changes.number })
        .from(changes)
        .where(
          and(
            lt(changes.agentsVersion, agentsVersion),
            notInArray(changes.repositoryId, [...busyRepositories]),
          ),
        )
        .limit(1)
        .get();
    },
    async saveOwnCommits(repositoryId, number, { shas, ...read }) {
      const isChange = and(eq(changes.repositoryId, repositoryId), eq(changes.number, number));
      const isOwn = and(eq(changeCommits.repositoryId, repositoryId), eq(changeCommits.number, number));
      database.transaction((transaction) => {
        transaction.update(changes).set(read).where(isChange).run();
        transaction.delete(changeCommits).where(isOwn).run();
        for (const [position, sha] of shas.entries()) {
          transaction.insert(changeCommits).values({ repositoryId, number, position, sha }).run();
        }
      });
    },
    async find(repositoryId, number) {
      return database.transaction((transaction) => {
        const row = transaction
          .select()
          .from(changes)
          .where(and(eq(changes.repositoryId, repositoryId), eq(changes.number, number)))
          .get();
        if (row === undefined) return undefined;
        const own = transaction
          .select({
            sha: commits.sha,
            attribution: commits.attribution,
            tools: commits.tools,
            evidence: commits.evidence,
            hints: commits.hints,
            agentsVersion: commits.agentsVersion,
          })
          .from(changeCommits)
          .innerJoin(
            commits,
            and(eq(commits.repositoryId, changeCommits.repositoryId), eq(commits.sha, changeCommits.sha)),
          )
          .where(and(eq(changeCommits.repositoryId, repositoryId), eq(changeCommits.number, number)))
          .orderBy(asc(changeCommits.position))
          .all();
        return toPullRequest(row, own);
      });
    },
  };
}

function toPullRequest(row: typeof changes.$inferSelect, own: readonly OwnCommit[]): StoredPullRequest {
  const { authorAttribution, authorTools, ...rest } = row;
  return {
    ...rest,
    mergeSha: row.mergeSha ?? undefined,
    mergedAt: row.mergedAt ?? undefined,
    builder: row.builder ?? undefined,
    readFrom: row.readFrom ?? undefined,
    reverts: row.reverts ?? [],
    isEffective: row.isEffective ?? true,
    author: { attribution: authorAttribution, tools: authorTools },
    commits: own,
  };
}
