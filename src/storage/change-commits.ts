import { withNote } from "../domain/attribution/noted.ts";
import type { ChangeKey, OwnCommit } from "../domain/records/change.ts";
import type { Database } from "./database.ts";
import { COMMITS, NOTES } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits } from "./schema/changes.ts";
import { commits } from "./schema/commits.ts";
import { notes } from "./schema/notes.ts";

/** The own commits of a change with their declarations, in GitHub's order. */
type OwnCommitReader = (key: ChangeKey) => OwnCommit[];

/** Prepares to read the own commits of changes. */
export function createOwnCommitReader(database: Database): OwnCommitReader {
  const { sha, attribution, tools, evidence, hints, agentsVersion } = commits;
  const commit = { repositoryId: changeCommits.repositoryId, sha: changeCommits.sha };
  const statement = database
    .select({ sha, attribution, tools, evidence, hints, agentsVersion, noted: notes.evidence })
    .from(changeCommits)
    .innerJoin(commits, matches(commits, commit))
    .leftJoin(notes, matches(notes, commit))
    .where(matches(changeCommits, { ...placeholders("repositoryId", "changeId"), role: "own" }))
    .orderBy(changeCommits.position)
    .prepare();
  return ({ repositoryId, id: changeId }) =>
    statement.all({ repositoryId, changeId }).map(({ noted, ...row }) => {
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
