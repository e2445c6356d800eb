import { sql } from "drizzle-orm";
import { type AccountAttribution, attributeChange } from "../domain/attribution/change-attribution.ts";
import type { UnmergedPull } from "../domain/records/change.ts";
import { asList } from "./among.ts";
import { labelsOf, workOf } from "./change-rows.ts";
import { LABELS, ROLES, WORK } from "./change-statements.ts";
import { ORDERED_JOIN } from "./expressions.ts";
import { placeholders } from "./rows.ts";
import type { Connection } from "./sql/handle.ts";
import { template } from "./sql/query.ts";
import type { Interval } from "./window-rows.ts";

interface Row {
  readonly id: string;
  readonly closedAt: number;
  readonly authorAttribution: AccountAttribution["attribution"];
}

const { repositoryId, since, until } = placeholders("repositoryId", "since", "until");
/** The last closing decides. One that was opened again is open, and one that a push landed is a change. */
const UNMERGED = template<Row>(sql`
  select pull.id as id, closing.at as "closedAt", pull.author_attribution as "authorAttribution"
  from closings as closing
  ${ORDERED_JOIN} changes as pull on pull.repository_id = closing.repository_id and pull.id = closing.change_id
  where closing.repository_id = ${repositoryId} and closing.at >= ${since} and closing.at < ${until}
    and pull.state = 'closed' and pull.merged_at is null and not exists (
      select 1 from closings as later
      where later.repository_id = closing.repository_id and later.change_id = closing.change_id
        and later.at > closing.at
    )
  order by closing.at, pull.id`);

/** Loads the pull requests that were closed in an interval, and are neither merged nor open again. */
export async function loadUnmerged(
  connection: Connection,
  repositoryId: number,
  [since, until]: Interval,
): Promise<UnmergedPull[]> {
  const interval = { since: since.getTime(), until: until.getTime() };
  const rows = await connection.all(UNMERGED, { repositoryId, ...interval });
  if (rows.length === 0) return [];
  const of = { repositoryId, ids: asList(rows.map(({ id }) => id)) };
  const own = (await connection.all(ROLES, of)).filter(({ part }) => part === "own");
  const shas = asList(new Set(own.map(({ value }) => value)));
  const { attributed } = workOf(await connection.all(WORK, { repositoryId, shas }));
  const commits = Map.groupBy(own, ({ id }) => id);
  const labels = Map.groupBy(await connection.all(LABELS, of), ({ id }) => id);
  return rows.map(({ id, closedAt, authorAttribution: attribution }) => {
    const work = (commits.get(id) ?? []).flatMap(({ value }) => attributed.get(value) ?? []);
    const said = attributeChange({ attribution, tools: [] }, work, labelsOf(labels.get(id)));
    return { closedAt: new Date(closedAt), attribution: said.attribution };
  });
}
