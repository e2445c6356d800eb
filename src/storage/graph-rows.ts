import { eq } from "drizzle-orm";
import { rangeKey } from "../domain/shipping/ranges.ts";
import type { History } from "../domain/shipping/shipping.ts";
import type { Database } from "./database.ts";
import { COMMITS } from "./json/columns.ts";
import { matches } from "./rows.ts";
import { commits, ranges } from "./schema/commits.ts";

type Reader = Pick<Database, "select">;

/** Reads all commits of a repository. */
export function readGraph(reader: Reader, repositoryId: number): History["graph"] {
  const rows = reader
    .select({ sha: commits.sha, parents: commits.parents, tree: commits.tree })
    .from(commits)
    .where(eq(commits.repositoryId, repositoryId))
    .all();
  return new Map(
    rows.map(({ sha, parents, tree }) => [
      sha,
      { parents: COMMITS.parents.read(parents, { repositoryId, sha }), tree: tree ?? undefined },
    ]),
  );
}

/** Reads the ranges whose ends share no history. */
export function readUnrelated(reader: Reader, repositoryId: number): Set<string> {
  const rows = reader
    .select({ base: ranges.base, head: ranges.head })
    .from(ranges)
    .where(matches(ranges, { repositoryId, isRelated: false }))
    .all();
  return new Set(rows.map(rangeKey));
}
