import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { asList } from "./among.ts";
import type { Database } from "./database.ts";
import { matches } from "./rows.ts";
import { sideCommits, sidePicks } from "./schema/commits.ts";
import { IS_SIDE } from "./side-rows.ts";

/** The unread commits outside changes that one deployment brought. */
export interface UnreadSides {
  /** The time of the deployment, and the head of the default branch at that time. */
  readonly at: Date;
  readonly main: string;
  readonly head: string;
  readonly shas: readonly string[];
}

/** Commits outside changes. */
export interface SideCommitStore {
  /** The unread ones, by the deployment that brought them; none while the head of the default branch is unknown. */
  listUnread(repositoryId: number): Promise<readonly UnreadSides[]>;
  /** Records the facts that were read of some of them. */
  saveRead(repositoryId: number, read: readonly SideCommit[]): Promise<void>;
  /**
   * Assumes that some belong to the default branch, until its first push is known or another deployment turns out to
   * bring them.
   */
  saveGuess(repositoryId: number, shas: readonly string[]): Promise<void>;
}

/** The head of the default branch at a deployment: after the last push before it, or before the first push. */
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

/** Stores these commits in SQLite. */
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

/** Prepares to have assumed commits of the default branch read again, once its first push becomes known. */
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

/** The commits that a deployment was the first to bring. */
interface Brought {
  readonly at: Date;
  readonly shas: readonly string[];
}

/** Each costs requests. Of a branch with more pushed commits, the newest are enough. */
const MOST_OF_ONE = 300;

/**
 * Leaves out merge commits, which bring in the work of others. An assumption was made for another deployment, so it is
 * withdrawn.
 */
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

/** Prepares to record the deployed commits that are in no change. */
export function createSideCommitNoter(database: Database) {
  const statement = database.$client.prepare(NOTED);
  return (repositoryId: number, { at, shas }: Brought): void => {
    if (shas.length > 0) statement.run({ repositoryId, shas: asList(shas), at: at.getTime() });
  };
}
