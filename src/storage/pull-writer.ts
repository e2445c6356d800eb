import { isDeepStrictEqual } from "node:util";
import { type SQL, sql } from "drizzle-orm";
import type { ChangeKey, PullRequest } from "../domain/records/change.ts";
import type { ChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { CHANGES } from "./json/columns.ts";
import { createMergeWriter } from "./merges.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { changes, closings } from "./schema/changes.ts";

/**
 * Prepares to record pull requests from deliveries, unless a later state is known, and the consequences of a merge.
 *
 * The returned function writes within the transaction of its caller.
 */
export function createPullWriter(database: Database, writer: ChangeWriter) {
  const statements = prepare(database);
  const merges = createMergeWriter(database);
  return (key: ChangeKey, pullRequest: PullRequest): void => {
    const { repositoryId, id } = key;
    const before = statements.merge.get({ ...key });
    statements.save.run(toRow(key, pullRequest));
    for (const at of pullRequest.closings) statements.close.run({ repositoryId, changeId: id, at });
    if (pullRequest.state !== "merged") return;
    const after = statements.merge.get({ ...key });
    if (after === undefined || isDeepStrictEqual(before, after)) return;
    const { mergedAt, mergeSha, headSha } = after;
    const carriers = [...new Set([mergeSha, headSha])].filter((sha) => sha !== null);
    writer.writeCommits({ repositoryId, changeId: id, role: "carrier" }, carriers);
    if (mergeSha !== null) merges.explainPush(repositoryId, mergeSha);
    if (mergedAt !== null) merges.replay(key, mergedAt);
  };
}

function prepare(database: Database) {
  const { mergedAt, mergeSha, headSha } = changes;
  const isChange = matches(changes, placeholders("repositoryId", "id"));
  return {
    /** The time, commit and head of a merge. */
    merge: database.select({ mergedAt, mergeSha, headSha }).from(changes).where(isChange).prepare(),
    save: database
      .insert(changes)
      .values({
        ...placeholders("repositoryId", "id", "number", ...SAID, "mergeSha", "author", "merger"),
        // The column cannot encode a missing time.
        mergedAt: sql`${sql.placeholder("mergedAt")}`,
      })
      .onConflictDoUpdate({
        target: [changes.repositoryId, changes.id],
        set: { ...excludedValues(changes, ...SAID), ...KEPT },
        setWhere: sql`(excluded.state = 'merged', excluded.updated_at, excluded.head_sha)
          >= (${changes.state} = 'merged', ${changes.updatedAt}, ${changes.headSha})`,
      })
      .prepare(),
    close: database
      .insert(closings)
      .values(placeholders("repositoryId", "changeId", "at"))
      .onConflictDoNothing()
      .prepare(),
  };
}

const SAID = [
  "state",
  "updatedAt",
  "baseSha",
  "headSha",
  "branchTool",
  "authorAttribution",
  "authorTools",
  "claimedReverts",
  "claimedRepeats",
] as const;

/** The people of a sealed row stay, and so does its landing by a push. */
const KEPT = {
  mergedAt: unlessSealed("mergedAt"),
  mergeSha: unlessSealed("mergeSha"),
  author: unlessSealed("author"),
  merger: unlessSealed("merger"),
};

function unlessSealed(name: "mergedAt" | "mergeSha" | "author" | "merger"): SQL {
  return sql`case when ${changes.isSealed} then ${changes[name]} else ${excludedValues(changes, name)[name]} end`;
}

function toRow(key: ChangeKey, { account, closings: _, ...pullRequest }: PullRequest) {
  const { mergeSha = null, author = null, merger = null, branchTool = null, mergedAt } = pullRequest;
  return {
    ...pullRequest,
    ...key,
    mergeSha,
    mergedAt: mergedAt?.getTime() ?? null,
    author,
    merger,
    branchTool,
    authorAttribution: account.attribution,
    authorTools: CHANGES.authorTools.write(account.tools),
    claimedReverts: CHANGES.claimedReverts.write(pullRequest.claimedReverts),
    claimedRepeats: CHANGES.claimedRepeats.write(pullRequest.claimedRepeats),
  };
}
