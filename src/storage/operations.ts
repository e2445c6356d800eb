import { desc, eq, sql } from "drizzle-orm";
import type { DigestScope } from "../domain/records/digest-place.ts";
import type { ShipChoice } from "../domain/shipping/ship-choice.ts";
import { type CheckRunQueue, readCheckRunQueue } from "./check-run-queue.ts";
import type { Database } from "./database.ts";
import { upsert } from "./rows.ts";
import { createSameFileCheck } from "./same-file.ts";
import { heartbeats } from "./schema/heartbeats.ts";
import { shipChoices } from "./schema/landings.ts";
import { digests } from "./schema/published.ts";
import { repositories } from "./schema/repositories.ts";
import { readSize, type StoreSize } from "./store-size.ts";
import { emptyLog } from "./write-ahead-log.ts";
import { correctTimes } from "./wrong-times.ts";

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
  loadSize(): Promise<StoreSize>;
  loadCheckRunQueue(): Promise<CheckRunQueue>;
  /** The last written digests, the newest first. */
  listLastDigests(limit: number): Promise<readonly WrittenDigest[]>;
  /** The check runs created and the digests written since an instant, the oldest first. */
  listWrittenSince(since: Date): Promise<readonly WrittenContent[]>;
  /** The repositories with merged work since an instant, and without a deployment that ships, by name. */
  listUnshipped(since: Date): Promise<readonly UnshippedRepository[]>;
  /** The repositories in which `auto` chose, by name. */
  listChosenShipping(): Promise<readonly ChosenShipping[]>;
  /** The last time at which the server tested that it can write; `undefined` when it never did. */
  findLastHeartbeat(): Promise<Date | undefined>;
  /** Writes now. Throws at once, without waiting, when the database is locked, full, or gone. */
  saveHeartbeat(now: Date): Promise<void>;
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
  return {
    loadSize: async () => readSize(database),
    loadCheckRunQueue: async () => readCheckRunQueue(database),
    listLastDigests: async (limit) => readLastDigests(database, limit),
    async listWrittenSince(since) {
      return client.prepare(WRITTEN).all({ since: since.getTime() }) as WrittenContent[];
    },
    async listUnshipped(since) {
      return client.prepare(UNSHIPPED).all({ since: since.getTime() }) as UnshippedRepository[];
    },
    listChosenShipping: async () => readChosenShipping(database),
    findLastHeartbeat: async () => database.select().from(heartbeats).get()?.at,
    assertSameFile,
    correctTimes: async (now) => correctTimes(client, now),
    emptyLog: () => emptyLog(client),
    async saveHeartbeat(now) {
      assertSameFile();
      const timeout = client.pragma("busy_timeout", { simple: true });
      client.pragma("busy_timeout = 0");
      try {
        upsert(database, heartbeats, { row: { id: 1, at: now }, key: heartbeats.id });
      } finally {
        client.pragma(`busy_timeout = ${timeout}`);
      }
    },
  };
}

function readLastDigests(database: Database, limit: number): readonly WrittenDigest[] {
  const { scope, week, issueNumber, publishedAt } = digests;
  const { owner, name } = repositories;
  return database
    .select({ owner, name, scope, week, issueNumber, publishedAt })
    .from(digests)
    .innerJoin(repositories, eq(repositories.id, digests.repositoryId))
    .orderBy(desc(publishedAt))
    .limit(limit)
    .all();
}

function readChosenShipping(database: Database): readonly ChosenShipping[] {
  const { owner, name } = repositories;
  return database
    .select({ owner, name, choice: shipChoices })
    .from(shipChoices)
    .innerJoin(repositories, eq(repositories.id, shipChoices.repositoryId))
    .where(IS_NEWEST_CHOICE)
    .orderBy(owner, name)
    .all();
}
