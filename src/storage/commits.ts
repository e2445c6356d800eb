import { and, gt, min, sql } from "drizzle-orm";
import type { Range } from "../domain/shipping/ranges.ts";
import { asList } from "./among.ts";
import { type Commit, saveCommits, toCommit } from "./commit-rows.ts";
import { listed } from "./expressions.ts";
import { COMMITS } from "./json/columns.ts";
import { markForReplay } from "./replay.ts";
import { matches, placeholders } from "./rows.ts";
import { commits, ranges } from "./schema/commits.ts";
import { landings } from "./schema/landings.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";

export type { Commit } from "./commit-rows.ts";

/** The commits of a range. */
interface ReadRange {
  readonly commits: readonly Commit[];
  /** Whether the list is complete. */
  readonly isComplete: boolean;
}

/** The most commits to list, and the commit after which the list begins. */
interface ParentsPage {
  readonly after: string;
  readonly limit: number;
}

type Parents = readonly [sha: string, parents: readonly string[]];

/** The commit graph, and the ranges that were read into it. */
export interface CommitStore {
  save(repositoryId: number, commits: readonly Commit[]): Promise<void>;
  /**
   * Records a range as read; `undefined` when its ends share no history, or GitHub does not know one of them.
   *
   * A range that is read later replaces the earlier record. The deployment effects that depended on that record are
   * derived again.
   */
  saveRange(repositoryId: number, range: Range, read: ReadRange | undefined): Promise<void>;
  find(repositoryId: number, sha: string): Promise<Commit | undefined>;
  /**
   * The parents of up to `limit` commits whose sha follows `after` in order. The next call continues after the last
   * one.
   */
  listParents(repositoryId: number, page: ParentsPage): Promise<readonly Parents[]>;
}

const { repositoryId, shas } = placeholders("repositoryId", "shas");
const IS_NEW = sql`
  not exists (select 1 from commits where commits.repository_id = ${repositoryId} and commits.sha = read.value)`;

/** The earliest time at which one of some commits, not read until now, came to production or was examined. */
const EARLIEST_BOUNDARY = template<{ readonly at: number | null }>(sql`
  select min(at) as at from (
    select landings.at from ${listed(shas)} as read
    cross join arrivals
    cross join landings
    where arrivals.repository_id = ${repositoryId} and arrivals.sha = read.value
      and landings.event_id = arrivals.event_id and ${IS_NEW}
    union all
    select landings.at from ${listed(shas)} as read
    cross join landings
    where landings.repository_id = ${repositoryId} and landings.sha = read.value
      and landings.reason = 'not-in-force' and ${IS_NEW}
  ) as times`);

const FIND = build
  .select()
  .from(commits)
  .where(matches(commits, placeholders("repositoryId", "sha")));
const PARENTS = build
  .select({ sha: commits.sha, parents: commits.parents })
  .from(commits)
  .where(and(matches(commits, placeholders("repositoryId")), gt(commits.sha, sql.placeholder("after"))))
  .orderBy(commits.sha)
  .limit(sql.placeholder("limit"));

/** Stores commits. */
export function createCommitStore(database: SqlDatabase): CommitStore {
  return {
    save: (repositoryId, read) =>
      database.transaction((transaction) => insert(transaction, repositoryId, read)),
    saveRange: (repositoryId, { base, head }, read) =>
      database.transaction(async (transaction) => {
        await insert(transaction, repositoryId, read?.commits ?? []);
        const said = { isRelated: read !== undefined, isComplete: read?.isComplete ?? true };
        const row = { repositoryId, base, head, ...said };
        if (said.isRelated) await replayUnknown(transaction, row);
        await transaction.run(
          build
            .insert(ranges)
            .values(row)
            .onConflictDoUpdate({
              target: [ranges.repositoryId, ranges.base, ranges.head],
              set: said,
              setWhere: BETTER,
            }),
        );
      }),
    async find(repositoryId, sha) {
      const row = await database.one(FIND, { repositoryId, sha });
      return row && toCommit(row);
    },
    async listParents(repositoryId, { after, limit }) {
      const rows = await database.all(PARENTS, { repositoryId, after, limit });
      return rows.map(
        (row) => [row.sha, COMMITS.parents.read(row.parents, { repositoryId, sha: row.sha })] as const,
      );
    },
  };
}

async function insert(
  transaction: Transaction,
  repositoryId: number,
  read: readonly Commit[],
): Promise<void> {
  // The history behind such a boundary commit came to production with it.
  const known = await transaction.one(EARLIEST_BOUNDARY, {
    repositoryId,
    shas: asList(read.map(({ sha }) => sha)),
  });
  if (known != null && known.at !== null) await markForReplay(transaction, repositoryId, new Date(known.at));
  await saveCommits(transaction, repositoryId, read);
}

/** A range that was read completely stays so, whatever GitHub forgets later. */
const BETTER = sql`(excluded.is_related, excluded.is_complete) > (${ranges.isRelated}, ${ranges.isComplete})`;

const UNKNOWN = build
  .select({ base: ranges.base })
  .from(ranges)
  .where(matches(ranges, { ...placeholders("repositoryId", "base", "head"), isRelated: false }));
const FIRST_EFFECT = build
  .select({ at: min(landings.at) })
  .from(landings)
  .where(matches(landings, placeholders("repositoryId", "sha")));

/** Derives the deployment effects again that depended on an unknown range, if it was recorded as unknown. */
async function replayUnknown(
  transaction: Transaction,
  { repositoryId, base, head }: Range & { readonly repositoryId: number },
): Promise<void> {
  if ((await transaction.one(UNKNOWN, { repositoryId, base, head })) === undefined) return;
  const first = await transaction.one(FIRST_EFFECT, { repositoryId, sha: head });
  if (first?.at) await markForReplay(transaction, repositoryId, first.at);
}
