import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { asList } from "./among.ts";
import type { Database } from "./database.ts";
import { matches } from "./rows.ts";
import { sideCommits, sidePicks } from "./schema/commits.ts";
import { IS_SIDE } from "./side-rows.ts";

/** What one deployment brought to production beside changes, and was not read yet. */
export interface UnreadSides {
  /** When it landed, and where the default branch was by then. */
  readonly at: Date;
  readonly main: string;
  readonly head: string;
  readonly shas: readonly string[];
}

/** Commits that came to production in no change. */
export interface SideCommitStore {
  /** Those that were not read, by what brought them; none while it is not known where the default branch was. */
  listUnread(repositoryId: number): Promise<readonly UnreadSides[]>;
  /** Records what was read of some of them. */
  saveRead(repositoryId: number, read: readonly SideCommit[]): Promise<void>;
  /** Takes some to be the default branch's, until its first push or what brought them turns out to be another. */
  saveGuess(repositoryId: number, shas: readonly string[]): Promise<void>;
}

/** Where the default branch was when a deployment landed: after the last push before, or before the first one. */
const UNREAD = `
  with unread as (
    select side.sha, landings.sha as head, landings.at, landings.event_id as id
    from side_commits as side
    cross join arrivals on arrivals.repository_id = side.repository_id and arrivals.sha = side.sha
    join landings on landings.event_id = arrivals.event_id
    where side.repository_id = @repositoryId and side.attempts = 0 and ${IS_SIDE}
  )
  select head, at, json_group_array(sha) as shas, coalesce(
    (select after from pushes where repository_id = @repositoryId and at <= unread.at order by at desc, after limit 1),
    (select before from pushes where repository_id = @repositoryId order by at, before limit 1)
  ) as main
  from unread group by id having main is not null order by at`;

/** Stores them in SQLite. */
export function createSideCommitStore(database: Database): SideCommitStore {
  const unread = database.$client.prepare(UNREAD);
  const guess = database.$client.prepare(GUESSED);
  const save = (repositoryId: number, { sha, patchId, pickedFrom }: SideCommit) => {
    const read = { attempts: null, patchId: patchId ?? null };
    database.update(sideCommits).set(read).where(matches(sideCommits, { repositoryId, sha })).run();
    for (const name of new Set(pickedFrom))
      database.insert(sidePicks).values({ repositoryId, sha, name }).onConflictDoNothing().run();
  };
  return {
    async listUnread(repositoryId) {
      const rows = unread.all({ repositoryId }) as UnreadRow[];
      return rows.map(({ at, shas, ...row }) => ({ ...row, at: new Date(at), shas: JSON.parse(shas) }));
    },
    async saveRead(repositoryId, read) {
      database.transaction(() => {
        for (const each of read) save(repositoryId, each);
      });
    },
    async saveGuess(repositoryId, shas) {
      guess.run({ repositoryId, shas: asList(shas) });
    },
  };
}

const GUESSED = `
  update side_commits set attempts = 1
  where repository_id = @repositoryId and sha in (select value from json_each(@shas))`;

const GUESSED_BY_LATER_PUSH = `
  update side_commits set attempts = 0 where repository_id = @repositoryId and attempts = 1
    and not exists (select 1 from pushes where repository_id = @repositoryId and at < @at)`;

/** Prepares to have read again what was taken to be the default branch's, once its first push becomes known. */
export function createSideReconsiderer(database: Database) {
  const statement = database.$client.prepare(GUESSED_BY_LATER_PUSH);
  return (repositoryId: number, at: Date): void => {
    statement.run({ repositoryId, at: at.getTime() });
  };
}

interface UnreadRow {
  readonly main: string;
  readonly head: string;
  readonly at: number;
  readonly shas: string;
}

/** What a deployment was the first to bring. */
interface Brought {
  readonly at: Date;
  readonly shas: readonly string[];
}

/** Each costs requests; of a branch on which more was pushed past pull requests, the newest tell enough. */
const MOST_OF_ONE = 300;

/** A merge commit brings in the work of others. What was taken to be the default branch's was judged by another deployment. */
const NOTED = `
  insert into side_commits (repository_id, sha, attempts)
  select @repositoryId, fresh.value, 0 from json_each(@shas) as fresh
  cross join commits on commits.repository_id = @repositoryId and commits.sha = fresh.value
  where json_array_length(parents) = 1 and not exists (
    select 1 from change_commits as part
    cross join changes as known on known.repository_id = part.repository_id and known.id = part.change_id
    where part.repository_id = @repositoryId and part.sha = fresh.value and known.merged_at <= @at
  )
  order by fresh.key desc limit ${MOST_OF_ONE}
  on conflict do update set attempts = 0 where attempts = 1`;

/** Prepares to note which of the commits that a deployment brought are in no change. */
export function createSideCommitNoter(database: Database) {
  const statement = database.$client.prepare(NOTED);
  return (repositoryId: number, { at, shas }: Brought): void => {
    if (shas.length > 0) statement.run({ repositoryId, shas: asList(shas), at: at.getTime() });
  };
}
