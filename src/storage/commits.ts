import { and, eq } from "drizzle-orm";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import type { Database } from "./database.ts";
import { commits, ranges } from "./schema.ts";

/** A commit as it is kept: its place in the graph, and what it declares. */
export interface Commit extends AttributedCommit {
  readonly parents: readonly string[];
  /** The version of the table of agents that it was attributed with. */
  readonly agentsVersion: string;
}

/** The commit graph, and which stretches of history were read into it. */
export interface CommitStore {
  save(repositoryId: number, commits: readonly Commit[]): Promise<void>;
  /** Records a stretch of history as read; `undefined` commits when its ends share no history. */
  saveRange(repositoryId: number, range: Range, commits: readonly Commit[] | undefined): Promise<void>;
  find(repositoryId: number, sha: string): Promise<Commit | undefined>;
  hasRange(repositoryId: number, range: Range): Promise<boolean>;
}

/** Stores commits in SQLite. */
export function createCommitStore(database: Database): CommitStore {
  const insert = (transaction: Pick<Database, "insert">, repositoryId: number, read: readonly Commit[]) => {
    for (const { sha, parents, attribution, tools, evidence, hints, agentsVersion } of read) {
      const row = { repositoryId, sha, parents, attribution, tools, evidence, hints, agentsVersion };
      transaction
        .insert(commits)
        .values(row)
        .onConflictDoUpdate({ target: [commits.repositoryId, commits.sha], set: row })
        .run();
    }
  };
  return {
    async save(repositoryId, read) {
      database.transaction((transaction) => insert(transaction, repositoryId, read));
    },
    async saveRange(repositoryId, { base, head }, read) {
      database.transaction((transaction) => {
        insert(transaction, repositoryId, read ?? []);
        const row = { repositoryId, base, head, isRelated: read !== undefined };
        transaction.insert(ranges).values(row).onConflictDoNothing().run();
      });
    },
    async find(repositoryId, sha) {
      const isCommit = and(eq(commits.repositoryId, repositoryId), eq(commits.sha, sha));
      return database.select().from(commits).where(isCommit).get();
    },
    async hasRange(repositoryId, { base, head }) {
      const isRange = and(
        eq(ranges.repositoryId, repositoryId),
        eq(ranges.base, base),
        eq(ranges.head, head),
      );
      return database.select({ base: ranges.base }).from(ranges).where(isRange).get() !== undefined;
    },
  };
}
