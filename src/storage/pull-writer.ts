import { isDeepStrictEqual } from "node:util";
import { and, eq, sql } from "drizzle-orm";
import type { ChangeKey, PullRequest } from "../domain/records/change.ts";
import type { ChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import { CHANGES } from "./json/columns.ts";
import { createMergeWriter } from "./merges.ts";
import { changes, closings } from "./schema/changes.ts";

/** Writes what GitHub says of pull requests, within the transaction of whoever calls it. */
interface PullWriter {
  /** Records what a delivery says, unless something later is known, and what follows from a merge. */
  save(key: ChangeKey, pullRequest: PullRequest): void;
}

/** Prepares to write pull requests: each is written several times. */
export function createPullWriter(database: Database, writer: ChangeWriter): PullWriter {
  const statements = prepare(database);
  const merges = createMergeWriter(database);
  return {
    save(key, pullRequest) {
      const before = statements.merge.get({ ...key });
      statements.save.run(toRow(key, pullRequest));
      for (const at of pullRequest.closings) statements.close.run({ ...key, at });
      if (pullRequest.state !== "merged") return;
      const after = statements.merge.get({ ...key });
      if (after === undefined || isDeepStrictEqual(before, after)) return;
      const { mergedAt, mergeSha, headSha } = after;
      const carriers = [...new Set([mergeSha, headSha])].filter((sha) => sha !== null);
      writer.writeCommits({ repositoryId: key.repositoryId, changeId: key.id, role: "carrier" }, carriers);
      if (mergeSha !== null) merges.explainPush(key.repositoryId, mergeSha);
      if (mergedAt !== null) merges.replay(key, mergedAt);
    },
  };
}

function prepare(database: Database) {
  const column = (name: string) => sql.placeholder(name);
  const key = { repositoryId: column("repositoryId"), id: column("id") };
  const { mergedAt, mergeSha, headSha } = changes;
  const isChange = and(eq(changes.repositoryId, key.repositoryId), eq(changes.id, key.id));
  return {
    /** What tells when and as what a pull request was merged. */
    merge: database.select({ mergedAt, mergeSha, headSha }).from(changes).where(isChange).prepare(),
    save: database
      .insert(changes)
      .values({
        ...{ ...key, number: column("number"), state: column("state"), updatedAt: column("updatedAt") },
        ...{ baseSha: column("baseSha"), headSha: column("headSha"), mergeSha: column("mergeSha") },
        // A column encodes no time that may be missing.
        mergedAt: sql`${column("mergedAt")}`,
        ...{ author: column("author"), merger: column("merger"), branchTool: column("branchTool") },
        ...{ authorAttribution: column("authorAttribution"), authorTools: column("authorTools") },
        ...{ claimedReverts: column("claimedReverts"), claimedRepeats: column("claimedRepeats") },
      })
      .onConflictDoUpdate({
        target: [changes.repositoryId, changes.id],
        set: { ...SAID, ...KEPT },
        setWhere: sql`(excluded.state = 'merged', excluded.updated_at, excluded.head_sha)
          >= (${changes.state} = 'merged', ${changes.updatedAt}, ${changes.headSha})`,
      })
      .prepare(),
    close: database
      .insert(closings)
      .values({ repositoryId: key.repositoryId, changeId: key.id, at: column("at") })
      .onConflictDoNothing()
      .prepare(),
  };
}

const SAID = {
  state: sql`excluded.state`,
  updatedAt: sql`excluded.updated_at`,
  baseSha: sql`excluded.base_sha`,
  headSha: sql`excluded.head_sha`,
  branchTool: sql`excluded.branch_tool`,
  authorAttribution: sql`excluded.author_attribution`,
  authorTools: sql`excluded.author_tools`,
  claimedReverts: sql`excluded.claimed_reverts`,
  claimedRepeats: sql`excluded.claimed_repeats`,
};

/** What a sealed row says of people stays, and that a push landed it. */
const KEPT = {
  mergedAt: sql`case when ${changes.isSealed} then ${changes.mergedAt} else excluded.merged_at end`,
  mergeSha: sql`case when ${changes.isSealed} then ${changes.mergeSha} else excluded.merge_sha end`,
  author: sql`case when ${changes.isSealed} then ${changes.author} else excluded.author end`,
  merger: sql`case when ${changes.isSealed} then ${changes.merger} else excluded.merger end`,
};

function toRow(key: ChangeKey, { account, closings: _, ...pullRequest }: PullRequest) {
  return {
    ...pullRequest,
    ...key,
    mergeSha: pullRequest.mergeSha ?? null,
    mergedAt: pullRequest.mergedAt?.getTime() ?? null,
    author: pullRequest.author ?? null,
    merger: pullRequest.merger ?? null,
    branchTool: pullRequest.branchTool ?? null,
    authorAttribution: account.attribution,
    authorTools: CHANGES.authorTools.write(account.tools),
    claimedReverts: CHANGES.claimedReverts.write(pullRequest.claimedReverts),
    claimedRepeats: CHANGES.claimedRepeats.write(pullRequest.claimedRepeats),
  };
}
