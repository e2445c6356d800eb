import { and, asc, eq, isNotNull, isNull, like, lte, not, sql } from "drizzle-orm";
import { isLetIn, isReadable } from "./access.ts";
import { asList, isAmong } from "./among.ts";
import type { Backfill, BackfillProgress } from "./backfill.ts";
import { BEGINNING, resume, toProgress } from "./backfill-rows.ts";
import { least } from "./expressions.ts";
import { BACKFILLS } from "./json/columns.ts";
import { buildPartitions, isOnly, listPartitions, type PartitionPage } from "./partitions.ts";
import { matches, placeholders } from "./rows.ts";
import { backfills, IS_RUNNING } from "./schema/backfills.ts";
import { changes } from "./schema/changes.ts";
import { repositories } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { timesOf } from "./store-time.ts";
import { isInstallationWaiting, MAY_BE_REQUESTED } from "./waits.ts";

/** Repositories whose backfills must wait. */
interface Occupied {
  readonly repositories: readonly number[];
  /** The only repository that is asked for; each one if absent. */
  readonly only?: number | undefined;
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
   * The due backfill that has waited longest, of an installation that does not wait.
   *
   * Backfills that have read their pull requests come first. Queries wait for each other, so the rest of a past is read
   * in the meantime.
   */
  findNextDue(now: Date, occupied: Occupied): Promise<Backfill | undefined>;
  /** The repositories with due backfills, but of installations that wait. */
  listDueRepositories(now: Date, page: PartitionPage): Promise<readonly number[]>;
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

/** A backfill under way reads no less than before. */
const WIDER = sql`case when ${backfills.state} = 'running' then ${least(backfills.since, sql`excluded.since`)}
  else excluded.since end`;
const READS_PULLS = sql`${backfills.phase} in ('start', 'pulls')`;

const IS_IT = matches(backfills, placeholders("repositoryId"));
const STARTED = build.select({ at: backfills.startedAt }).from(backfills).where(IS_IT);
const RUNNING = build.select({ id: backfills.repositoryId }).from(backfills).where(and(IS_IT, IS_RUNNING));
const NEVER_READ = build
  .select({ id: backfills.repositoryId })
  .from(backfills)
  .where(and(IS_RUNNING, isNull(backfills.finishedAt)))
  .orderBy(backfills.repositoryId);
const MAY_READ = and(MAY_BE_REQUESTED, not(isInstallationWaiting("backfills", repositories.installationId)));
const DUE = build
  .select()
  .from(backfills)
  .innerJoin(repositories, eq(repositories.id, backfills.repositoryId))
  .where(
    and(
      IS_RUNNING,
      lte(backfills.dueAt, sql.placeholder("now")),
      not(isAmong(backfills.repositoryId, sql.placeholder("repositories"))),
      isOnly(backfills.repositoryId, sql.placeholder("only")),
      MAY_READ,
      isLetIn(repositories.installationId),
    ),
  )
  .orderBy(READS_PULLS, asc(backfills.dueAt), asc(backfills.repositoryId))
  .limit(1);
const DUE_REPOSITORIES = buildPartitions(
  backfills,
  backfills.repositoryId,
  and(IS_RUNNING, lte(backfills.dueAt, sql.placeholder("now")), isReadable(backfills.repositoryId, MAY_READ)),
);
const EARLIEST_BASE = build
  .select({ sha: changes.baseSha })
  .from(changes)
  .where(and(matches(changes, placeholders("repositoryId")), isNotNull(changes.mergedAt)))
  .orderBy(asc(changes.mergedAt), sql`${changes.number} nulls first`)
  .limit(1);
const LIST = build.select().from(backfills).orderBy(backfills.repositoryId);

/** Stores backfills. */
export function createBackfillStore(database: SqlDatabase): BackfillStore {
  return {
    async request({ repositoryId, since, at }) {
      const row = { ...BEGINNING, repositoryId, since, startedAt: at, dueAt: at };
      await database.run(
        build
          .insert(backfills)
          .values(row)
          .onConflictDoUpdate({ target: backfills.repositoryId, set: { ...row, since: WIDER } }),
      );
    },
    listNeverRead: async () => (await database.all(NEVER_READ)).map(({ id }) => id),
    findStart: async (repositoryId) => (await database.one(STARTED, { repositoryId }))?.at,
    isRunning: async (repositoryId) => (await database.one(RUNNING, { repositoryId })) !== undefined,
    async findNextDue(now, occupied) {
      const row = await database.one(DUE, {
        ...timesOf(now),
        repositories: asList(occupied.repositories),
        only: occupied.only ?? null,
      });
      return row && resume(database, row.backfills, row.repositories.installationId);
    },
    listDueRepositories: (now, page) => listPartitions(database, DUE_REPOSITORIES, now, page),
    save: (backfill) => save(database, backfill),
    findEarliestBase: async (repositoryId) => (await database.one(EARLIEST_BASE, { repositoryId }))?.sha,
    listReadFrom: (repositoryId, of) => listReadFrom(database, repositoryId, of),
    retryAll(at) {
      const again = { ...BEGINNING, startedAt: at, dueAt: at };
      return database.run(build.update(backfills).set(again).where(eq(backfills.state, "failed")));
    },
    list: async () => (await database.all(LIST)).map(toProgress),
  };
}

async function save(
  connection: Connection,
  { repositoryId, startedAt, installationId: _, ...backfill }: Backfill,
): Promise<void> {
  const { cursor = null, total = null, finishedAt = null, mergedOnlyBefore = null } = backfill;
  const knownRange =
    backfill.knownRange === undefined ? null : BACKFILLS.knownRange.write(backfill.knownRange);
  const paging = BACKFILLS.paging.write(backfill.paging);
  const problems = BACKFILLS.problems.write(backfill.problems);
  await connection.run(
    build
      .update(backfills)
      .set({ ...backfill, cursor, total, finishedAt, mergedOnlyBefore, knownRange, paging, problems })
      .where(matches(backfills, { repositoryId, startedAt })),
  );
}

async function listReadFrom(
  connection: Connection,
  repositoryId: number,
  { readFrom, limit }: ReadFrom,
): Promise<readonly number[]> {
  const isSo = like(changes.readFrom, `%${readFrom}`);
  const rows = await connection.all(
    build
      .select({ number: sql<number>`${changes.number}` })
      .from(changes)
      .where(and(eq(changes.repositoryId, repositoryId), isNotNull(changes.number), isSo))
      .orderBy(sql`${changes.mergedAt} nulls first`, changes.id)
      .limit(limit),
  );
  return rows.map(({ number }) => number);
}
