import { sql } from "drizzle-orm";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { GraphCommit } from "../domain/shipping/commit-graph.ts";
import { listedRows } from "./expressions.ts";
import { COMMITS } from "./json/columns.ts";
import type { commits } from "./schema/commits.ts";
import type { Transaction } from "./sql/handle.ts";

/** A stored commit: its place in the graph, and its declaration. */
export interface Commit extends AttributedCommit, GraphCommit {
  /** The version of the table of agents with which it was attributed. */
  readonly agentsVersion: string;
}

const ROWS = listedRows(sql.placeholder("rows"), {
  sha: "text",
  parents: "text",
  tree: "text",
  attribution: "text",
  tools: "text",
  evidence: "text",
  hints: "text",
  agentsVersion: "text",
});
/** A commit that is read without its tree keeps the one that is known. */
const SAVE = sql`
  insert into commits
    (repository_id, sha, parents, tree, attribution, tools, evidence, hints, agents_version)
  select cast(${sql.placeholder("repositoryId")} as bigint), sha, parents, tree, attribution, tools, evidence, hints, "agentsVersion"
  from ${ROWS} where true
  on conflict (repository_id, sha) do update set
    parents = excluded.parents, tree = coalesce(excluded.tree, commits.tree),
    attribution = excluded.attribution, tools = excluded.tools, evidence = excluded.evidence, hints = excluded.hints,
    agents_version = excluded.agents_version`;

/** Stores commits in one statement. */
export async function saveCommits(
  transaction: Transaction,
  repositoryId: number,
  read: readonly Commit[],
): Promise<void> {
  if (read.length > 0)
    await transaction.run(SAVE, { repositoryId, rows: JSON.stringify(distinct(read).map(toRow)) });
}

/** One of each commit, the last one: a statement may write a row only once. */
function distinct(read: readonly Commit[]): Commit[] {
  return [...new Map(read.map((commit) => [commit.sha, commit])).values()];
}

function toRow({ sha, tree, attribution, agentsVersion, ...commit }: Commit) {
  return {
    sha,
    tree,
    attribution,
    agentsVersion,
    parents: COMMITS.parents.write(commit.parents),
    tools: COMMITS.tools.write(commit.tools),
    evidence: COMMITS.evidence.write(commit.evidence),
    hints: COMMITS.hints.write(commit.hints),
  };
}

/** A stored commit. */
export function toCommit({ repositoryId, tree, ...row }: typeof commits.$inferSelect): Commit {
  const key = { repositoryId, sha: row.sha };
  return {
    ...row,
    tree: tree ?? undefined,
    parents: COMMITS.parents.read(row.parents, key),
    tools: COMMITS.tools.read(row.tools, key),
    evidence: COMMITS.evidence.read(row.evidence, key),
    hints: COMMITS.hints.read(row.hints, key),
  };
}
