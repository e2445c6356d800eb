import { asc, eq, sql } from "drizzle-orm";
import type { ChangeKey } from "../domain/records/change.ts";
import { writeCommits } from "./change-writer.ts";
import { CHANGES, PUSHES } from "./json/columns.ts";
import { settleLanded } from "./landed-pulls.ts";
import { explainPush, replayMerge } from "./merges.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { pushes } from "./schema/pushes.ts";
import { reconsiderSides } from "./side-commits.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** A push to a default branch. */
interface Push {
  readonly repositoryId: number;
  /** Its last commit. */
  readonly after: string;
  readonly before: string;
  readonly at: Date;
  readonly isForced: boolean;
  /** Its commits, oldest first. */
  readonly commits: readonly string[];
  /** A keyed hash of the pusher, if a person. */
  readonly pusher: string | undefined;
}

/**
 * Pushes to default branches. A push that no pull request explains is a change of its own.
 *
 * A branch that is forced back, or restored after that, ends with the same commit again. The first push made the
 * change.
 */
export interface PushStore {
  /** Records a push. Its two sources give times that differ by seconds, and the earlier one stays. */
  save(push: Push): Promise<void>;
  /** The first push that ended with a commit. */
  find(repositoryId: number, after: string): Promise<Pick<Push, "before" | "at"> | undefined>;
  /** Whether all of it belongs to pull requests. */
  isExplained(repositoryId: number, after: string): Promise<boolean>;
}

const { repositoryId, id } = placeholders("repositoryId", "id");
/** Changes nothing when the push is known with the same or an earlier time. */
const KEEP = build
  .insert(pushes)
  .values(placeholders("repositoryId", "after", "before", "at", "isForced", "commits"))
  .onConflictDoUpdate({
    target: [pushes.repositoryId, pushes.after, pushes.before],
    set: excludedValues(pushes, "at"),
    setWhere: sql`${pushes.at} > excluded.at`,
  });
const FIRST = build
  .select({ before: pushes.before, at: pushes.at })
  .from(pushes)
  .where(matches(pushes, placeholders("repositoryId", "after")))
  .orderBy(asc(pushes.at), asc(pushes.before))
  .limit(1);
/** A change whose week is sealed stays as it was published. */
const WRITE_CHANGE = build
  .insert(changes)
  .values({
    ...placeholders("repositoryId", "id", "updatedAt", "baseSha", "mergedAt", "author"),
    headSha: id,
    state: "merged",
    authorAttribution: "undeclared",
    authorTools: CHANGES.authorTools.write([]),
    claimedReverts: CHANGES.claimedReverts.write([]),
    claimedRepeats: CHANGES.claimedRepeats.write([]),
  })
  .onConflictDoUpdate({
    target: [changes.repositoryId, changes.id],
    set: excludedValues(changes, "mergedAt", "updatedAt", "baseSha", "author"),
    setWhere: eq(changes.isSealed, false),
  });
const EXPLAINED = build
  .select({ isExplained: changes.isExplained })
  .from(changes)
  .where(matches(changes, { repositoryId, id }));
/** A merged pull request that ended with a commit. */
const MERGED = build
  .select({ id: changes.id })
  .from(changes)
  .where(matches(changes, { repositoryId, mergeSha: id }))
  .limit(1);

/** Stores pushes. */
export function createPushStore(database: SqlDatabase): PushStore {
  return {
    save: (push) => database.transaction((transaction) => save(transaction, push)),
    find: (repositoryId, after) => database.one(FIRST, { repositoryId, after }),
    isExplained: (repositoryId, after) =>
      database.read(async (snapshot) => {
        const key = { repositoryId, id: after };
        return (await snapshot.one(EXPLAINED, key))?.isExplained ?? isMerge(snapshot, key);
      }),
  };
}

async function save(transaction: Transaction, { pusher, ...push }: Push): Promise<void> {
  const { repositoryId, after, at } = push;
  const key = { repositoryId, id: after };
  const kept = await transaction.run(KEEP, { ...push, commits: PUSHES.commits.write(push.commits) });
  if (kept === 0) return;
  await reconsiderSides(transaction, repositoryId, at);
  if ((await transaction.one(FIRST, { repositoryId, after }))?.before !== push.before) return;
  await settleLanded(transaction, key, async () => {
    await transaction.run(WRITE_CHANGE, toChange(push, pusher));
    const ofPush = { repositoryId, changeId: after } as const;
    await writeCommits(transaction, { ...ofPush, role: "pushed" }, push.commits);
    await writeCommits(transaction, { ...ofPush, role: "carrier" }, [after]);
    if (await isMerge(transaction, key)) await explainPush(transaction, key);
    else await replayMerge(transaction, key, at);
  });
}

async function isMerge(connection: Connection, { repositoryId, id }: ChangeKey): Promise<boolean> {
  return (await connection.one(MERGED, { repositoryId, id })) !== undefined;
}

function toChange({ repositoryId, after, before, at }: Omit<Push, "pusher">, pusher: string | undefined) {
  return { repositoryId, id: after, updatedAt: at, baseSha: before, mergedAt: at, author: pusher ?? null };
}
