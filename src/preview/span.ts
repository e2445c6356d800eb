import { type LineCommit, readLine } from "../git/clone.ts";
import { GitError } from "../git/git-error.ts";

/** The number of successive older commits that end the reading. A single one may be due to a wrong clock. */
const OLDER_IN_A_ROW = 5;

/** The newest commit of a branch's line up to a time. Throws a `GitError` when there is none. */
export async function findHead(path: string, ref: string, until: Date): Promise<LineCommit> {
  const before = new Date(until.getTime() + 1);
  for await (const commit of readLine(path, ref, { before, most: 1 })) return commit;
  // A day ends at the midnight that begins the next one.
  const day = new Date(until.getTime() - 1).toISOString().slice(0, 10);
  throw new GitError(`${path} has no commit before ${day}: give a later --until`);
}

/** The commit of a line before which nothing is needed; `undefined` when all commits are needed. */
export async function findCut(path: string, head: string, since: Date): Promise<string | undefined> {
  const first: LineCommit[] = [];
  for await (const commit of readLine(path, head, { before: since, most: OLDER_IN_A_ROW }))
    first.push(commit);
  if (first.length < OLDER_IN_A_ROW) return undefined;
  return isInARow(first) ? first[0]?.sha : findSlowly(path, head, since);
}

function isInARow(commits: readonly LineCommit[]): boolean {
  return commits.every(
    ({ parent }, index) => index + 1 === commits.length || commits[index + 1]?.sha === parent,
  );
}

/** Reads the whole line: newer commits stand between the first older ones. */
async function findSlowly(path: string, head: string, since: Date): Promise<string | undefined> {
  let older: string[] = [];
  for await (const { sha, at } of readLine(path, head)) {
    older = at < since ? [...older, sha] : [];
    if (older.length === OLDER_IN_A_ROW) return older[0];
  }
  return undefined;
}
