import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { CommitRole } from "../domain/records/commit-role.ts";
import { asList, isAmong } from "./among.ts";
import { jsonLength } from "./expressions.ts";
import { PUSHES } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits, changes } from "./schema/changes.ts";
import { pushes } from "./schema/pushes.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/**
 * The commits of pushes, cut where pull requests were merged, by the last commit of each segment.
 *
 * The commits that a merge commit brings stay in one segment with it, even where one of them ended a pull request into
 * the merged branch. Commits that landed a pull request that GitHub does not call merged are left out.
 */
export type Segments = ReadonlyMap<string, readonly string[]>;

const { repositoryId, shas } = placeholders("repositoryId", "shas");
const isAs = (role: CommitRole) =>
  and(matches(changeCommits, { repositoryId, role }), isAmong(changeCommits.sha, shas));
const PUSHES_WITH = build
  .select({ after: pushes.after, commits: pushes.commits })
  .from(pushes)
  .where(
    and(
      eq(pushes.repositoryId, repositoryId),
      inArray(
        pushes.after,
        build.select({ after: changeCommits.changeId }).from(changeCommits).where(isAs("pushed")),
      ),
      sql`${jsonLength(pushes.commits)} > 1`,
    ),
  )
  // The first push that ended with a commit comes last, and so wins.
  .orderBy(desc(pushes.at), desc(pushes.before));
/** The commits that the merge commits among some commits bring. */
const BROUGHT = build
  .select({ sha: changeCommits.sha })
  .from(changes)
  .innerJoin(
    changeCommits,
    matches(changeCommits, { repositoryId: changes.repositoryId, changeId: changes.id }),
  )
  .where(
    and(
      eq(changes.repositoryId, repositoryId),
      isAmong(changes.mergeSha, shas),
      inArray(changeCommits.role, ["own", "merge"]),
      isAmong(changeCommits.sha, shas),
    ),
  );
const LANDED = build.select({ sha: changeCommits.sha }).from(changeCommits).where(isAs("landed"));
const MERGES = build
  .select({ sha: changes.mergeSha })
  .from(changes)
  .where(and(eq(changes.repositoryId, repositoryId), isAmong(changes.mergeSha, shas)));

/**
 * Loads the pushes that contain some commits, and cuts them. A rebase pushes several commits for one pull request, and a
 * merge queue pushes several pull requests at once. The rest was pushed by hand.
 *
 * No field of GitHub's shows how a pull request was merged.
 */
export async function loadSegments(
  connection: Connection,
  repositoryId: number,
  shas: readonly string[],
): Promise<Segments> {
  const rows = await connection.all(PUSHES_WITH, { repositoryId, shas: asList(shas) });
  if (rows.length === 0) return new Map();
  const found = rows.map(({ after, commits }) => ({
    after,
    commits: PUSHES.commits.read(commits, { repositoryId, after }),
  }));
  const all = { repositoryId, shas: asList(found.flatMap(({ commits }) => commits)) };
  const isMerge = new Set((await connection.all(MERGES, all)).map(({ sha }) => sha));
  for (const { sha } of await connection.all(BROUGHT, all)) isMerge.delete(sha);
  const isLanded = new Set((await connection.all(LANDED, all)).map(({ sha }) => sha));
  return new Map(
    found.flatMap(({ after, commits }) => {
      const others = commits.filter((sha) => !isLanded.has(sha));
      return cut(others, { after, isEnd: (sha) => sha === after || isMerge.has(sha) });
    }),
  );
}

/** The commits after the last merge are the push itself, whatever its last commit is. */
function cut(
  commits: readonly string[],
  { after, isEnd }: { readonly after: string; readonly isEnd: (sha: string) => boolean },
): [string, string[]][] {
  const segments: [string, string[]][] = [];
  let open: string[] = [];
  for (const sha of commits) {
    open.push(sha);
    if (!isEnd(sha)) continue;
    segments.push([sha, open]);
    open = [];
  }
  return open.length === 0 ? segments : [...segments, [after, open]];
}
