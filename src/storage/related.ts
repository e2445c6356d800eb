import { sql } from "drizzle-orm";
import type { Change } from "../domain/shipping/change.ts";
import { asList } from "./among.ts";
import { listed } from "./expressions.ts";
import { placeholders } from "./rows.ts";
import type { Connection } from "./sql/handle.ts";
import { template } from "./sql/query.ts";

/** The ties between related changes. */
interface Ties {
  readonly shas: readonly string[];
  /** The commits and changes that they name. */
  readonly names: readonly string[];
  readonly patches: readonly string[];
}

const { repositoryId, ids, known, shas, names, patches } = placeholders(
  ...(["repositoryId", "ids", "known", "shas", "names", "patches"] as const),
);

/** In these queries `cross join` makes SQLite go from few rows to others by an index. */
const TIES = template<{ readonly kind: keyof Ties; readonly name: string }>(sql`
  with ids(id) as materialized (select value from ${listed(ids)} as asked)
    select 'shas' as kind, sha as name from ids cross join change_commits as own
      where own.repository_id = ${repositoryId} and own.change_id = ids.id
    union all select 'names', name from ids cross join change_links as link
      where link.repository_id = ${repositoryId} and link.change_id = ids.id
    union all select 'patches', patch_id from ids cross join changes as own
      where own.repository_id = ${repositoryId} and own.id = ids.id and patch_id is not null`);

/** Most repositories have no links and no returns, and then nothing is looked up in them. */
const TIED = template<{ readonly id: string }>(sql`
    with known(id) as materialized (select value from ${listed(known)} as asked),
      mine(sha) as materialized (select value from ${listed(shas)} as asked),
      said(name) as materialized (select value from ${listed(names)} as asked),
      named(name) as materialized (
        select name from (select id as name from known union all select sha from mine) as own
        where exists (select 1 from change_links where repository_id = ${repositoryId})
      ),
      restoring(sha) as materialized (
        select sha from mine where exists (select 1 from returns where repository_id = ${repositoryId})
      ),
      shared(sha) as materialized (
        select sha from mine
        union all select name from said
        union all select back.sha from restoring cross join returns as back
          where back.repository_id = ${repositoryId} and back.reverted = restoring.sha
        union all select back.reverted from restoring cross join returns as back
          where back.repository_id = ${repositoryId} and back.sha = restoring.sha
      )
    select other.change_id as id from shared cross join change_commits as other
    where other.repository_id = ${repositoryId} and other.sha = shared.sha
      and other.change_id not in (select id from known)
    union all select name from said where name like '#%'
    union all select link.change_id from named cross join change_links as link
      where link.repository_id = ${repositoryId} and link.name = named.name
    union all select same.id from ${listed(patches)} as patch cross join changes as same
    where same.repository_id = ${repositoryId} and same.patch_id = patch.value
      and same.id not in (select id from known)`);

/** The other changes that share a commit or patch with some, name them, or are named by them. */
export function findDirectlyRelated(
  connection: Connection,
  repositoryId: number,
  changes: readonly Change[],
): Promise<Set<string>> {
  const known = changes.map(({ id }) => id);
  return findTied(connection, repositoryId, {
    known,
    shas: changes.flatMap(({ carriers, commits }) => [...carriers, ...commits]),
    names: changes.flatMap(({ reverts, pickedFrom }) => [...reverts, ...pickedFrom]),
    patches: changes.flatMap(({ patchId }) => patchId ?? []),
  });
}

/** Some changes, all related ones, and so on from each of these. */
export async function findAllRelated(
  connection: Connection,
  repositoryId: number,
  ids: Iterable<string>,
): Promise<Set<string>> {
  const all = new Set(ids);
  for (let fresh = [...all]; fresh.length > 0; ) {
    const rows = await connection.all(TIES, { repositoryId, ids: asList(fresh) });
    const namesOf = (wanted: keyof Ties) =>
      rows.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    const ties = { shas: namesOf("shas"), names: namesOf("names"), patches: namesOf("patches") };
    const found = await findTied(connection, repositoryId, { known: all, ...ties });
    fresh = [...found].filter((id) => !all.has(id));
    for (const id of fresh) all.add(id);
  }
  return all;
}

async function findTied(
  connection: Connection,
  repositoryId: number,
  { known, shas, names, patches }: Ties & { readonly known: Iterable<string> },
): Promise<Set<string>> {
  const listed = (values: Iterable<string>) => asList(new Set(values));
  const rows = await connection.all(TIED, {
    repositoryId,
    known: listed(known),
    shas: listed(shas),
    names: listed(names),
    patches: listed(patches),
  });
  return new Set(rows.map(({ id }) => id));
}
