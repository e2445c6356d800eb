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

/** The size of the store, and of its disk. */
export interface StoreSize {
  /** The number of migrations of the schema. */
  readonly schemaVersion: number;
  readonly installations: number;
  readonly repositories: number;
  /** The bytes of the database and of its write-ahead log; 0 in memory. */
  readonly bytes: number;
  /** The disk of the database; `undefined` in memory. */
  readonly disk: DiskSize | undefined;
}

/** The size of a disk, and the bytes that this process may still write. */
interface DiskSize {
  readonly bytes: number;
  readonly freeBytes: number;
}

/** The check runs that are outdated on GitHub, where GitHub accepts writes. */
export interface CheckRunQueue {
  readonly stale: number;
  readonly oldestStaleSince: Date | undefined;
  /** The stale ones that failed at least once. */
  readonly failing: number;
  /** The ones that were given up after many failures. They are written after the next event of their change. */
  readonly failed: number;
}

/** A digest issue, and the time at which it was last written. */
export interface WrittenDigest {
  readonly owner: string;
  readonly name: string;
  readonly scope: DigestScope;
  readonly week: string;
  readonly issueNumber: number;
  readonly publishedAt: Date;
}

/** Content that was created or edited on GitHub. */
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
  /** The number of merged changes. */
  readonly merged: number;
}

/** A repository in which `auto` chooses between two ways to ship, and its last choice. */
interface ChosenShipping {
  readonly owner: string;
  readonly name: string;
  readonly choice: ShipChoice;
}

/** Questions of the operator. */
export interface OperationsStore {
  size(): Promise<StoreSize>;
  checkRuns(): Promise<CheckRunQueue>;
  /** The last written digests, the newest first. */
  lastDigests(limit: number): Promise<readonly WrittenDigest[]>;
  /** The check runs created and the digests written since an instant, the oldest first. */
  writtenSince(since: Date): Promise<readonly WrittenContent[]>;
  /** The repositories with merged work since an instant, and without a deployment that ships, by name. */
  unshipped(since: Date): Promise<readonly UnshippedRepository[]>;
  /** The repositories in which `auto` chose, by name. */
  chosenShipping(): Promise<readonly ChosenShipping[]>;
  /** The last time at which the server tested that it can write; `undefined` when it never did. */
  lastHeartbeat(): Promise<Date | undefined>;
  /** Writes now. Throws at once, without waiting, when the database is locked, full, or gone. */
  beat(now: Date): Promise<void>;
  /** Throws a `StoreLostError` when the file is no longer the one that was opened. */
  assertSameFile(): void;
  /** Sets times from a wrong clock to now, so that nothing waits for them. Returns the number of rows. */
  correctTimes(now: Date): Promise<number>;
  /** Empties the write-ahead log, which still holds deleted data. Returns whether it is empty. */
  emptyLog(): boolean;
}

const WRITTEN = `
  select installation_id as installationId, 'check-run' as kind, created_at as at
  from check_runs join repositories on repositories.id = repository_id where created_at > @since
  union all
  select installation_id, 'issue', published_at
  from digests join repositories on repositories.id = repository_id where published_at > @since
  order by at`;

/** Where merging ships, nothing has to be deployed. During the backfill nobody knows what ships. */
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

/** Reads from SQLite. */
export function createOperationsStore(database: Database): OperationsStore {
  const client = database.$client;
  const assertSameFile = createSameFileCheck(client);
  const countOf = (table: typeof installations | typeof repositories | typeof checkRuns, where = sql`true`) =>
    database.select({ count: count() }).from(table).where(where).get()?.count ?? 0;
  // Refused writes wait until somebody changes something; `status` lists them separately.
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

/** The disk of a file, which need not exist. Rejects when its folder is gone. */
export async function diskOf(path: string): Promise<DiskSize> {
  const { bsize, blocks, bavail } = await statfs(dirname(path));
  return { bytes: blocks * bsize, freeBytes: bavail * bsize };
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
