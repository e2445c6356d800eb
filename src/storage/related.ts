import type { Database } from "./database.ts";

/** Finds changes that bear on others. */
export interface RelatedReader {
  /** Some changes, and those that share a commit with them, revert, repeat, or are named by them. */
  directly(repositoryId: number, ids: Iterable<string>): string[];
  /** The same, and so on from each of those. */
  all(repositoryId: number, ids: Iterable<string>): Set<string>;
}

/** Prepares to find related changes. */
export function createRelatedReader(database: Database): RelatedReader {
  const statement = database.$client.prepare(DIRECTLY_RELATED).pluck();
  const directly = (repositoryId: number, ids: Iterable<string>) => {
    const found = statement.all({ repositoryId, ids: JSON.stringify([...ids]) }) as string[];
    return [...new Set(found)];
  };
  return {
    directly,
    all(repositoryId, ids) {
      const all = new Set(ids);
      for (let fresh = [...all]; fresh.length > 0; ) {
        fresh = directly(repositoryId, fresh).filter((id) => !all.has(id));
        for (const id of fresh) all.add(id);
      }
      return all;
    },
  };
}

/**
 * `cross join` keeps SQLite to this order, from few rows to others by an index. Most repositories have no links and no
 * returns, and then nothing is looked up in them.
 */
const DIRECTLY_RELATED = `
    with ids(id) as materialized (select value from json_each(@ids)),
      mine(sha) as materialized (
        select sha from ids cross join change_commits as own
          on own.repository_id = @repositoryId and own.change_id = ids.id
      ),
      said(name) as materialized (
        select name from ids cross join change_links as link
          on link.repository_id = @repositoryId and link.change_id = ids.id
      ),
      named(name) as materialized (
        select name from (select id as name from ids union all select sha from mine)
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
    select id from ids
    union all select name from said where name like '#%'
    union all select other.change_id from shared cross join change_commits as other
      on other.repository_id = @repositoryId and other.sha = shared.sha
    union all select link.change_id from named cross join change_links as link
      on link.repository_id = @repositoryId and link.name = named.name
    union all select same.id from ids cross join changes as own
      on own.repository_id = @repositoryId and own.id = ids.id and own.patch_id is not null
      cross join changes as same on same.repository_id = @repositoryId and same.patch_id = own.patch_id`;
