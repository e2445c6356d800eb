import { and, asc, eq, isNotNull, isNull, like, lte, not, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { among, asList } from "./among.ts";
import type { Backfill, BackfillProgress } from "./backfill.ts";
import { BEGINNING, createResumer, toProgress } from "./backfill-rows.ts";
import type { Database } from "./database.ts";
import { BACKFILLS } from "./json/columns.ts";
import { bound, matches } from "./rows.ts";
import { backfills, IS_RUNNING } from "./schema/backfills.ts";
import { changes } from "./schema/changes.ts";
import { repositories } from "./schema/repositories.ts";
import { earliestBase } from "./timelines.ts";

/** What is not to be taken up now. */
interface Occupied {
  readonly repositories: readonly number[];
  readonly installations: readonly number[];
}

/** The past of repositories, and how far it has been read. */
export interface BackfillStore {
  /**
   * Has the past of a repository read from `since` on.
   *
   * One that is under way begins anew, and reads no less than before.
   */
  request(request: { readonly repositoryId: number; readonly since: Date; readonly at: Date }): Promise<void>;
  /** When the past of a repository was last asked for: by then it was covered. */
  startedAt(repositoryId: number): Promise<Date | undefined>;
  /** Whether the past of a repository is still being read. */
  isRunning(repositoryId: number): Promise<boolean>;
  /**
   * The backfill that has waited longest among those that are due.
   *
   * Those that have read their pull requests go before: queries wait for each other, and what is left is read meanwhile.
   */
  nextDue(now: Date, occupied: Occupied): Promise<Backfill | undefined>;
  /** The repositories whose past is read for the first time, and was never read to its end. */
  listFirst(): Promise<readonly number[]>;
  /** Keeps how far a backfill has come, unless it was requested anew since it was taken up. */
  save(backfill: Backfill): Promise<void>;
  /** Where the earliest known change of a repository began. */
  earliestBase(repositoryId: number): Promise<string | undefined>;
  /** The numbers of pull requests that were read from something that ends so, up to `limit`. */
  listReadFrom(
    repositoryId: number,
    of: { readonly readFrom: string; readonly limit: number },
  ): Promise<readonly number[]>;
  /** Has the past read again of which something could not be read, and returns of how many repositories. */
  retryAll(at: Date): Promise<number>;
  /** How far each repository has come. */
  list(): Promise<readonly BackfillProgress[]>;
}

const READS_PULLS = sql`${backfills.phase} in ('start', 'pulls')`;

/** Stores in SQLite how far backfills have come. */
export function createBackfillStore(database: Database): BackfillStore {
  // Prepared, since each delivery asks.
  const isIt = matches(backfills, bound("repositoryId"));
  const started = database.select({ at: backfills.startedAt }).from(backfills).where(isIt).prepare();
  const of = { id: backfills.repositoryId };
  const running = database.select(of).from(backfills).where(and(isIt, IS_RUNNING)).prepare();
  const due = database
    .select()
    .from(backfills)
    .innerJoin(repositories, eq(repositories.id, backfills.repositoryId))
    .where(
      and(
        IS_RUNNING,
        lte(backfills.dueAt, sql.placeholder("now")),
        not(among(backfills.repositoryId, sql.placeholder("repositories"))),
        not(among(repositories.installationId, sql.placeholder("installations"))),
        isLetIn(repositories.installationId),
      ),
    )
    .orderBy(READS_PULLS, asc(backfills.dueAt), asc(backfills.repositoryId))
    .limit(1)
    .prepare();
  const resume = createResumer(database);
  return {
    async request({ repositoryId, since, at }) {
      const row = { ...BEGINNING, repositoryId, since, startedAt: at, dueAt: at };
      const wider = sql`case when ${IS_RUNNING} then min(since, excluded.since) else excluded.since end`;
      database
        .insert(backfills)
        .values(row)
        .onConflictDoUpdate({ target: backfills.repositoryId, set: { ...row, since: wider } })
        .run();
    },
    async listFirst() {
      const isFirst = and(IS_RUNNING, isNull(backfills.finishedAt));
      const rows = database.select(of).from(backfills).where(isFirst).all();
      return rows.map(({ id }) => id);
    },
    startedAt: async (repositoryId) => started.get({ repositoryId })?.at,
    isRunning: async (repositoryId) => running.get({ repositoryId }) !== undefined,
    async nextDue(now, occupied) {
      const row = due.get({
        now: now.getTime(),
        repositories: asList(occupied.repositories),
        installations: asList(occupied.installations),
      });
      return row && resume(row.backfills, row.repositories.installationId);
    },
    async save({ repositoryId, startedAt, installationId: _, ...backfill }) {
      const { cursor = null, total = null, finishedAt = null } = backfill;
      const stretch = backfill.stretch === undefined ? null : BACKFILLS.stretch.write(backfill.stretch);
      const paging = BACKFILLS.paging.write(backfill.paging);
      const problems = BACKFILLS.problems.write(backfill.problems);
      database
        .update(backfills)
        .set({ ...backfill, cursor, total, finishedAt, stretch, paging, problems })
        .where(matches(backfills, { repositoryId, startedAt }))
        .run();
    },
    earliestBase: async (repositoryId) => earliestBase(database, repositoryId),
    async listReadFrom(repositoryId, { readFrom, limit }) {
      const isSo = like(changes.readFrom, `%${readFrom}`);
      return database
        .select({ number: sql<number>`${changes.number}` })
        .from(changes)
        .where(and(eq(changes.repositoryId, repositoryId), isNotNull(changes.number), isSo))
        .limit(limit)
        .all()
        .map(({ number }) => number);
    },
    async retryAll(at) {
      const again = { ...BEGINNING, startedAt: at, dueAt: at };
      return database.update(backfills).set(again).where(eq(backfills.state, "failed")).run().changes;
    },
    list: async () => database.select().from(backfills).orderBy(backfills.repositoryId).all().map(toProgress),
  };
}
