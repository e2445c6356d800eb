import { and, asc, eq, isNotNull, isNull, like, lte, not, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { asList, isAmong } from "./among.ts";
import type { Backfill, BackfillProgress } from "./backfill.ts";
import { BEGINNING, createResumer, toProgress } from "./backfill-rows.ts";
import type { Database } from "./database.ts";
import { BACKFILLS } from "./json/columns.ts";
import { earliestBase } from "./read-ranges.ts";
import { matches, placeholders } from "./rows.ts";
import { backfills, IS_RUNNING } from "./schema/backfills.ts";
import { changes } from "./schema/changes.ts";
import { repositories } from "./schema/repositories.ts";

/** Repositories and installations whose backfills must wait. */
interface Occupied {
  readonly repositories: readonly number[];
  readonly installations: readonly number[];
}

/** A text at the end of `readFrom`, and the most pull requests to list. */
interface ReadFrom {
  readonly readFrom: string;
  readonly limit: number;
}

/** The past of repositories, and the progress of reading it. */
export interface BackfillStore {
  /**
   * Starts to read the past of a repository from `since` on.
   *
   * A backfill under way begins again, and reads no less than before.
   */
  request(request: { readonly repositoryId: number; readonly since: Date; readonly at: Date }): Promise<void>;
  /** The last request to read the past of a repository, from which on deliveries cover it. */
  findStart(repositoryId: number): Promise<Date | undefined>;
  /** Whether the past of a repository is still being read. */
  isRunning(repositoryId: number): Promise<boolean>;
  /**
   * The due backfill that has waited longest.
   *
   * Backfills that have read their pull requests come first. Queries wait for each other, so the rest of a past is read
   * in the meantime.
   */
  findNextDue(now: Date, occupied: Occupied): Promise<Backfill | undefined>;
  /** The repositories whose past is being read, and was never read to its end. */
  listNeverRead(): Promise<readonly number[]>;
  /** Saves the progress of a backfill, unless it was requested again since it was taken up. */
  save(backfill: Backfill): Promise<void>;
  /** The base of the earliest known change of a repository. */
  findEarliestBase(repositoryId: number): Promise<string | undefined>;
  /** The numbers of pull requests whose `readFrom` ends with a text, up to `limit`. */
  listReadFrom(repositoryId: number, of: ReadFrom): Promise<readonly number[]>;
  /** Restarts the backfills that failed, and returns their number. */
  retryAll(at: Date): Promise<number>;
  /** The progress of all backfills. */
  list(): Promise<readonly BackfillProgress[]>;
}

const READS_PULLS = sql`${backfills.phase} in ('start', 'pulls')`;

/** Stores backfills in SQLite. */
export function createBackfillStore(database: Database): BackfillStore {
  const { started, running, due } = prepare(database);
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
    async listNeverRead() {
      const isFirst = and(IS_RUNNING, isNull(backfills.finishedAt));
      const rows = database.select({ id: backfills.repositoryId }).from(backfills).where(isFirst).all();
      return rows.map(({ id }) => id);
    },
    findStart: async (repositoryId) => started.get({ repositoryId })?.at,
    isRunning: async (repositoryId) => running.get({ repositoryId }) !== undefined,
    async findNextDue(now, occupied) {
      const row = due.get({
        now: now.getTime(),
        repositories: asList(occupied.repositories),
        installations: asList(occupied.installations),
      });
      return row && resume(row.backfills, row.repositories.installationId);
    },
    save: async (backfill) => save(database, backfill),
    findEarliestBase: async (repositoryId) => earliestBase(database, repositoryId),
    listReadFrom: async (repositoryId, of) => listReadFrom(database, repositoryId, of),
    async retryAll(at) {
      const again = { ...BEGINNING, startedAt: at, dueAt: at };
      return database.update(backfills).set(again).where(eq(backfills.state, "failed")).run().changes;
    },
    list: async () => database.select().from(backfills).orderBy(backfills.repositoryId).all().map(toProgress),
  };
}

function prepare(database: Database) {
  // Prepared, since each delivery runs it.
  const isIt = matches(backfills, placeholders("repositoryId"));
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
        not(isAmong(backfills.repositoryId, sql.placeholder("repositories"))),
        not(isAmong(repositories.installationId, sql.placeholder("installations"))),
        isLetIn(repositories.installationId),
      ),
    )
    .orderBy(READS_PULLS, asc(backfills.dueAt), asc(backfills.repositoryId))
    .limit(1)
    .prepare();
  return { started, running, due };
}

function save(
  database: Database,
  { repositoryId, startedAt, installationId: _, ...backfill }: Backfill,
): void {
  const { cursor = null, total = null, finishedAt = null } = backfill;
  const knownRange =
    backfill.knownRange === undefined ? null : BACKFILLS.knownRange.write(backfill.knownRange);
  const paging = BACKFILLS.paging.write(backfill.paging);
  const problems = BACKFILLS.problems.write(backfill.problems);
  database
    .update(backfills)
    .set({ ...backfill, cursor, total, finishedAt, knownRange, paging, problems })
    .where(matches(backfills, { repositoryId, startedAt }))
    .run();
}

function listReadFrom(
  database: Database,
  repositoryId: number,
  { readFrom, limit }: ReadFrom,
): readonly number[] {
  const isSo = like(changes.readFrom, `%${readFrom}`);
  return database
    .select({ number: sql<number>`${changes.number}` })
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), isNotNull(changes.number), isSo))
    .limit(limit)
    .all()
    .map(({ number }) => number);
}
