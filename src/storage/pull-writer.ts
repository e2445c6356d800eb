import { isDeepStrictEqual } from "node:util";
import { type SQL, sql } from "drizzle-orm";
import type { ChangeKey, PullRequest } from "../domain/records/change.ts";
import { writeCommits } from "./change-writer.ts";
import { CHANGES } from "./json/columns.ts";
import { explainPush, replayMerge } from "./merges.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { changes, closings } from "./schema/changes.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const { mergedAt, mergeSha, headSha } = changes;
/** The time, commit and head of a merge. */
const MERGE = build
  .select({ mergedAt, mergeSha, headSha })
  .from(changes)
  .where(matches(changes, placeholders("repositoryId", "id")));
const SAVE = build
  .insert(changes)
  .values({
    ...placeholders("repositoryId", "id", "number", ...SAID, "mergeSha", "author", "merger"),
    // The column cannot encode a missing time.
    mergedAt: sql`${sql.placeholder("mergedAt")}`,
  })
  .onConflictDoUpdate({
    target: [changes.repositoryId, changes.id],
    set: { ...excludedValues(changes, ...SAID), ...KEPT },
    setWhere: sql`(excluded.state = 'merged', excluded.updated_at, excluded.head_sha, excluded.state <> 'open')
      >= (${changes.state} = 'merged', ${changes.updatedAt}, ${changes.headSha}, ${changes.state} <> 'open')`,
  });
const CLOSE = build
  .insert(closings)
  .values(placeholders("repositoryId", "changeId", "at"))
  .onConflictDoNothing();

/** Records a pull request from a delivery, unless a later state is known, and the consequences of a merge. */
export async function savePull(
  transaction: Transaction,
  key: ChangeKey,
  pullRequest: PullRequest,
): Promise<void> {
  const { repositoryId, id } = key;
  const before = await transaction.one(MERGE, { repositoryId, id });
  await transaction.run(SAVE, toRow(key, pullRequest));
  for (const at of pullRequest.closings) await transaction.run(CLOSE, { repositoryId, changeId: id, at });
  if (pullRequest.state !== "merged") return;
  const after = await transaction.one(MERGE, { repositoryId, id });
  if (after === undefined || isDeepStrictEqual(before, after)) return;
  const carriers = [...new Set([after.mergeSha, after.headSha])].filter((sha) => sha !== null);
  await writeCommits(transaction, { repositoryId, changeId: id, role: "carrier" }, carriers);
  if (after.mergeSha !== null) await explainPush(transaction, { repositoryId, id: after.mergeSha });
  if (after.mergedAt !== null) await replayMerge(transaction, key, after.mergedAt);
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
