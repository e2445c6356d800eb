import { asc, eq, sql } from "drizzle-orm";
import type { ChangeKey } from "../domain/records/change.ts";
import { createChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { CHANGES, PUSHES } from "./json/columns.ts";
import { createLandedPulls } from "./landed-pulls.ts";
import { createLandingClaims } from "./landing-claims.ts";
import { createMergeWriter } from "./merges.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { pushes } from "./schema/pushes.ts";
import { createSideReconsiderer } from "./side-commits.ts";

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

/** Stores pushes in SQLite. */
export function createPushStore(database: Database): PushStore {
  const statements = prepare(database);
  const writer = createChangeWriter(database);
  const merges = createMergeWriter(database);
  const settle = createLandedPulls(database, { writer, claims: createLandingClaims(database) });
  const reconsiderSides = createSideReconsiderer(database);
  const isMerge = (key: ChangeKey) => statements.merged.get({ ...key }) !== undefined;
  return {
    async save({ pusher, ...push }) {
      const { repositoryId, after, at } = push;
      const key = { repositoryId, id: after };
      database.transaction(() => {
        const isNews =
          statements.keep.run({ ...push, commits: PUSHES.commits.write(push.commits) }).changes > 0;
        if (!isNews) return;
        reconsiderSides(repositoryId, at);
        if (statements.first.get({ repositoryId, after })?.before !== push.before) return;
        settle(key, () => {
          statements.writeChange.run(toChange(push, pusher));
          const ofPush = { repositoryId, changeId: after } as const;
          writer.writeCommits({ ...ofPush, role: "pushed" }, push.commits);
          writer.writeCommits({ ...ofPush, role: "carrier" }, [after]);
          if (isMerge(key)) merges.explainPush(repositoryId, after);
          else merges.replay(key, at);
        });
      });
    },
    find: async (repositoryId, after) => statements.first.get({ repositoryId, after }),
    async isExplained(repositoryId, after) {
      const key = { repositoryId, id: after };
      return statements.explained.get(key)?.isExplained ?? isMerge(key);
    },
  };
}

/** Prepared, since the store keeps every push of a branch, and there may be 10,000. */
function prepare(database: Database) {
  const { repositoryId, id } = placeholders("repositoryId", "id");
  const isChange = matches(changes, { repositoryId, id });
  const isMerged = matches(changes, { repositoryId, mergeSha: id });
  return {
    /** Changes nothing when the push is known with the same or an earlier time. */
    keep: database
      .insert(pushes)
      .values(placeholders("repositoryId", "after", "before", "at", "isForced", "commits"))
      .onConflictDoUpdate({
        target: [pushes.repositoryId, pushes.after, pushes.before],
        set: excludedValues(pushes, "at"),
        setWhere: sql`${pushes.at} > excluded.at`,
      })
      .prepare(),
    first: database
      .select({ before: pushes.before, at: pushes.at })
      .from(pushes)
      .where(matches(pushes, placeholders("repositoryId", "after")))
      .orderBy(asc(pushes.at), asc(pushes.before))
      .limit(1)
      .prepare(),
    /** A change whose week is sealed stays as it was published. */
    writeChange: database
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
      })
      .prepare(),
    explained: database.select({ isExplained: changes.isExplained }).from(changes).where(isChange).prepare(),
    /** A merged pull request that ended with a commit. */
    merged: database.select({ id: changes.id }).from(changes).where(isMerged).limit(1).prepare(),
  };
}

function toChange({ repositoryId, after, before, at }: Omit<Push, "pusher">, pusher: string | undefined) {
  return { repositoryId, id: after, updatedAt: at, baseSha: before, mergedAt: at, author: pusher ?? null };
}
