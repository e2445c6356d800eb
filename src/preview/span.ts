import { type LineCommit, readLine } from "../git/clone.ts";
import { GitError } from "../git/git-error.ts";

/** Git tells the end of a history by so many older commits in a row: one wrong clock is no end. */
const OLDER_IN_A_ROW = 5;

/** The newest commit of a branch's line that is no later than a time. Throws a `GitError` when there is none. */
export async function findHead(path: string, ref: string, until: Date): Promise<LineCommit> {
  for await (const commit of readLine(path, ref)) if (commit.at <= until) return commit;
  const day = until.toISOString().slice(0, 10);
  throw new GitError(`${path} has no commit before ${day}: give a later --until`);
}

/** The commit of a line before which nothing is needed; `undefined` when all of it is. */
export async function findCut(path: string, head: string, since: Date): Promise<string | undefined> {
  let older: string[] = [];
  for await (const { sha, at } of readLine(path, head)) {
    older = at < since ? [...older, sha] : [];
    if (older.length === OLDER_IN_A_ROW) return older[0];
  }
  return undefined;
}
