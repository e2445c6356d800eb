import { desc, eq, sql } from "drizzle-orm";
import type { DigestScope } from "../domain/records/digest-place.ts";
import type { ShipChoice } from "../domain/shipping/ship-choice.ts";
import { type CheckRunQueue, loadCheckRunQueue } from "./check-run-queue.ts";
import { excludedValues, placeholders } from "./rows.ts";
import { heartbeats } from "./schema/heartbeats.ts";
import { shipChoices } from "./schema/landings.ts";
import { digests } from "./schema/published.ts";
import { repositories } from "./schema/repositories.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";
import type { StoreFile } from "./store-file.ts";
import { loadSize, type StoreSize } from "./store-size.ts";
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

const { since } = placeholders("since");

/** Where merging ships, nothing has to be deployed. During the backfill nobody knows what ships. */
const UNSHIPPED = template<UnshippedRepository>(sql`
  select id, owner, name, merged from (
    select id, owner, name,
      (select count(*) from changes where repository_id = repositories.id and merged_at >= ${since}) as merged
    from repositories
    where not exists (select 1 from landings
        where repository_id = repositories.id and at >= ${since} and reason is distinct from 'not-in-force')
      and not exists (select 1 from backfills where repository_id = repositories.id and state = 'running')
      and coalesce((select ship from rules where repository_id = repositories.id
        order by since desc limit 1), 'auto') <> 'merges'
  ) as quiet
  where merged > 0
  order by owner, name`);

const IS_NEWEST_CHOICE = sql`
  ${shipChoices.since} = (select max(since) from ship_choices where repository_id = ${repositories.id})
  and coalesce((select ship from rules where repository_id = ${repositories.id}
    order by since desc limit 1), 'auto') = 'auto'`;
const CHOSEN = build
  .select({ owner: repositories.owner, name: repositories.name, choice: shipChoices })
  .from(shipChoices)
  .innerJoin(repositories, eq(repositories.id, shipChoices.repositoryId))
  .where(IS_NEWEST_CHOICE)
  .orderBy(repositories.owner, repositories.name);

const LAST_DIGESTS = build
  .select({
    owner: repositories.owner,
    name: repositories.name,
    scope: digests.scope,
    week: digests.week,
    issueNumber: digests.issueNumber,
    publishedAt: digests.publishedAt,
  })
  .from(digests)
  .innerJoin(repositories, eq(repositories.id, digests.repositoryId))
  .orderBy(desc(digests.publishedAt))
  .limit(sql.placeholder("limit"));
const HEARTBEAT = build.select().from(heartbeats);

const SAVE_HEARTBEAT = build
  .insert(heartbeats)
  .values({ id: 1, ...placeholders("at") })
  .onConflictDoUpdate({ target: heartbeats.id, set: excludedValues(heartbeats, "at") });

/** Answers from the store, and from its file, if it has one. */
export function createOperationsStore(database: SqlDatabase, file?: StoreFile): OperationsStore {
  return {
    loadSize: () => loadSize(database, file),
    loadCheckRunQueue: () => database.read(loadCheckRunQueue),
    listLastDigests: (limit) => database.all(LAST_DIGESTS, { limit }),
    listUnshipped: (at) => database.all(UNSHIPPED, { since: at.getTime() }),
    listChosenShipping: () => database.all(CHOSEN),
    findLastHeartbeat: async () => (await database.one(HEARTBEAT))?.at,
    assertSameFile: () => file?.assertSame(),
    correctTimes: (now) => database.transaction((transaction) => correctTimes(transaction, now)),
    emptyLog: () => file?.emptyLog() ?? true,
    async saveHeartbeat(at) {
      file?.assertSame();
      await database.transaction((transaction) => transaction.run(SAVE_HEARTBEAT, { at }), {
        isAtOnce: true,
      });
    },
  };
}
