import { setImmediate as turn } from "node:timers/promises";
import { and, asc, desc, eq, lte, not, or, type SQL, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { listPartitions, type PartitionPage } from "./partitions.ts";
import { deliveries, IS_PENDING } from "./schema/deliveries.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";
import { Turns } from "./sql/turns.ts";
import { timesOf } from "./store-time.ts";
import { isInstallationWaiting } from "./waits.ts";

type DeliveryRow = typeof deliveries.$inferSelect;

/** The number of partitions that one query reads: more would delay webhooks. */
const PARTITIONS_AT_ONCE = 256;
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;
/** The due deliveries of a partition at which a look looks; and all of them, once in this time, in milliseconds. */
const [FEW, ALL] = [64, Number.MAX_SAFE_INTEGER];
const ALL_EVERY_MS = 60_000;

/**
 * Whether a delivery may be processed. Deliveries about installations always may, since one of them ends a suspension.
 */
export const MAY_BE_WORKED = or(eq(deliveries.event, "installation"), isLetIn(deliveries.installationId));
const IS_DUE = and(IS_PENDING, lte(deliveries.dueAt, sql.placeholder("now")), MAY_BE_WORKED);
/** Deliveries of an installation that met a rate limit wait, whatever their due time. */
const IS_FREE = not(isInstallationWaiting("requests", deliveries.installationId));
const { dueAt, sequence } = deliveries;

const FIRST_OF_PARTITION = build
  .select()
  .from(deliveries)
  .where(and(IS_DUE, IS_FREE, eq(deliveries.partition, sql.placeholder("partition"))))
  .orderBy(asc(dueAt), asc(sequence))
  .limit(1);

/**
 * The partitions after one with pending deliveries, in order and counted. Each takes one look into the index, however
 * many deliveries it holds.
 */
const pendingPartitions = (isMore: SQL) => sql`with recursive partitions (partition, place) as (
  select min(${deliveries.partition}), 1 from ${deliveries}
    where ${IS_PENDING} and ${deliveries.partition} > ${sql.placeholder("after")}
  union all
  select (select min(${deliveries.partition}) from ${deliveries} where ${IS_PENDING} and ${deliveries.partition} > partitions.partition),
    place + 1
    from partitions where partitions.partition is not null and ${isMore}
)`;
const PARTITIONS = pendingPartitions(sql`place < ${sql.raw(`${PARTITIONS_AT_ONCE}`)}`);

/** The sequence of one of the first or last due deliveries of a partition that may be worked now. */
const workableAmong = (direction: typeof asc, most: SQL) => sql`(select min(${sequence}) from (
  select ${sequence}, ${deliveries.event}, ${deliveries.installationId} from ${deliveries}
    where ${IS_PENDING} and ${deliveries.partition} = partitions.partition and ${dueAt} <= ${sql.placeholder("now")}
    order by ${direction(dueAt)}, ${direction(sequence)} limit ${most}
) as ${deliveries} where ${MAY_BE_WORKED} and ${IS_FREE})`;
/**
 * One delivery of a partition that may be worked now; null where there is none. It looks at the first due one, and where
 * that waits for its installation, at so many of the last: those before them nearly always wait for the same one.
 */
const WORKABLE = sql`coalesce(${workableAmong(asc, sql`1`)}, ${workableAmong(desc, sql`${sql.placeholder("lookedAt")}`)})`;
const PARTITIONS_AFTER = build
  .select({ partition: sql<number>`partitions.partition`, first: { dueAt, sequence } })
  .from(sql`(${PARTITIONS} select partition from partitions where partition is not null) as partitions`)
  .leftJoin(deliveries, sql`${sequence} = ${WORKABLE}`);

/** Neither a sort nor a join: both would read all partitions, or all deliveries, before the first row. */
const DUE_PARTITIONS = template<{ readonly partition: number }>(sql`${pendingPartitions(sql`true`)}
  select partition from partitions where partition is not null and ${WORKABLE} is not null
  limit ${sql.placeholder("most")}`);

/** Finds due deliveries. Partitions take turns, and it remembers whose turn it is. */
export class DueReader {
  readonly #database: SqlDatabase;
  readonly #turns = new Turns();
  readonly #rounds = new Rounds();
  /** The due partitions from the last query, which have their turn now. */
  #waiting: readonly number[] = [];
  /** The last partition that was read. */
  #last = BEFORE_ALL;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /**
   * The first due delivery of the free partition whose turn it is; `undefined` when no delivery is due.
   *
   * Partitions take turns, 256 at a time. Among these, the partition that is due for longest comes first. So the cost
   * of a query does not grow with the number of waiting partitions, or with the deliveries in one partition.
   *
   * Of calls at the same time, each waits for the one before it.
   */
  next(now: Date, busy: readonly number[]): Promise<DeliveryRow | undefined> {
    return this.#turns.run(() => this.#findNext(now, busy));
  }

  /** The first due delivery of a partition. */
  nextOf(partition: number, now: Date): Promise<DeliveryRow | undefined> {
    return this.#database.one(FIRST_OF_PARTITION, { ...timesOf(now), partition });
  }

  /** The partitions with due deliveries, but of installations that wait. */
  listPartitions(now: Date, page: PartitionPage): Promise<readonly number[]> {
    return listPartitions(this.#database, DUE_PARTITIONS, now, page, this.#rounds.of(page.after));
  }

  /** Whether any delivery is due, except of installations that wait. */
  async hasAny(now: Date): Promise<boolean> {
    const first = { after: BEFORE_ALL, most: 1 };
    const found = await listPartitions(this.#database, DUE_PARTITIONS, now, first, { lookedAt: FEW });
    return found.length > 0;
  }

  async #findNext(now: Date, busy: readonly number[]): Promise<DeliveryRow | undefined> {
    // A search that begins in the middle also reads the partitions before it.
    for (let ends = this.#last === BEFORE_ALL ? 1 : 2; ; ) {
      const found = await this.#takeFirst(now, busy);
      if (found !== undefined || ends === 0) return found;
      if (await this.#readMore(now)) ends -= 1;
      else await turn();
    }
  }

  async #takeFirst(now: Date, busy: readonly number[]): Promise<DeliveryRow | undefined> {
    for (const [index, partition] of this.#waiting.entries()) {
      if (busy.includes(partition)) continue;
      const found = await this.#database.one(FIRST_OF_PARTITION, { partition, ...timesOf(now) });
      if (found === undefined) continue;
      this.#waiting = this.#waiting.slice(index + 1);
      return found;
    }
    this.#waiting = [];
    return undefined;
  }

  /** Reads the next partitions. Returns whether they were the last ones. */
  async #readMore(now: Date): Promise<boolean> {
    const values = { after: this.#last, ...timesOf(now), ...this.#rounds.of(this.#last) };
    const partitions = await this.#database.all(PARTITIONS_AFTER, values);
    const isEnd = partitions.length < PARTITIONS_AT_ONCE;
    this.#last = isEnd ? BEFORE_ALL : Math.max(...partitions.map(({ partition }) => partition));
    const due = partitions.flatMap(({ partition, first }) =>
      first === null ? [] : [{ partition, ...first }],
    );
    due.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.sequence - b.sequence);
    this.#waiting = due.map(({ partition }) => partition);
    return isEnd;
  }
}

/**
 * How deep looks go. In most rounds through the partitions, few of the deliveries that wait are read. In one round of a
 * minute all are: a transferred repository may have one of its new installation amid many of a suspended one.
 */
class Rounds {
  #deepAt = Number.NEGATIVE_INFINITY;
  #isDeep = false;

  /** The values of a look at the partitions after one; a round begins before all of them. */
  of(after: number): { readonly lookedAt: number } {
    if (after === BEFORE_ALL) {
      this.#isDeep = performance.now() - this.#deepAt >= ALL_EVERY_MS;
      if (this.#isDeep) this.#deepAt = performance.now();
    }
    return { lookedAt: this.#isDeep ? ALL : FEW };
  }
}
