import { and, asc, eq, isNull, lte, not, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { isNotRefused, isWritable } from "./access.ts";
import { asList, isAmong } from "./among.ts";
import { type CheckRunKey, type CheckRunMarks, createCheckRunMarks } from "./check-run-marks.ts";
import { buildPartitions, isOnly, listPartitions, type PartitionPage } from "./partitions.ts";
import { matches, placeholders, withoutNulls } from "./rows.ts";
import { checkRuns, HAS_FAILED, IS_STALE } from "./schema/published.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { timesOf } from "./store-time.ts";
import { MAY_BE_REQUESTED } from "./waits.ts";

/** One of our check runs that may show an outdated state. */
export interface StaleCheckRun extends CheckRunKey {
  /** GitHub's id; absent until its answer to the creation is stored. */
  readonly checkRunId: number | undefined;
  /** The time of the request to create it. Without an id the answer was lost, and the run may exist. */
  readonly createdAt: Date | undefined;
  /** A hash of the shown content; absent when it must be written in any case. */
  readonly shown: string | undefined;
  /** Whether it is on the head of a merge queue's branch. */
  readonly isQueueHead: boolean;
  readonly staleSince: Date;
  /** Whether it comes before the check runs of merged changes. */
  readonly isUrgent: boolean;
  readonly attempts: number;
}

/** The content of a check run on GitHub. */
interface ShownCheckRun {
  readonly checkRunId: number;
  readonly shown: string;
  /** Whether the content can no longer change. */
  readonly isFinal: boolean;
}

/** The time of the next try, and the number of failed ones. */
interface NextTry {
  readonly at: Date;
  readonly attempts: number;
}

/** Our check runs, and the ones that must be updated on GitHub. */
export interface CheckRunStore extends CheckRunMarks {
  /** Our check runs on a commit. */
  findByHead(repositoryId: number, headSha: string): Promise<readonly CheckRunKey[]>;
  /**
   * The next check run to update, of a repository that is not busy and can be written to: open pull requests first, then
   * the longest wait. With `only`, of that repository.
   */
  findNextStale(
    now: Date,
    busyRepositories: readonly number[],
    only?: number,
  ): Promise<StaleCheckRun | undefined>;
  /** The repositories with check runs to update. */
  listStaleRepositories(now: Date, page: PartitionPage): Promise<readonly number[]>;
  /** Records that the request to create a check run will be sent. */
  markCreating(key: CheckRunKey, at: Date): Promise<void>;
  /** Takes that back, since GitHub refused it. `createdAt` is the time of an earlier request, if there was one. */
  markRefused(key: Pick<StaleCheckRun, keyof CheckRunKey | "createdAt">): Promise<void>;
  /**
   * Records that GitHub no longer has the run.
   *
   * As after a lost answer, it is looked for before another one is created, so that there are never two.
   */
  markGone(key: CheckRunKey, at: Date): Promise<void>;
  /** Records the shown content. The run stays stale when it was marked again in the meantime. */
  markShown(stale: StaleCheckRun, written: ShownCheckRun): Promise<void>;
  /** Postpones a failed update, or gives it up when there is no next try. */
  putOff(stale: StaleCheckRun, next: NextTry | undefined): Promise<void>;
  /** Makes given-up check runs due again, and returns their number. */
  retryAll(now: Date): Promise<number>;
  /** Records that there is nothing to write. */
  markUnneeded(stale: StaleCheckRun): Promise<void>;
}

const byKey = ({ repositoryId, headSha, number }: CheckRunKey) =>
  matches(checkRuns, { repositoryId, headSha, number });

/** Stores check runs. */
export function createCheckRunStore(database: SqlDatabase): CheckRunStore {
  const set = async (values: SQLiteUpdateSetSource<typeof checkRuns>, which: SQL | undefined) => {
    await database.run(build.update(checkRuns).set(values).where(which));
  };
  return {
    ...createCheckRunMarks(database),
    findByHead: (repositoryId, headSha) => database.all(BY_HEAD, { repositoryId, headSha }),
    async findNextStale(now, busyRepositories, only) {
      const values = { ...timesOf(now), busy: asList(busyRepositories), only: only ?? null };
      const row = (await database.one(NEXT_URGENT, values)) ?? (await database.one(NEXT_OTHER, values));
      return row && toStale(row);
    },
    listStaleRepositories: (now, page) => listPartitions(database, STALE_REPOSITORIES, now, page),
    markCreating: (key, at) =>
      database.transaction(
        async (transaction) => {
          await transaction.run(build.update(checkRuns).set({ createdAt: at }).where(byKey(key)));
        },
        { isDurable: true },
      ),
    markRefused: (stale) => set({ createdAt: stale.createdAt ?? null }, byKey(stale)),
    async markGone(key, at) {
      const createdAt = sql`coalesce(${checkRuns.createdAt}, ${at.getTime()})`;
      await set({ checkRunId: null, shown: null, isFinal: false, createdAt }, byKey(key));
    },
    async markShown(stale, { checkRunId, shown, isFinal }) {
      const staleSince = sql`nullif(${checkRuns.staleSince}, ${stale.staleSince.getTime()})`;
      const row = { checkRunId, shown, isFinal, attempts: 0, retryAt: null, staleSince };
      await set(row, byKey(stale));
    },
    async putOff(stale, next) {
      const givenUp = { staleSince: null, attempts: stale.attempts + 1 };
      const again = next && { retryAt: next.at, attempts: next.attempts };
      await set(again ?? givenUp, isSameMark(stale));
    },
    retryAll: (now) => retryAll(database, now),
    markUnneeded: (stale) => set({ staleSince: null, attempts: 0, retryAt: null }, isSameMark(stale)),
  };
}

function retryAll(connection: Connection, now: Date): Promise<number> {
  const isGivenUp = and(isNull(checkRuns.staleSince), HAS_FAILED);
  const again = { staleSince: now, attempts: 0, retryAt: null };
  return connection.run(build.update(checkRuns).set(again).where(isGivenUp));
}

/** The mark that is being processed, if nothing was marked since. */
function isSameMark(stale: StaleCheckRun): SQL | undefined {
  return and(byKey(stale), eq(checkRuns.staleSince, stale.staleSince));
}

const BY_HEAD = build
  .select({ repositoryId: checkRuns.repositoryId, headSha: checkRuns.headSha, number: checkRuns.number })
  .from(checkRuns)
  .where(matches(checkRuns, placeholders("repositoryId", "headSha")));

const IS_DUE = and(
  IS_STALE,
  or(isNull(checkRuns.retryAt), lte(checkRuns.retryAt, sql.placeholder("now"))),
  isWritable(checkRuns.repositoryId, MAY_BE_REQUESTED),
  isNotRefused(checkRuns.repositoryId, "check-runs", sql.placeholder("now")),
);
const STALE_REPOSITORIES = buildPartitions(checkRuns, checkRuns.repositoryId, IS_DUE);
/** Urgent runs have a query of their own, so that the index gives the order. */
const NEXT_URGENT = nextOf(true);
const NEXT_OTHER = nextOf(false);

function nextOf(isUrgent: boolean) {
  return build
    .select()
    .from(checkRuns)
    .where(
      and(
        eq(checkRuns.isUrgent, isUrgent),
        IS_DUE,
        not(isAmong(checkRuns.repositoryId, sql.placeholder("busy"))),
        isOnly(checkRuns.repositoryId, sql.placeholder("only")),
      ),
    )
    .orderBy(asc(checkRuns.staleSince), asc(checkRuns.number))
    .limit(1);
}

function toStale(row: typeof checkRuns.$inferSelect): StaleCheckRun {
  const { isFinal: _, retryAt: __, staleSince = new Date(0), ...stale } = withoutNulls(row);
  return { ...stale, staleSince };
}
