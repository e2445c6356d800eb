import { setImmediate as turn } from "node:timers/promises";
import { and, asc, eq, gt, lte, not, or, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { among, asList } from "./among.ts";
import type { Database } from "./database.ts";
import { deliveries, IS_PENDING } from "./schema/deliveries.ts";

/** Deliveries that must wait, whatever their due time. */
interface Held {
  /** Lanes with a delivery under way. */
  readonly busy: readonly number[];
  /** Installations that wait for their rate limit. */
  readonly paused: readonly number[];
}

/** The number of lanes that one query reads: more would delay webhooks. */
const LANES_AT_ONCE = 256;
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;

/** Prepares to find due deliveries. */
export function createDueReader(database: Database) {
  const { first, any, lanesAfter } = prepare(database);
  /** The due lanes from the last query, which have their turn now, and the last lane that was read. */
  let waiting: number[] = [];
  let last = BEFORE_ALL;
  return {
    /**
     * The first due delivery of the free lane whose turn it is; `undefined` when no delivery is due.
     *
     * Lanes take turns, 256 at a time. Among these, the lane that is due for longest comes first. So the cost of a
     * query does not grow with the number of waiting lanes, or with the deliveries in one lane.
     */
    async next(at: Date, { busy, paused }: Held) {
      const now = at.getTime();
      const takeFirst = () => {
        const lanes = waiting.values();
        for (const lane of lanes) {
          const found = busy.includes(lane) ? undefined : first.get({ lane, now, paused: asList(paused) });
          if (found === undefined) continue;
          waiting = [...lanes];
          return found;
        }
        waiting = [];
        return undefined;
      };
      // A search that begins in the middle also reads the lanes before it.
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

  /** Reads the next lanes. Returns whether they were the last ones. */
  function lookAtMore(now: number): boolean {
    const lanes = lanesAfter.all({ last, now });
    const isEnd = lanes.length < LANES_AT_ONCE;
    last = isEnd ? BEFORE_ALL : Math.max(...lanes.map(({ lane }) => lane));
    const due = lanes.flatMap(({ lane, first }) => (first === null ? [] : [{ lane, ...first }]));
    due.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.sequence - b.sequence);
    waiting = due.map(({ lane }) => lane);
    return isEnd;
  }
}

/**
 * Whether a delivery may be processed. Deliveries about installations always may, since one of them ends a suspension.
 */
export const MAY_BE_WORKED = or(eq(deliveries.event, "installation"), isLetIn(deliveries.installationId));
const IS_DUE = and(IS_PENDING, lte(deliveries.dueAt, sql.placeholder("now")), MAY_BE_WORKED);
const IS_FREE = not(among(deliveries.installationId, sql.placeholder("paused")));

/**
 * The lanes after one with pending deliveries. Each takes one look into the index, however many deliveries it holds.
 */
const LANES = sql`with recursive lanes (lane) as (
  select min(${deliveries.lane}) from ${deliveries}
    where ${IS_PENDING} and ${deliveries.lane} > ${sql.placeholder("last")}
  union all
  select (select min(${deliveries.lane}) from ${deliveries} where ${IS_PENDING} and ${deliveries.lane} > lanes.lane)
    from lanes where lanes.lane is not null
  limit ${sql.raw(`${LANES_AT_ONCE}`)}
)`;

function prepare(database: Database) {
  const oldestFirst = [asc(deliveries.dueAt), asc(deliveries.sequence)];
  const [dueAt, sequence] = [deliveries.dueAt, deliveries.sequence];
  const firstOfLane = sql`select ${sequence} from ${deliveries} where ${IS_DUE} and ${deliveries.lane} = lanes.lane
    order by ${dueAt}, ${sequence} limit 1`;
  return {
    first: database
      .select()
      .from(deliveries)
      .where(and(IS_DUE, IS_FREE, eq(deliveries.lane, sql.placeholder("lane"))))
      .orderBy(...oldestFirst)
      .limit(1)
      .prepare(),
    any: database
      .select({ sequence })
      .from(deliveries)
      // Without this bound SQLite would read done deliveries, too.
      .where(and(gt(deliveries.lane, BEFORE_ALL), IS_DUE, IS_FREE))
      .limit(1)
      .prepare(),
    lanesAfter: database
      .select({ lane: sql<number>`lanes.lane`, first: { dueAt, sequence } })
      .from(sql`(${LANES} select lane from lanes where lane is not null) as lanes`)
      .leftJoin(deliveries, sql`${sequence} = (${firstOfLane})`)
      .prepare(),
  };
}
