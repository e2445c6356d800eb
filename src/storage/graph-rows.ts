import { rangeKey } from "../domain/shipping/ranges.ts";
import type { History } from "../domain/shipping/shipping.ts";
import { COMMITS } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { commits, ranges } from "./schema/commits.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const GRAPH = build
  .select({ sha: commits.sha, parents: commits.parents, tree: commits.tree })
  .from(commits)
  .where(matches(commits, placeholders("repositoryId")));
const UNRELATED = build
  .select({ base: ranges.base, head: ranges.head })
  .from(ranges)
  .where(matches(ranges, { ...placeholders("repositoryId"), isRelated: false }));

/** Loads all commits of a repository. */
export async function loadGraph(connection: Connection, repositoryId: number): Promise<History["graph"]> {
  const rows = await connection.all(GRAPH, { repositoryId });
  return new Map(
    rows.map(({ sha, parents, tree }) => [
      sha,
      { parents: COMMITS.parents.read(parents, { repositoryId, sha }), tree: tree ?? undefined },
    ]),
  );
}

/** Loads the ranges whose ends share no history. */
export async function loadUnrelated(connection: Connection, repositoryId: number): Promise<Set<string>> {
  return new Set((await connection.all(UNRELATED, { repositoryId })).map(rangeKey));
}
