import { withNote } from "../domain/attribution/noted.ts";
import type { ChangeKey, OwnCommit } from "../domain/records/change.ts";
import { COMMITS, NOTES } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits } from "./schema/changes.ts";
import { commits } from "./schema/commits.ts";
import { notes } from "./schema/notes.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const { sha, attribution, tools, evidence, hints, agentsVersion } = commits;
const COMMIT = { repositoryId: changeCommits.repositoryId, sha: changeCommits.sha };
const OWN = build
  .select({ sha, attribution, tools, evidence, hints, agentsVersion, noted: notes.evidence })
  .from(changeCommits)
  .innerJoin(commits, matches(commits, COMMIT))
  .leftJoin(notes, matches(notes, COMMIT))
  .where(matches(changeCommits, { ...placeholders("repositoryId", "changeId"), role: "own" }))
  .orderBy(changeCommits.position);

/** The own commits of a change with their declarations, in GitHub's order. */
export async function listOwnCommits(
  connection: Connection,
  { repositoryId, id: changeId }: ChangeKey,
): Promise<OwnCommit[]> {
  const rows = await connection.all(OWN, { repositoryId, changeId });
  return rows.map(({ noted, ...row }) => {
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
