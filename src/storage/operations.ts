import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { and, count, desc, eq, isNotNull, isNull, min, sql } from "drizzle-orm";
import type { DigestScope } from "../domain/records/digest-place.ts";
import type { ShipChoice } from "../domain/shipping/ship-choice.ts";
import { isNotRefused, isWritable } from "./access.ts";
import type { Database } from "./database.ts";
import { put } from "./rows.ts";
import { createSameFileCheck } from "./same-file.ts";
import { heartbeats } from "./schema/heartbeats.ts";
import { shipChoices } from "./schema/landings.ts";
import { checkRuns, digests, HAS_FAILED } from "./schema/published.ts";
import { installations, repositories } from "./schema/repositories.ts";
import { emptyLog } from "./write-ahead-log.ts";
import { correctTimes } from "./wrong-times.ts";

/** How much is stored, and where. */
export interface StoreSize {
  /** How many migrations the schema has had. */
  readonly schemaVersion: number;
  readonly installations: number;
  readonly repositories: number;
  /** The bytes of the database and of its write-ahead log; 0 in memory. */
  readonly bytes: number;
  /** The disk that the database lies on; `undefined` in memory. */
  readonly disk: DiskSize | undefined;
}

/** How large a disk is, and how much of it this process may still write. */
interface DiskSize {
  readonly bytes: number;
  readonly freeBytes: number;
}

/** The check runs that GitHub does not show as they should be, where it takes any. */
export interface CheckRunQueue {
  readonly stale: number;
  readonly oldestStaleSince: Date | undefined;
  /** Those of the stale ones that failed at least once. */
  readonly failing: number;
  /** Those that were given up after many failures; they are written when something of their change happens. */
  readonly failed: number;
}

/** A digest issue, and when it was written last. */
export interface WrittenDigest {
  readonly owner: string;
  readonly name: string;
  readonly scope: DigestScope;
  readonly week: string;
  readonly issueNumber: number;
  readonly publishedAt: Date;
}

/** Something that was created or edited on GitHub. */
interface WrittenContent {
  readonly installationId: number;
  readonly kind: "issue" | "check-run";
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** A repository in which nothing ships. */
interface UnshippedRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  /** How many changes were merged. */
  readonly merged: number;
}

/** A repository that left `auto` to choose between two ways to ship, and what that took last. */
interface ChosenShipping {
  readonly owner: string;
  readonly name: string;
  readonly choice: ShipChoice;
}

/** What those ask who run the server. */
export interface OperationsStore {
  size(): Promise<StoreSize>;
  checkRuns(): Promise<CheckRunQueue>;
  /** The digests that were written last, the newest first. */
  lastDigests(limit: number): Promise<readonly WrittenDigest[]>;
  /** The check runs that were created and the digests that were written since an instant, the oldest first. */
  writtenSince(since: Date): Promise<readonly WrittenContent[]>;
  /** The repositories in which work was merged since an instant and nothing that ships was deployed, by name. */
  unshipped(since: Date): Promise<readonly UnshippedRepository[]>;
  /** The repositories in which `auto` chose, by name. */
  chosenShipping(): Promise<readonly ChosenShipping[]>;
  /** When the server wrote last to see that it can; `undefined` when it never did. */
  lastHeartbeat(): Promise<Date | undefined>;
  /** Writes now. Throws at once, and waits for nothing, when the database is locked, full, or gone. */
  beat(now: Date): Promise<void>;
  /** Throws a `StoreLostError` when the file is not the one any more that was opened. */
  assertSameFile(): void;
  /** Has times that came from a wrong clock count as now, so that nothing waits for them; returns of how many rows. */
  correctTimes(now: Date): Promise<number>;
  /** Cuts the write-ahead log, which still holds what was deleted, to nothing; returns whether nobody hindered it. */
  emptyLog(): boolean;
}

const WRITTEN = `
  select installation_id as installationId, 'check-run' as kind, created_at as at
  from check_runs join repositories on repositories.id = repository_id where created_at > @since
  union all
  select installation_id, 'issue', published_at
  from digests join repositories on repositories.id = repository_id where published_at > @since
  order by at`;

/** Where merging ships, nothing has to be deployed; while the past is read, nothing is known to ship. */
const UNSHIPPED = `
  select id, owner, name,
    (select count(*) from changes where repository_id = repositories.id and merged_at >= @since) as merged
  from repositories
  where merged > 0
    and not exists (select 1 from landings
      where repository_id = repositories.id and at >= @since and reason is not 'not-in-force')
    and not exists (select 1 from backfills where repository_id = repositories.id and state = 'running')
    and coalesce((select ship from rules where repository_id = repositories.id
      order by since desc limit 1), 'auto') <> 'merges'
  order by owner, name`;

const IS_NEWEST_CHOICE = sql`
  ${shipChoices.since} = (select max(since) from ship_choices where repository_id = ${repositories.id})
  and coalesce((select ship from rules where repository_id = ${repositories.id}
    order by since desc limit 1), 'auto') = 'auto'`;

/** Asks SQLite. */
export function createOperationsStore(database: Database): OperationsStore {
  const client = database.$client;
  const assertSameFile = createSameFileCheck(client);
  const countOf = (table: typeof installations | typeof repositories | typeof checkRuns, where = sql`true`) =>
    database.select({ count: count() }).from(table).where(where).get()?.count ?? 0;
  // What GitHub takes nothing of waits for somebody to change that; `status` names it apart.
  const isStale = and(
    isNotNull(checkRuns.staleSince),
    isWritable(checkRuns.repositoryId),
    isNotRefused(checkRuns.repositoryId, "check-runs"),
  );
  return {
    async size() {
      return {
        schemaVersion: client.prepare("select count(*) from __drizzle_migrations").pluck().get() as number,
        installations: countOf(installations),
        repositories: countOf(repositories),
        bytes: client.memory ? 0 : bytesOf(client.name) + bytesOf(`${client.name}-wal`),
        disk: client.memory ? undefined : await diskOf(client.name),
      };
    },
    async checkRuns() {
      const oldest = database
        .select({ since: min(checkRuns.staleSince) })
        .from(checkRuns)
        .where(isStale)
        .get();
      return {
        stale: countOf(checkRuns, isStale),
        oldestStaleSince: oldest?.since ?? undefined,
        failing: countOf(checkRuns, sql`${isStale} and ${HAS_FAILED}`),
        failed: countOf(checkRuns, sql`${isNull(checkRuns.staleSince)} and ${HAS_FAILED}`),
      };
    },
    async lastDigests(limit) {
      const { scope, week, issueNumber, publishedAt } = digests;
      const { owner, name } = repositories;
      return database
        .select({ owner, name, scope, week, issueNumber, publishedAt })
        .from(digests)
        .innerJoin(repositories, eq(repositories.id, digests.repositoryId))
        .orderBy(desc(publishedAt))
        .limit(limit)
        .all();
    },
    async writtenSince(since) {
      return client.prepare(WRITTEN).all({ since: since.getTime() }) as WrittenContent[];
    },
    async unshipped(since) {
      return client.prepare(UNSHIPPED).all({ since: since.getTime() }) as UnshippedRepository[];
    },
    async chosenShipping() {
      const { owner, name } = repositories;
      return database
        .select({ owner, name, choice: shipChoices })
        .from(shipChoices)
        .innerJoin(repositories, eq(repositories.id, shipChoices.repositoryId))
        .where(IS_NEWEST_CHOICE)
        .orderBy(owner, name)
        .all();
    },
    lastHeartbeat: async () => database.select().from(heartbeats).get()?.at,
    assertSameFile,
    correctTimes: async (now) => correctTimes(client, now),
    emptyLog: () => emptyLog(client),
    async beat(now) {
      assertSameFile();
      const timeout = client.pragma("busy_timeout", { simple: true });
      client.pragma("busy_timeout = 0");
      try {
        put(database, heartbeats, { row: { id: 1, at: now }, key: heartbeats.id });
      } finally {
        client.pragma(`busy_timeout = ${timeout}`);
      }
    },
  };
}

/** The disk that a file lies on, or would lie on. Rejects when its folder is gone. */
export async function diskOf(path: string): Promise<DiskSize> {
  const { bsize, blocks, bavail } = await statfs(dirname(path));
  return { bytes: blocks * bsize, freeBytes: bavail * bsize };
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
