import { sql } from "drizzle-orm";
import { type Declaration, type DeclaredTool, declaredTools } from "../domain/attribution/tool-role.ts";

import { asList, isAmong } from "./among.ts";
import { jsonObjects, jsonTexts } from "./expressions.ts";
import { placeholders } from "./rows.ts";
import { changeCommits, changes, labels } from "./schema/changes.ts";
import { commits } from "./schema/commits.ts";
import { notes } from "./schema/notes.ts";
import type { Connection } from "./sql/handle.ts";
import { template } from "./sql/query.ts";

interface Row {
  readonly id: string;
  readonly kind: Declaration["kind"];
  readonly tool: string;
  readonly surface: string | null;
}

const { repositoryId, ids } = placeholders("repositoryId", "ids");
const DECLARED_BY = sql`declared.value ->> 'kind', declared.value ->> 'tool', declared.value ->> 'surface'`;

const TOOLS = template<Row>(sql`
  select changes.id as id, 'author' as kind, declared.value as tool, null as surface from changes
  cross join ${jsonTexts(changes.authorTools, sql`declared`)}
  where changes.repository_id = ${repositoryId} and ${isAmong(changes.id, ids)}
  union all
  select labels.change_id, 'label', labels.tool, null from labels
  where labels.repository_id = ${repositoryId} and ${isAmong(labels.changeId, ids)} and labels.is_set and labels.is_own
  union all
  select change_commits.change_id, ${DECLARED_BY} from change_commits
  cross join commits
  cross join ${jsonObjects(commits.evidence, sql`declared`)}
  where change_commits.repository_id = ${repositoryId} and ${isAmong(changeCommits.changeId, ids)}
    and change_commits.role = 'own'
    and commits.repository_id = ${repositoryId} and commits.sha = change_commits.sha
  union all
  select change_commits.change_id, ${DECLARED_BY} from change_commits
  cross join notes
  cross join ${jsonObjects(notes.evidence, sql`declared`)}
  where change_commits.repository_id = ${repositoryId} and ${isAmong(changeCommits.changeId, ids)}
    and change_commits.role = 'own'
    and notes.repository_id = ${repositoryId} and notes.sha = change_commits.sha`);

/** Finds the tools that some changes declare, by the author, a label or an own commit; each tool once. */
export async function findDeclaredTools(
  connection: Connection,
  repositoryId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly DeclaredTool[]>> {
  if (ids.length === 0) return new Map();
  const rows = await connection.all(TOOLS, { repositoryId, ids: asList(ids) });
  const inOrder = rows.toSorted((a, b) => (a.tool < b.tool ? -1 : Number(a.tool > b.tool)));
  const byChange = Map.groupBy(inOrder, ({ id }) => id);
  return new Map([...byChange].map(([id, found]) => [id, declaredTools(found.map(toEvidence))]));
}

function toEvidence({ kind, tool, surface }: Row): Declaration {
  return { kind, tool, ...(surface !== null && { surface }) };
}
