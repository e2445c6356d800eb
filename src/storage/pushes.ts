import { and, asc, eq, gt } from "drizzle-orm";
import { createChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { createLandedPulls } from "./landed-pulls.ts";
import { createLandingClaims } from "./landing-claims.ts";
import { explainPush, replayForMerge } from "./merges.ts";
import { changes, pushes } from "./schema/changes.ts";
import { createSideReconsiderer } from "./side-commits.ts";

/** What was pushed to a default branch. */
export interface Push {
  readonly repositoryId: number;
  /** The commit that it ended with. */
  readonly after: string;
  readonly before: string;
  readonly at: Date;
  readonly isForced: boolean;
  /** Its commits, oldest first. */
  readonly commits: readonly string[];
  /** A keyed hash of who pushed, if a person. */
  readonly pusher: string | undefined;
}

/**
 * Pushes to default branches; one that no pull request explains is a change of its own.
 *
 * A branch that is forced back, or put back after that, ends with the same commit again: the first push made the change.
 */
export interface PushStore {
  /** Records a push; of two times that are told of it, which differ by seconds, the earlier stays. */
  save(push: Push): Promise<void>;
  /** The first push that ended with a commit. */
  find(repositoryId: number, after: string): Promise<Pick<Push, "before" | "at"> | undefined>;
  /** Whether all of it belongs to pull requests. */
  isExplained(repositoryId: number, after: string): Promise<boolean>;
}

/** Stores pushes in SQLite. */
export function createPushStore(database: Database): PushStore {
  const writer = createChangeWriter(database);
  const landed = createLandedPulls(database, { writer, claims: createLandingClaims(database) });
  const reconsiderSides = createSideReconsiderer(database);
  return {
    async save({ pusher, ...push }) {
      const { repositoryId, after, at } = push;
      database.transaction((transaction) => {
        if (!isNews(transaction, push)) return;
        reconsiderSides(repositoryId, at);
        if (firstEndingWith(transaction, repositoryId, after)?.before !== push.before) return;
        landed.settle({ repositoryId, id: after }, () => {
          writeChange(transaction, toChange(push, pusher));
          const ofPush = { repositoryId, changeId: after } as const;
          writer.writeCommits({ ...ofPush, role: "pushed" }, push.commits);
          writer.writeCommits({ ...ofPush, role: "carrier" }, [after]);
          if (isMerge(transaction, repositoryId, after)) explainPush(transaction, repositoryId, after);
          else replayForMerge(transaction, { repositoryId, id: after }, at);
        });
      });
    },
    async find(repositoryId, after) {
      return firstEndingWith(database, repositoryId, after);
    },
    async isExplained(repositoryId, after) {
      const isPush = and(eq(changes.repositoryId, repositoryId), eq(changes.id, after));
      const row = database.select({ isExplained: changes.isExplained }).from(changes).where(isPush).get();
      return row?.isExplained ?? isMerge(database, repositoryId, after);
    },
  };
}

/** Keeps a push, and tells whether it was not known, or only with a later time. */
function isNews(transaction: Pick<Database, "insert">, { at, ...push }: Omit<Push, "pusher">): boolean {
  const target = [pushes.repositoryId, pushes.after, pushes.before];
  const earlier = { target, set: { at }, setWhere: gt(pushes.at, at) };
  const kept = transaction.insert(pushes).values({ ...push, at });
  return kept.onConflictDoUpdate(earlier).run().changes > 0;
}

function firstEndingWith(
  reader: Pick<Database, "select">,
  repositoryId: number,
  after: string,
): Pick<Push, "before" | "at"> | undefined {
  const isPush = and(eq(pushes.repositoryId, repositoryId), eq(pushes.after, after));
  const found = reader.select({ before: pushes.before, at: pushes.at }).from(pushes).where(isPush);
  return found.orderBy(asc(pushes.at), asc(pushes.before)).limit(1).get();
}

/** A change whose week is sealed stays as it was published. */
function writeChange(transaction: Pick<Database, "insert">, change: ReturnType<typeof toChange>): void {
  const { mergedAt, updatedAt, baseSha, author } = change;
  transaction
    .insert(changes)
    .values(change)
    .onConflictDoUpdate({
      target: [changes.repositoryId, changes.id],
      set: { mergedAt, updatedAt, baseSha, author },
      setWhere: eq(changes.isSealed, false),
    })
    .run();
}

function toChange({ repositoryId, after, before, at }: Omit<Push, "pusher">, pusher: string | undefined) {
  return {
    repositoryId,
    id: after,
    state: "merged" as const,
    updatedAt: at,
    baseSha: before,
    headSha: after,
    mergedAt: at,
    author: pusher ?? null,
    authorAttribution: "undeclared" as const,
    authorTools: [],
    claimedReverts: [],
  };
}

/** Whether a merged pull request ended with this commit. */
function isMerge(reader: Pick<Database, "select">, repositoryId: number, sha: string): boolean {
  const isMerged = and(eq(changes.repositoryId, repositoryId), eq(changes.mergeSha, sha));
  return reader.select({ id: changes.id }).from(changes).where(isMerged).get() !== undefined;
}
