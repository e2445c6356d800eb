import { and, asc, eq, isNull, lte, not, or, type SQL, sql } from "drizzle-orm";
import { isNotRefused, isWritable } from "./access.ts";
import { asList, isAmong } from "./among.ts";
import { type CheckRunKey, type CheckRunMarks, createCheckRunMarks } from "./check-run-marks.ts";
import { type Database, durably } from "./database.ts";
import { matches, withoutNulls } from "./rows.ts";
import { checkRuns, HAS_FAILED, IS_STALE } from "./schema/published.ts";

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
   * the longest wait.
   */
  findNextStale(now: Date, busyRepositories: readonly number[]): Promise<StaleCheckRun | undefined>;
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

/** Stores check runs in SQLite. */
export function createCheckRunStore(database: Database): CheckRunStore {
  const nextStale = prepareNext(database);
  return {
    ...createCheckRunMarks(database),
    findByHead: async (repositoryId, headSha) => findByHead(database, repositoryId, headSha),
    async findNextStale(now, busyRepositories) {
      const values = { now: now.getTime(), busy: asList(busyRepositories) };
      const row = nextStale.get({ ...values, isUrgent: 1 }) ?? nextStale.get({ ...values, isUrgent: 0 });
      return row && toStale(row);
    },
    async markCreating(key, at) {
      durably(database, () => {
        database.update(checkRuns).set({ createdAt: at }).where(byKey(key)).run();
      });
    },
    async markRefused(stale) {
      const createdAt = stale.createdAt ?? null;
      database.update(checkRuns).set({ createdAt }).where(byKey(stale)).run();
    },
    async markGone(key, at) {
      const createdAt = sql`coalesce(${checkRuns.createdAt}, ${at.getTime()})`;
      const gone = { checkRunId: null, shown: null, isFinal: false, createdAt };
      database.update(checkRuns).set(gone).where(byKey(key)).run();
    },
    async markShown(stale, { checkRunId, shown, isFinal }) {
      const staleSince = sql`nullif(${checkRuns.staleSince}, ${stale.staleSince.getTime()})`;
      const row = { checkRunId, shown, isFinal, attempts: 0, retryAt: null, staleSince };
      database.update(checkRuns).set(row).where(byKey(stale)).run();
    },
    putOff: async (stale, next) => putOff(database, stale, next),
    retryAll: async (now) => retryAll(database, now),
    async markUnneeded(stale) {
      database
        .update(checkRuns)
        .set({ staleSince: null, attempts: 0, retryAt: null })
        .where(isSameMark(stale))
        .run();
    },
  };
}

function findByHead(database: Database, repositoryId: number, headSha: string): CheckRunKey[] {
  const key = {
    repositoryId: checkRuns.repositoryId,
    headSha: checkRuns.headSha,
    number: checkRuns.number,
  };
  return database.select(key).from(checkRuns).where(matches(checkRuns, { repositoryId, headSha })).all();
}

function putOff(database: Database, stale: StaleCheckRun, next: NextTry | undefined): void {
  const givenUp = { staleSince: null, attempts: stale.attempts + 1 };
  database
    .update(checkRuns)
    .set(next === undefined ? givenUp : { retryAt: next.at, attempts: next.attempts })
    .where(isSameMark(stale))
    .run();
}

function retryAll(database: Database, now: Date): number {
  const isGivenUp = and(isNull(checkRuns.staleSince), HAS_FAILED);
  const again = { staleSince: now, attempts: 0, retryAt: null };
  return database.update(checkRuns).set(again).where(isGivenUp).run().changes;
}

/** The mark that is being processed, if nothing was marked since. */
function isSameMark(stale: StaleCheckRun): SQL | undefined {
  return and(byKey(stale), eq(checkRuns.staleSince, stale.staleSince));
}

/** Urgent runs have a query of their own, so that the index gives the order. */
function prepareNext(database: Database) {
  return database
    .select()
    .from(checkRuns)
    .where(
      and(
        eq(checkRuns.isUrgent, sql.placeholder("isUrgent")),
        IS_STALE,
        or(isNull(checkRuns.retryAt), lte(checkRuns.retryAt, sql.placeholder("now"))),
        not(isAmong(checkRuns.repositoryId, sql.placeholder("busy"))),
        isWritable(checkRuns.repositoryId),
        isNotRefused(checkRuns.repositoryId, "check-runs", sql.placeholder("now")),
      ),
    )
    .orderBy(asc(checkRuns.staleSince), asc(checkRuns.number))
    .limit(1)
    .prepare();
}

function toStale(row: typeof checkRuns.$inferSelect): StaleCheckRun {
  const { isFinal: _, retryAt: __, staleSince = new Date(0), ...stale } = withoutNulls(row);
  return { ...stale, staleSince };
}
