import { and, sql } from "drizzle-orm";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { asList, isAmong } from "./among.ts";
import { jsonLength, listedInOrder } from "./expressions.ts";
import { matches, placeholders } from "./rows.ts";
import { commits, sideCommits, sidePicks } from "./schema/commits.ts";
import { IS_SIDE } from "./side-rows.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";

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

const { repositoryId, shas, at } = placeholders("repositoryId", "shas", "at");

interface UnreadRow {
  readonly id: number;
  readonly main: string;
  readonly head: string;
  readonly at: number;
  readonly sha: string;
}

/** The head of the default branch at a deployment: after the last push before it, or before the first push. */
const UNREAD = template<UnreadRow>(sql`
  with unread as (
    select side.sha, landings.sha as head, landings.at, landings.event_id as id
    from side_commits as side
    cross join arrivals
    join landings on landings.event_id = arrivals.event_id
    where arrivals.repository_id = side.repository_id and arrivals.sha = side.sha
      and side.repository_id = ${repositoryId} and side.attempts = 0 and ${IS_SIDE}
  )
  select id, head, at, sha, main from (
    select id, head, at, sha, coalesce(
      (select after from pushes where repository_id = ${repositoryId} and at <= unread.at order by at desc, after limit 1),
      (select before from pushes where repository_id = ${repositoryId} order by at, before limit 1)
    ) as main
    from unread
  ) as found
  where main is not null order by at, id, sha`);

/** Stores these commits. */
export function createSideCommitStore(database: SqlDatabase): SideCommitStore {
  return {
    async listUnread(repositoryId) {
      const rows = Map.groupBy(await database.all(UNREAD, { repositoryId }), ({ id }) => id);
      return [...rows.values()].flatMap(([first, ...rest]) => {
        if (first === undefined) return [];
        const { head, main, at } = first;
        return [{ head, main, at: new Date(at), shas: [first, ...rest].map(({ sha }) => sha) }];
      });
    },
    saveRead: (repositoryId, read) =>
      database.transaction(async (transaction) => {
        for (const each of read) await save(transaction, repositoryId, each);
      }),
    async saveGuess(repositoryId, shas) {
      await database.run(GUESSED, { repositoryId, shas: asList(shas) });
    },
  };
}

async function save(
  transaction: Transaction,
  repositoryId: number,
  { sha, patchId, pickedFrom }: SideCommit,
): Promise<void> {
  const read = { attempts: null, patchId: patchId ?? null };
  await transaction.run(
    build.update(sideCommits).set(read).where(matches(sideCommits, { repositoryId, sha })),
  );
  for (const name of new Set(pickedFrom))
    await transaction.run(build.insert(sidePicks).values({ repositoryId, sha, name }).onConflictDoNothing());
}

const GUESSED = build
  .update(sideCommits)
  .set({ attempts: 1 })
  .where(
    and(
      matches(sideCommits, placeholders("repositoryId")),
      isAmong(sideCommits.sha, sql.placeholder("shas")),
    ),
  );

const GUESSED_BY_LATER_PUSH = sql`
  update side_commits set attempts = 0 where repository_id = ${repositoryId} and attempts = 1
    and not exists (select 1 from pushes where repository_id = ${repositoryId} and at < ${at})`;

/** Has assumed commits of the default branch read again, once its first push becomes known. */
export async function reconsiderSides(
  transaction: Transaction,
  repositoryId: number,
  at: Date,
): Promise<void> {
  await transaction.run(GUESSED_BY_LATER_PUSH, { repositoryId, at: at.getTime() });
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
const NOTED = sql`
  insert into side_commits (repository_id, sha, attempts)
  select cast(${repositoryId} as bigint), fresh.value, 0 from ${listedInOrder(shas)} as fresh
  cross join commits
  where commits.repository_id = ${repositoryId} and commits.sha = fresh.value
    and ${jsonLength(commits.parents)} = 1 and not exists (
    select 1 from change_commits as part
    cross join changes as known
    where known.repository_id = part.repository_id and known.id = part.change_id
      and part.repository_id = ${repositoryId} and part.sha = fresh.value and known.merged_at <= ${at}
  )
  order by fresh.place desc limit ${sql.raw(String(MOST_OF_ONE))}
  on conflict (repository_id, sha) do update set attempts = 0 where side_commits.attempts = 1`;

/** Records the deployed commits that are in no change. */
export async function noteSides(
  transaction: Transaction,
  repositoryId: number,
  { at, shas }: Brought,
): Promise<void> {
  if (shas.length > 0) await transaction.run(NOTED, { repositoryId, shas: asList(shas), at: at.getTime() });
}
