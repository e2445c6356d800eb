import { type SQL, sql } from "drizzle-orm";
import type { Change } from "../domain/shipping/change.ts";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { asList } from "./among.ts";
import { listed } from "./expressions.ts";
import { placeholders } from "./rows.ts";
import type { Connection } from "./sql/handle.ts";
import { template } from "./sql/query.ts";

/**
 * Whether a linking deployment brought a commit (`side`) to production before any change that contains it was merged.
 *
 * This follows from facts alone, so it does not depend on the order in which they arrived.
 */
export const IS_SIDE = sql`landings.is_linked and not exists (
  select 1 from change_commits as part
  cross join changes as known
  where known.repository_id = part.repository_id and known.id = part.change_id
    and part.repository_id = side.repository_id and part.sha = side.sha and known.merged_at <= landings.at
)`;

const { repositoryId, shas, patches, from, until } = placeholders(
  ...(["repositoryId", "shas", "patches", "from", "until"] as const),
);

const CAME_ASIDE = sql`exists (
  select 1 from arrivals join landings on landings.event_id = arrivals.event_id
  where arrivals.repository_id = side.repository_id and arrivals.sha = side.sha and ${IS_SIDE}
)`;

/** Most repositories have none, and then nothing is looked up. */
const ANY = sql`exists (select 1 from side_commits where repository_id = ${repositoryId})`;

interface Row {
  readonly sha: string;
  readonly patchId: string | null;
}

const ALL = template<Row>(sql`
  select sha, patch_id as "patchId" from side_commits as side
  where repository_id = ${repositoryId} and attempts is null and ${CAME_ASIDE}`);

/** The side commits that repeat some commits or patches, and the side commits picked from those. */
const REPEATING = template<Row>(sql`
  with recursive found(sha) as (
    select picks.sha from ${listed(shas)} as named cross join side_picks as picks
    where picks.repository_id = ${repositoryId} and picks.name = named.value and ${ANY}
    union
    select same.sha from ${listed(patches)} as patch cross join side_commits as same
    where same.repository_id = ${repositoryId} and same.patch_id = patch.value
    union
    select picks.sha from found cross join side_picks as picks
    where picks.repository_id = ${repositoryId} and picks.name = found.sha
  )
  select side.sha, patch_id as "patchId" from found cross join side_commits as side
  where side.repository_id = ${repositoryId} and side.sha = found.sha and ${CAME_ASIDE}`);

const NAMES = template<{ readonly sha: string; readonly name: string }>(sql`
  select sha, name from ${listed(shas)} as side cross join side_picks
  where repository_id = ${repositoryId} and sha = side.value`);

/** The changes that some commits repeat, through any number of picks. */
const repeatedBy = (commits: SQL) =>
  template<{ readonly id: string }>(sql`
  with recursive named(name) as (
    ${commits}
    union
    select picks.name from named cross join side_picks as picks
    where picks.repository_id = ${repositoryId} and picks.sha = named.name
  )
  select part.change_id as id from named cross join change_commits as part
  where part.repository_id = ${repositoryId} and part.sha = named.name
  union
  select changes.id from named cross join side_commits as side
  join changes on changes.repository_id = side.repository_id and changes.patch_id = side.patch_id
  where side.repository_id = ${repositoryId} and side.sha = named.name`);

const REPEATED_IN = repeatedBy(sql`
  select arrivals.sha from landings
  join arrivals on arrivals.event_id = landings.event_id
  join side_commits as side on side.repository_id = arrivals.repository_id and side.sha = arrivals.sha
  where landings.repository_id = ${repositoryId} and landings.at >= ${from} and landings.at < ${until} and ${ANY}`);

const REPEATED_BY = repeatedBy(sql`select value from ${listed(shas)} as asked where ${ANY}`);

/** Loads all commits outside changes. */
export async function loadSides(connection: Connection, repositoryId: number): Promise<SideCommit[]> {
  return withNames(connection, repositoryId, await connection.all(ALL, { repositoryId }));
}

/** Loads the side commits that may repeat some changes. */
export async function loadRepeatingSides(
  connection: Connection,
  repositoryId: number,
  changes: readonly Change[],
): Promise<SideCommit[]> {
  const shas = changes.flatMap(({ carriers, commits, rewritten }) => [...carriers, ...commits, ...rewritten]);
  const patches = changes.flatMap(({ patchId }) => patchId ?? []);
  const of = { repositoryId, shas: asList(new Set(shas)), patches: asList(new Set(patches)) };
  return withNames(connection, repositoryId, await connection.all(REPEATING, of));
}

/** The changes that the side commits of an interval may repeat. */
export async function findRepeatedIn(
  connection: Connection,
  repositoryId: number,
  [from, until]: readonly [Date, Date],
): Promise<string[]> {
  const of = { repositoryId, from: from.getTime(), until: until.getTime() };
  return (await connection.all(REPEATED_IN, of)).map(({ id }) => id);
}

/** The changes that some commits may repeat. */
export async function findRepeatedBy(
  connection: Connection,
  repositoryId: number,
  shas: readonly string[],
): Promise<string[]> {
  return (await connection.all(REPEATED_BY, { repositoryId, shas: asList(shas) })).map(({ id }) => id);
}

async function withNames(
  connection: Connection,
  repositoryId: number,
  rows: readonly Row[],
): Promise<SideCommit[]> {
  if (rows.length === 0) return [];
  const of = { repositoryId, shas: asList(rows.map(({ sha }) => sha)) };
  const named = Map.groupBy(await connection.all(NAMES, of), ({ sha }) => sha);
  return rows.map(({ sha, patchId }) => ({
    sha,
    pickedFrom: (named.get(sha) ?? []).map(({ name }) => name),
    patchId: patchId ?? undefined,
  }));
}
