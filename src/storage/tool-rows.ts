import { type Declaration, type DeclaredTool, declaredTools } from "../domain/attribution/tool-role.ts";
import type { Database } from "./database.ts";

interface Row {
  readonly id: string;
  readonly kind: Declaration["kind"];
  readonly tool: string;
  readonly surface: string | null;
}

/** Prepares to read the tools that some changes declare, by the author, a label or an own commit; each tool once. */
export function createToolReader(database: Database) {
  const statement = database.$client.prepare(TOOLS);
  return (repositoryId: number, ids: readonly string[]): ReadonlyMap<string, readonly DeclaredTool[]> => {
    if (ids.length === 0) return new Map();
    const rows = statement.all({ repositoryId, ids: JSON.stringify(ids) }) as Row[];
    const byChange = Map.groupBy(rows, ({ id }) => id);
    return new Map([...byChange].map(([id, found]) => [id, declaredTools(found.map(toEvidence))]));
  };
}

function toEvidence({ kind, tool, surface }: Row): Declaration {
  return { kind, tool, ...(surface !== null && { surface }) };
}

const DECLARED = "declared.value ->> '$.kind', declared.value ->> '$.tool', declared.value ->> '$.surface'";

const TOOLS = `
  select changes.id as id, 'author' as kind, declared.value as tool, null as surface from json_each(@ids) as asked
  cross join changes on changes.repository_id = @repositoryId and changes.id = asked.value
  cross join json_each(changes.author_tools) as declared
  union
  select labels.change_id, 'label', labels.tool, null from json_each(@ids) as asked
  cross join labels on labels.repository_id = @repositoryId and labels.change_id = asked.value
    and labels.is_set and labels.is_own
  union
  select change_commits.change_id, ${DECLARED} from json_each(@ids) as asked
  cross join change_commits on change_commits.repository_id = @repositoryId
    and change_commits.change_id = asked.value and change_commits.role = 'own'
  cross join commits on commits.repository_id = @repositoryId and commits.sha = change_commits.sha
  cross join json_each(commits.evidence) as declared
  union
  select change_commits.change_id, ${DECLARED} from json_each(@ids) as asked
  cross join change_commits on change_commits.repository_id = @repositoryId
    and change_commits.change_id = asked.value and change_commits.role = 'own'
  cross join notes on notes.repository_id = @repositoryId and notes.sha = change_commits.sha
  cross join json_each(notes.evidence) as declared
  order by 1, 3`;
