import { and, eq, gt } from "drizzle-orm";
import { createChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { createLandedPulls } from "./landed-pulls.ts";
import { createLandingClaims } from "./landing-claims.ts";
import { explainPush, replayForMerge } from "./merges.ts";
import { changes, pushes } from "./schema/changes.ts";

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

/** Pushes to default branches; one that no pull request explains is a change of its own. */
export interface PushStore {
  /** Records a push; of two times that are told of it, which differ by seconds, the earlier stays. */
  save(push: Push): Promise<void>;
  /** A push by the commit that it ended with. */
  find(repositoryId: number, after: string): Promise<Pick<Push, "before" | "at"> | undefined>;
  /** Whether all of it belongs to pull requests. */
  isExplained(repositoryId: number, after: string): Promise<boolean>;
}

/** Stores pushes in SQLite. */
export function createPushStore(database: Database): PushStore {
  const writer = createChangeWriter(database);
  const landed = createLandedPulls(database, { writer, claims: createLandingClaims(database) });
  return {
    async save({ pusher, ...push }) {
      const { repositoryId, after, at } = push;
      database.transaction((transaction) => {
        const inserted = transaction.insert(pushes).values(push).onConflictDoNothing().run();
        if (inserted.changes === 0) {
          landed.settle({ repositoryId, id: after }, () => moveBack(transaction, push));
          return;
        }
        transaction.insert(changes).values(toChange(push, pusher)).onConflictDoNothing().run();
        const ofPush = { repositoryId, changeId: after } as const;
        writer.writeCommits({ ...ofPush, role: "pushed" }, push.commits);
        writer.writeCommits({ ...ofPush, role: "carrier" }, [after]);
        if (isMerge(transaction, repositoryId, after)) explainPush(transaction, repositoryId, after);
        else replayForMerge(transaction, { repositoryId, id: after }, at);
      });
    },
    async find(repositoryId, after) {
      const isPush = and(eq(pushes.repositoryId, repositoryId), eq(pushes.after, after));
      return database.select({ before: pushes.before, at: pushes.at }).from(pushes).where(isPush).get();
    },
    async isExplained(repositoryId, after) {
      const isPush = and(eq(changes.repositoryId, repositoryId), eq(changes.id, after));
      const row = database.select({ isExplained: changes.isExplained }).from(changes).where(isPush).get();
      return row?.isExplained ?? isMerge(database, repositoryId, after);
    },
  };
}

/** Dates a known push and its change back, when an earlier time is told. */
function moveBack(
  transaction: Pick<Database, "select" | "update">,
  { repositoryId, after, at }: Pick<Push, "repositoryId" | "after" | "at">,
): void {
  const isLater = and(eq(pushes.repositoryId, repositoryId), eq(pushes.after, after), gt(pushes.at, at));
  if (transaction.update(pushes).set({ at }).where(isLater).run().changes === 0) return;
  const isChange = and(eq(changes.repositoryId, repositoryId), eq(changes.id, after));
  transaction
    .update(changes)
    .set({ mergedAt: at, updatedAt: at })
    .where(and(isChange, eq(changes.isSealed, false)))
    .run();
  replayForMerge(transaction, { repositoryId, id: after }, at);
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
