import type { Change } from "../domain/shipping/change.ts";
import type { Database } from "./database.ts";

/** The ties between related changes. */
interface Ties {
  readonly shas: readonly string[];
  /** The commits and changes that they name. */
  readonly names: readonly string[];
  readonly patches: readonly string[];
}

/** Prepares to find related changes. */
export function createRelatedReader(database: Database) {
  const tied = database.$client.prepare(TIED).pluck();
  const ties = database.$client.prepare(TIES);
  const listed = (values: Iterable<string>) => JSON.stringify([...new Set(values)]);
  const others = (repositoryId: number, known: Iterable<string>, { shas, names, patches }: Ties) => {
    const of = { shas: listed(shas), names: listed(names), patches: listed(patches) };
    return new Set(tied.all({ repositoryId, known: listed(known), ...of }) as string[]);
  };
  return {
    /** The other changes that share a commit or patch with some, name them, or are named by them. */
    directly(repositoryId: number, changes: readonly Change[]): Set<string> {
      const ids = changes.map(({ id }) => id);
      return others(repositoryId, ids, {
        shas: changes.flatMap(({ carriers, commits }) => [...carriers, ...commits]),
        names: changes.flatMap(({ reverts, pickedFrom }) => [...reverts, ...pickedFrom]),
        patches: changes.flatMap(({ patchId }) => patchId ?? []),
      });
    },
    /** Some changes, all related ones, and so on from each of these. */
    all(repositoryId: number, ids: Iterable<string>): Set<string> {
      const all = new Set(ids);
      for (let fresh = [...all]; fresh.length > 0; ) {
        const rows = ties.all({ repositoryId, ids: listed(fresh) }) as { kind: keyof Ties; name: string }[];
        const namesOf = (wanted: keyof Ties) =>
          rows.filter(({ kind }) => kind === wanted).map(({ name }) => name);
        const found = { shas: namesOf("shas"), names: namesOf("names"), patches: namesOf("patches") };
        fresh = [...others(repositoryId, all, found)].filter((id) => !all.has(id));
        for (const id of fresh) all.add(id);
      }
      return all;
    },
  };
}

/** In these queries `cross join` makes SQLite go from few rows to others by an index. */
const TIES = `
  with ids(id) as materialized (select value from json_each(@ids))
    select 'shas' as kind, sha as name from ids cross join change_commits as own
      on own.repository_id = @repositoryId and own.change_id = ids.id
    union all select 'names', name from ids cross join change_links as link
      on link.repository_id = @repositoryId and link.change_id = ids.id
    union all select 'patches', patch_id from ids cross join changes as own
      on own.repository_id = @repositoryId and own.id = ids.id and patch_id is not null`;

/** Most repositories have no links and no returns, and then nothing is looked up in them. */
const TIED = `
    with known(id) as materialized (select value from json_each(@known)),
      mine(sha) as materialized (select value from json_each(@shas)),
      said(name) as materialized (select value from json_each(@names)),
      named(name) as materialized (
        select name from (select id as name from known union all select sha from mine)
        where exists (select 1 from change_links where repository_id = @repositoryId)
      ),
      restoring(sha) as materialized (
        select sha from mine where exists (select 1 from returns where repository_id = @repositoryId)
      ),
      shared(sha) as materialized (
        select sha from mine
        union all select name from said
        union all select back.sha from restoring cross join returns as back
          on back.repository_id = @repositoryId and back.reverted = restoring.sha
        union all select back.reverted from restoring cross join returns as back
          on back.repository_id = @repositoryId and back.sha = restoring.sha
      )
    select other.change_id from shared cross join change_commits as other
      on other.repository_id = @repositoryId and other.sha = shared.sha
    where other.change_id not in (select id from known)
    union all select name from said where name like '#%'
    union all select link.change_id from named cross join change_links as link
      on link.repository_id = @repositoryId and link.name = named.name
    union all select same.id from json_each(@patches) as patch cross join changes as same
      on same.repository_id = @repositoryId and same.patch_id = patch.value
    where same.id not in (select id from known)`;
