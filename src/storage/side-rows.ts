import type { Change } from "../domain/shipping/change.ts";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { asList } from "./among.ts";
import type { Database } from "./database.ts";

/**
 * Whether a linking deployment brought a commit (`side`) to production before any change that contains it was merged.
 *
 * This follows from facts alone, so it does not depend on the order in which they arrived.
 */
export const IS_SIDE = `landings.is_linked and not exists (
  select 1 from change_commits as part
  cross join changes as known on known.repository_id = part.repository_id and known.id = part.change_id
  where part.repository_id = side.repository_id and part.sha = side.sha and known.merged_at <= landings.at
)`;

const CAME_ASIDE = `exists (
  select 1 from arrivals join landings on landings.event_id = arrivals.event_id
  where arrivals.repository_id = side.repository_id and arrivals.sha = side.sha and ${IS_SIDE}
)`;

/** Most repositories have none, and then nothing is looked up. */
const ANY = "exists (select 1 from side_commits where repository_id = @repositoryId)";

const ALL = `
  select sha, patch_id as patchId from side_commits as side
  where repository_id = @repositoryId and attempts is null and ${CAME_ASIDE}`;

/** The side commits that repeat some commits or patches, and the side commits picked from those. */
const REPEATING = `
  with recursive found(sha) as (
    select picks.sha from json_each(@shas) as named cross join side_picks as picks
      on picks.repository_id = @repositoryId and picks.name = named.value
    where ${ANY}
    union
    select same.sha from json_each(@patches) as patch cross join side_commits as same
      on same.repository_id = @repositoryId and same.patch_id = patch.value
    union
    select picks.sha from found cross join side_picks as picks
      on picks.repository_id = @repositoryId and picks.name = found.sha
  )
  select side.sha, patch_id as patchId from found cross join side_commits as side
    on side.repository_id = @repositoryId and side.sha = found.sha
  where ${CAME_ASIDE}`;

const NAMES = `
  select sha, name from json_each(@shas) as side cross join side_picks
    on repository_id = @repositoryId and sha = side.value`;

const IN_INTERVAL = `
  select arrivals.sha from landings
  join arrivals on arrivals.event_id = landings.event_id
  join side_commits as side on side.repository_id = arrivals.repository_id and side.sha = arrivals.sha
  where landings.repository_id = @repositoryId and landings.at >= @from and landings.at < @until and ${ANY}`;

const AMONG = `select value from json_each(@shas) where ${ANY}`;

/** The changes that some commits repeat, through any number of picks. */
const repeatedBy = (commits: string) => `
  with recursive named(name) as (
    ${commits}
    union
    select picks.name from named cross join side_picks as picks
      on picks.repository_id = @repositoryId and picks.sha = named.name
  )
  select part.change_id from named cross join change_commits as part
    on part.repository_id = @repositoryId and part.sha = named.name
  union
  select changes.id from named cross join side_commits as side
    on side.repository_id = @repositoryId and side.sha = named.name
  join changes on changes.repository_id = side.repository_id and changes.patch_id = side.patch_id`;

interface Row {
  readonly sha: string;
  readonly patchId: string | null;
}

/** Prepares to read commits outside changes. */
export function createSideReader(database: Database) {
  const prepare = (statement: string) => database.$client.prepare(statement);
  const [all, repeating, names] = [prepare(ALL), prepare(REPEATING), prepare(NAMES)];
  const inInterval = prepare(repeatedBy(IN_INTERVAL)).pluck();
  const amongSome = prepare(repeatedBy(AMONG)).pluck();
  const withNames = (repositoryId: number, rows: readonly Row[]): SideCommit[] => {
    if (rows.length === 0) return [];
    const of = { repositoryId, shas: asList(rows.map(({ sha }) => sha)) };
    const found = names.all(of) as { sha: string; name: string }[];
    const named = Map.groupBy(found, ({ sha }) => sha);
    return rows.map(({ sha, patchId }) => ({
      sha,
      pickedFrom: (named.get(sha) ?? []).map(({ name }) => name),
      patchId: patchId ?? undefined,
    }));
  };
  return {
    all: (repositoryId: number) => withNames(repositoryId, all.all({ repositoryId }) as Row[]),
    /** The side commits that may repeat some changes. */
    repeating(repositoryId: number, changes: readonly Change[]): SideCommit[] {
      const shas = changes.flatMap((change) => [change.carriers, change.commits, change.rewritten].flat());
      const patches = changes.flatMap(({ patchId }) => patchId ?? []);
      const of = { repositoryId, shas: asList(new Set(shas)), patches: asList(new Set(patches)) };
      return withNames(repositoryId, repeating.all(of) as Row[]);
    },
    /** The changes that the side commits of an interval may repeat. */
    repeatedIn(repositoryId: number, [from, until]: readonly [Date, Date]): string[] {
      const of = { repositoryId, from: from.getTime(), until: until.getTime() };
      return inInterval.all(of) as string[];
    },
    /** The changes that some commits may repeat. */
    repeatedBy: (repositoryId: number, shas: readonly string[]) =>
      amongSome.all({ repositoryId, shas: asList(shas) }) as string[],
  };
}
