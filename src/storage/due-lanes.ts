import { and, asc, eq, lte, not, or, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import { among, asList } from "./among.ts";
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

/** Prepares to find the delivery that is due for longest among the first ones of each lane that is free. */
export function createDueReader(database: Database) {
  const [busy, paused] = [sql.placeholder("busy"), sql.placeholder("paused")];
  const isFree = sql`lanes.lane is not null and lanes.lane not in (select value from json_each(${busy}))`;
  const statement = database
    .select()
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.sequence} in (${LANES} select (${FIRST_DUE}) from lanes where ${isFree})`,
        not(among(deliveries.installationId, paused)),
      ),
    )
    .orderBy(asc(deliveries.dueAt), asc(deliveries.sequence))
    .limit(1)
    .prepare();
  return (now: Date, held: Held) =>
    statement.get({ now: now.getTime(), busy: asList(held.busy), paused: asList(held.paused) });
}

/** Whether GitHub lets a delivery be worked; that an installation is suspended no more must be learnt. */
export const MAY_BE_WORKED = or(eq(deliveries.event, "installation"), isLetIn(deliveries.installationId));
const IS_DUE = and(
  IS_PENDING,
  sql`${deliveries.lane} = lanes.lane`,
  lte(deliveries.dueAt, sql.placeholder("now")),
  MAY_BE_WORKED,
);
/** The first delivery of a lane that is due. */
const FIRST_DUE = sql`select ${deliveries.sequence} from ${deliveries} where ${IS_DUE}
  order by ${deliveries.dueAt}, ${deliveries.sequence} limit 1`;
