import { and, asc, eq, isNull, lte, not, or, type SQL, sql } from "drizzle-orm";
import { isNotRefused, isWritable } from "./access.ts";
import { among, asList } from "./among.ts";
import { type Database, durably } from "./database.ts";
import { createRelatedReader } from "./related.ts";
import { bound, matches, withoutNulls } from "./rows.ts";
import { changeCommits, changes } from "./schema/changes.ts";
import { checkRuns, HAS_FAILED, IS_STALE } from "./schema/published.ts";
import { createSideReader } from "./side-rows.ts";

/** The key of one of our check runs. */
interface CheckRunKey {
  readonly repositoryId: number;
  readonly headSha: string;
  readonly number: number;
}

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

/** The time at which a check run became stale, and how to update it. */
interface StaleOptions {
  readonly at: Date;
  /** Whether it comes before the check runs of merged changes. */
  readonly isUrgent: boolean;
  /** Whether it is written even when nothing changed. */
  readonly isForced?: boolean;
  /** Whether it is on the head of a merge queue's branch. */
  readonly isQueueHead?: boolean;
}

/** Our check runs, and the ones that must be updated on GitHub. */
export interface CheckRunStore {
  /** Marks the check run of a pull request's head for an update; `isForced` writes it even when nothing changed. */
  markStale(key: CheckRunKey, options: StaleOptions): Promise<void>;
  /** Marks the check runs of all open pull requests of a repository, since their requirements changed. */
  markOpenStale(repositoryId: number, at: Date): Promise<void>;
  /** Marks the check runs of the merged changes that some commits carry, and of all related changes. */
  markCarriedStale(repositoryId: number, shas: readonly string[], at: Date): Promise<void>;
  /** Marks the check runs of all merged changes that can still change, since time alone can change them. */
  markMergedStale(at: Date): Promise<void>;
  /** Our check runs on a commit. */
  findByHead(repositoryId: number, headSha: string): Promise<readonly CheckRunKey[]>;
  /**
   * The next check run to update, of a repository that is not busy and can be written to: open pull requests first, then
   * the longest wait.
   */
  nextStale(now: Date, busyRepositories: readonly number[]): Promise<StaleCheckRun | undefined>;
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
  putOff(
    stale: StaleCheckRun,
    next: { readonly at: Date; readonly attempts: number } | undefined,
  ): Promise<void>;
  /** Makes given-up check runs due again, and returns their number. */
  retryAll(now: Date): Promise<number>;
  /** Records that there is nothing to write. */
  markUnneeded(stale: StaleCheckRun): Promise<void>;
}

/** A second mark within one millisecond must differ from the mark that is being processed. */
const later = (at: Date) => sql`max(${at.getTime()}, coalesce(${checkRuns.staleSince} + 1, 0))`;

const MARK_STALE = `
  insert into check_runs (repository_id, head_sha, number, is_queue_head, stale_since, is_urgent)
  values (@repositoryId, @headSha, @number, @isQueueHead, @at, @isUrgent)
  on conflict (repository_id, head_sha, number) do update set
    stale_since = max(@at, coalesce(stale_since + 1, 0)), is_urgent = @isUrgent, attempts = 0, retry_at = null,
    shown = iif(@isForced, null, shown)`;

const byKey = ({ repositoryId, headSha, number }: CheckRunKey) =>
  matches(checkRuns, { repositoryId, headSha, number });

const isHeadOf = (state: "open" | "merged") => sql`exists (select 1 from ${changes}
  where ${changes.repositoryId} = ${checkRuns.repositoryId} and ${changes.id} = '#' || ${checkRuns.number}
    and ${changes.headSha} = ${checkRuns.headSha}
    and ${state === "open" ? sql`${changes.state} = 'open'` : sql`${changes.mergedAt} is not null`})`;

function markStale(writer: Pick<Database, "update">, which: SQL | undefined, at: Date): void {
  writer
    .update(checkRuns)
    .set({ staleSince: later(at), isUrgent: false, attempts: 0, retryAt: null })
    .where(which)
    .run();
}

/** Stores check runs in SQLite. */
export function createCheckRunStore(database: Database): CheckRunStore {
  const related = createRelatedReader(database);
  const sides = createSideReader(database);
  // Prepared, since it runs again and again. Urgent runs have a query of their own, so that the index gives the order.
  const nextStale = database
    .select()
    .from(checkRuns)
    .where(
      and(
        eq(checkRuns.isUrgent, sql.placeholder("isUrgent")),
        IS_STALE,
        or(isNull(checkRuns.retryAt), lte(checkRuns.retryAt, sql.placeholder("now"))),
        not(among(checkRuns.repositoryId, sql.placeholder("busy"))),
        isWritable(checkRuns.repositoryId),
        isNotRefused(checkRuns.repositoryId, "check-runs", sql.placeholder("now")),
      ),
    )
    .orderBy(asc(checkRuns.staleSince), asc(checkRuns.number))
    .limit(1)
    .prepare();
  const notSince = ({ staleSince }: StaleCheckRun) => eq(checkRuns.staleSince, staleSince);
  const markStaleOne = database.$client.prepare(MARK_STALE);
  const isCarrier = matches(changeCommits, { ...bound("repositoryId"), role: "carrier" });
  const carriers = database
    .select({ id: changeCommits.changeId })
    .from(changeCommits)
    .where(and(isCarrier, among(changeCommits.sha, sql.placeholder("shas"))))
    .prepare();
  return {
    async markStale(key, { at, isUrgent, isForced = false, isQueueHead = false }) {
      const flags = {
        isUrgent: Number(isUrgent),
        isForced: Number(isForced),
        isQueueHead: Number(isQueueHead),
      };
      const { repositoryId, headSha, number } = key;
      markStaleOne.run({ repositoryId, headSha, number, at: at.getTime(), ...flags });
    },
    async markCarriedStale(repositoryId, shas, at) {
      database.transaction((transaction) => {
        const carried = carriers.all({ repositoryId, shas: asList(shas) });
        const ids = related.all(repositoryId, [
          ...carried.map(({ id }) => id),
          ...sides.repeatedBy(repositoryId, shas),
        ]);
        const numbers = [...ids].filter((id) => id.startsWith("#")).map((id) => Number(id.slice(1)));
        if (numbers.length === 0) return;
        const isMoved = and(
          eq(checkRuns.repositoryId, repositoryId),
          among(checkRuns.number, asList(numbers)),
        );
        markStale(transaction, and(isMoved, isHeadOf("merged")), at);
      });
    },
    async markOpenStale(repositoryId, at) {
      markStale(database, and(eq(checkRuns.repositoryId, repositoryId), isHeadOf("open")), at);
    },
    async markMergedStale(at) {
      markStale(database, and(eq(checkRuns.isFinal, false), isHeadOf("merged")), at);
    },
    async findByHead(repositoryId, headSha) {
      const key = {
        repositoryId: checkRuns.repositoryId,
        headSha: checkRuns.headSha,
        number: checkRuns.number,
      };
      return database.select(key).from(checkRuns).where(matches(checkRuns, { repositoryId, headSha })).all();
    },
    async nextStale(now, busyRepositories) {
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
    async putOff(stale, next) {
      const givenUp = { staleSince: null, attempts: stale.attempts + 1 };
      database
        .update(checkRuns)
        .set(next === undefined ? givenUp : { retryAt: next.at, attempts: next.attempts })
        .where(and(byKey(stale), notSince(stale)))
        .run();
    },
    async retryAll(now) {
      const isGivenUp = and(isNull(checkRuns.staleSince), HAS_FAILED);
      const again = { staleSince: now, attempts: 0, retryAt: null };
      return database.update(checkRuns).set(again).where(isGivenUp).run().changes;
    },
    async markUnneeded(stale) {
      database
        .update(checkRuns)
        .set({ staleSince: null, attempts: 0, retryAt: null })
        .where(and(byKey(stale), notSince(stale)))
        .run();
    },
  };
}

function toStale(row: typeof checkRuns.$inferSelect): StaleCheckRun {
  const { isFinal: _, retryAt: __, staleSince = new Date(0), ...stale } = withoutNulls(row);
  return { ...stale, staleSince };
}
