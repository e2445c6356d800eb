import { and, eq, sql } from "drizzle-orm";
import { withNote } from "../domain/attribution/noted.ts";
import type { ChangeKey, OwnCommit } from "../domain/records/change.ts";
import type { Database } from "./database.ts";
import { COMMITS, NOTES } from "./json/columns.ts";
import { changeCommits } from "./schema/changes.ts";
import { commits } from "./schema/commits.ts";
import { notes } from "./schema/notes.ts";

/** The own commits of a change with what they declare, in the order in which GitHub lists them. */
type OwnCommitReader = (key: ChangeKey) => OwnCommit[];

/** Prepares to read the own commits of changes. */
export function createOwnCommitReader(database: Database): OwnCommitReader {
  const statement = database
    .select({
      sha: commits.sha,
      attribution: commits.attribution,
      tools: commits.tools,
      evidence: commits.evidence,
      hints: commits.hints,
      agentsVersion: commits.agentsVersion,
      noted: notes.evidence,
    })
    .from(changeCommits)
    .innerJoin(
      commits,
      and(eq(commits.repositoryId, changeCommits.repositoryId), eq(commits.sha, changeCommits.sha)),
    )
    .leftJoin(
      notes,
      and(eq(notes.repositoryId, changeCommits.repositoryId), eq(notes.sha, changeCommits.sha)),
    )
    .where(
      and(
        eq(changeCommits.repositoryId, sql.placeholder("repositoryId")),
        eq(changeCommits.changeId, sql.placeholder("id")),
        eq(changeCommits.role, "own"),
      ),
    )
    .orderBy(changeCommits.position)
    .prepare();
  return ({ repositoryId, id }) =>
    statement.all({ repositoryId, id }).map(({ noted, ...row }) => {
      const key = { repositoryId, sha: row.sha };
      const commit = {
        ...row,
        tools: COMMITS.tools.read(row.tools, key),
        evidence: COMMITS.evidence.read(row.evidence, key),
        hints: COMMITS.hints.read(row.hints, key),
      };
      return noted === null ? commit : withNote(commit, NOTES.evidence.read(noted, key));
    });
}
