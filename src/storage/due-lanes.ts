import { and, asc, eq, lte, notInArray, or, type SQL, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import type { Database } from "./database.ts";
import { deliveries, IS_PENDING } from "./schema/deliveries.ts";

/** Deliveries that are not worked now, whatever their time. */
export interface Held {
  /** Lanes in which one is being worked. */
  readonly busy: readonly number[];
  /** Installations that wait for their rate limit. */
  readonly paused: readonly number[];
}

/** The lanes in which something is pending, each found by one look into the index, however many deliveries it holds. */
const LANES = sql`with recursive lanes (lane) as (
  select min(${deliveries.lane}) from ${deliveries} where ${IS_PENDING}
  union all
  select (select min(${deliveries.lane}) from ${deliveries} where ${IS_PENDING} and ${deliveries.lane} > lanes.lane)
    from lanes where lanes.lane is not null
)`;

/** The delivery that is due for longest among the first ones of each lane that is free. */
export function findDue(database: Database, now: Date, { busy, paused }: Held) {
  const isFree = and(sql`lanes.lane is not null`, notInArray(sql`lanes.lane`, [...busy]));
  return database
    .select()
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.sequence} in (${LANES} select (${firstDue(now)}) from lanes where ${isFree})`,
        notInArray(deliveries.installationId, [...paused]),
      ),
    )
    .orderBy(asc(deliveries.dueAt), asc(deliveries.sequence))
    .limit(1)
    .get();
}

/** The first delivery of a lane that is due. */
function firstDue(now: Date): SQL {
  // That an installation is suspended no more must be learnt.
  const mayBeWorked = or(eq(deliveries.event, "installation"), isLetIn(deliveries.installationId));
  const isDue = and(
    IS_PENDING,
    sql`${deliveries.lane} = lanes.lane`,
    lte(deliveries.dueAt, now),
    mayBeWorked,
  );
  return sql`select ${deliveries.sequence} from ${deliveries} where ${isDue}
    order by ${deliveries.dueAt}, ${deliveries.sequence} limit 1`;
}
