import { setImmediate as turn } from "node:timers/promises";
import { and, asc, eq, gt, lte, not, or, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { asList, isAmong } from "./among.ts";
import type { Database } from "./database.ts";
import { deliveries, IS_PENDING } from "./schema/deliveries.ts";

/** Deliveries that must wait, whatever their due time. */
interface Held {
  /** Partitions with a delivery under way. */
  readonly busy: readonly number[];
  /** Installations that wait for their rate limit. */
  readonly paused: readonly number[];
}

/** The number of partitions that one query reads: more would delay webhooks. */
const PARTITIONS_AT_ONCE = 256;
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;

/** Prepares to find due deliveries. */
export function createDueReader(database: Database) {
  const { first, any, partitionsAfter } = prepare(database);
  /** The due partitions from the last query, which have their turn now, and the last partition that was read. */
  let waiting: number[] = [];
  let last = BEFORE_ALL;
  return {
    /**
     * The first due delivery of the free partition whose turn it is; `undefined` when no delivery is due.
     *
     * Partitions take turns, 256 at a time. Among these, the partition that is due for longest comes first. So the cost
     * of a query does not grow with the number of waiting partitions, or with the deliveries in one partition.
     */
    async next(at: Date, { busy, paused }: Held) {
      const now = at.getTime();
      const takeFirst = () => {
        const partitions = waiting.values();
        for (const partition of partitions) {
          const found = busy.includes(partition)
            ? undefined
            : first.get({ partition, now, paused: asList(paused) });
          if (found === undefined) continue;
          waiting = [...partitions];
          return found;
        }
        waiting = [];
        return undefined;
      };
      // A search that begins in the middle also reads the partitions before it.
      for (let ends = last === BEFORE_ALL ? 1 : 2; ; ) {
        const found = takeFirst();
        if (found !== undefined || ends === 0) return found;
        if (lookAtMore(now)) ends -= 1;
        else await turn();
      }
    },
    /** Whether any delivery is due, except of paused installations. */
    hasAny: (now: Date, paused: readonly number[]) =>
      any.get({ now: now.getTime(), paused: asList(paused) }) !== undefined,
  };

  /** Reads the next partitions. Returns whether they were the last ones. */
  function lookAtMore(now: number): boolean {
    const partitions = partitionsAfter.all({ last, now });
    const isEnd = partitions.length < PARTITIONS_AT_ONCE;
    last = isEnd ? BEFORE_ALL : Math.max(...partitions.map(({ partition }) => partition));
    const due = partitions.flatMap(({ partition, first }) =>
      first === null ? [] : [{ partition, ...first }],
    );
    due.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.sequence - b.sequence);
    waiting = due.map(({ partition }) => partition);
    return isEnd;
  }
}

/**
 * Whether a delivery may be processed. Deliveries about installations always may, since one of them ends a suspension.
 */
export const MAY_BE_WORKED = or(eq(deliveries.event, "installation"), isLetIn(deliveries.installationId));
const IS_DUE = and(IS_PENDING, lte(deliveries.dueAt, sql.placeholder("now")), MAY_BE_WORKED);
const IS_FREE = not(isAmong(deliveries.installationId, sql.placeholder("paused")));

/**
 * The partitions after one with pending deliveries. Each takes one look into the index, however many deliveries it
 * holds.
 */
const PARTITIONS = sql`with recursive partitions (partition) as (
  select min(${deliveries.partition}) from ${deliveries}
    where ${IS_PENDING} and ${deliveries.partition} > ${sql.placeholder("last")}
  union all
  select (select min(${deliveries.partition}) from ${deliveries} where ${IS_PENDING} and ${deliveries.partition} > partitions.partition)
    from partitions where partitions.partition is not null
  limit ${sql.raw(`${PARTITIONS_AT_ONCE}`)}
)`;

function prepare(database: Database) {
  const oldestFirst = [asc(deliveries.dueAt), asc(deliveries.sequence)];
  const [dueAt, sequence] = [deliveries.dueAt, deliveries.sequence];
  const firstOfPartition = sql`select ${sequence} from ${deliveries} where ${IS_DUE} and ${deliveries.partition} = partitions.partition
    order by ${dueAt}, ${sequence} limit 1`;
  return {
    first: database
      .select()
      .from(deliveries)
      .where(and(IS_DUE, IS_FREE, eq(deliveries.partition, sql.placeholder("partition"))))
      .orderBy(...oldestFirst)
      .limit(1)
      .prepare(),
    any: database
      .select({ sequence })
      .from(deliveries)
      // Without this bound SQLite would read done deliveries, too.
      .where(and(gt(deliveries.partition, BEFORE_ALL), IS_DUE, IS_FREE))
      .limit(1)
      .prepare(),
    partitionsAfter: database
      .select({ partition: sql<number>`partitions.partition`, first: { dueAt, sequence } })
      .from(sql`(${PARTITIONS} select partition from partitions where partition is not null) as partitions`)
      .leftJoin(deliveries, sql`${sequence} = (${firstOfPartition})`)
      .prepare(),
  };
}
