import { setImmediate as turn } from "node:timers/promises";
import { and, asc, eq, gt, lte, not, or, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { among, asList } from "./among.ts";
import type { Database } from "./database.ts";
import { deliveries, IS_PENDING } from "./schema/deliveries.ts";

/** Deliveries that are not worked now, whatever their time. */
interface Held {
  /** Lanes in which one is being worked. */
  readonly busy: readonly number[];
  /** Installations that wait for their rate limit. */
  readonly paused: readonly number[];
}

/** How many lanes are looked at at once: more would hold up webhooks. */
const LANES_AT_ONCE = 256;
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;

/** Prepares to find what is due. */
export function createDueReader(database: Database) {
  const { first, any, lanesAfter } = prepare(database);
  /** The lanes that were looked at and have their turn now, and the last one that was looked at. */
  let waiting: number[] = [];
  let last = BEFORE_ALL;
  return {
    /**
     * The first delivery that is due of the free lane whose turn it is; `undefined` when none is due in any.
     *
     * Lanes take turns, some hundred of them after the others, and among those the one that is due for longest goes first.
     * So one look does not cost more where many lanes wait, or where much waits in one.
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
      // Begun in the middle, those before it are looked at too.
      for (let ends = last === BEFORE_ALL ? 1 : 2; ; ) {
        const found = takeFirst();
        if (found !== undefined || ends === 0) return found;
        if (lookAtMore(now)) ends -= 1;
        else await turn();
      }
    },
    /** Whether anything is due, but of installations that are paused. */
    hasAny: (now: Date, paused: readonly number[]) =>
      any.get({ now: now.getTime(), paused: asList(paused) }) !== undefined,
  };

  /** Returns whether no lane comes after those. */
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

/** Whether GitHub lets a delivery be worked; that an installation is suspended no more must be learnt. */
export const MAY_BE_WORKED = or(eq(deliveries.event, "installation"), isLetIn(deliveries.installationId));
const IS_DUE = and(IS_PENDING, lte(deliveries.dueAt, sql.placeholder("now")), MAY_BE_WORKED);
const IS_FREE = not(among(deliveries.installationId, sql.placeholder("paused")));

/** The lanes after one in which something is pending, each found by one look into the index, however much it holds. */
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
      // Without a bound SQLite would read what was done, too.
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
