import { and, asc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { judgeEvent } from "../domain/shipping/event-judgement.ts";
import type { Way } from "../domain/shipping/ship-choice.ts";
import { inForce, rivalOf, type ShipRules } from "../domain/shipping/ship-mode.ts";
import type { DeploymentEffect } from "../domain/shipping/timeline.ts";
import { buildRecordQueries, loadRecords, toEvent } from "./deployment-rows.ts";
import { matches, placeholders } from "./rows.ts";
import { deploymentEvents } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import type { Connection } from "./sql/handle.ts";
import { build, template, type Values } from "./sql/query.ts";

/** An interval of time. Its end is not a part of it. */
export type Interval = readonly [Date, Date];

const { repositoryId, since, before, from, until } = placeholders(
  ...(["repositoryId", "since", "before", "from", "until"] as const),
);

/** `union all`: to sort both together SQLite would read every change of all time. */
const IDS = template<{ readonly id: string }>(sql`
  select id from changes
  where repository_id = ${repositoryId} and merged_at >= ${since} and merged_at < ${before}
  union all
  select change_id from landings
  join arrivals on arrivals.event_id = landings.event_id
  join change_commits on change_commits.repository_id = arrivals.repository_id and change_commits.sha = arrivals.sha
  where landings.repository_id = ${repositoryId} and landings.at >= ${from} and landings.at < ${until}
    and role = 'carrier'`);

/** The changes merged in an interval, or first carried by a deployment effect of another one. */
export async function findChangeIds(
  connection: Connection,
  repositoryId: number,
  {
    merged: [since, before],
    shipped: [from, until],
  }: { readonly merged: Interval; readonly shipped: Interval },
): Promise<string[]> {
  const rows = await connection.all(IDS, {
    repositoryId,
    since: since.getTime(),
    before: before.getTime(),
    from: from.getTime(),
    until: until.getTime(),
  });
  return [...new Set(rows.map(({ id }) => id))];
}

const lastOf = (sign: SQL) => sql`
  (select at from deployment_events
    where repository_id = ${repositoryId} and at < ${from} and ending = 'production' and deployment_id ${sign} 0
    order by at desc limit 1)`;

/** The last production event of each way before an instant. */
const LAST_BEFORE = template<Readonly<Record<Way, number | null>>>(
  sql`select ${lastOf(sql`>`)} as deployments, ${lastOf(sql`<`)} as releases`,
);

/**
 * The events of an interval that are in force, with the reasons why their deployment effects are not counted.
 */
export async function loadEffects(
  connection: Connection,
  repositoryId: number,
  { rules, choices, interval: [from, until] }: ShipRules & { readonly interval: Interval },
): Promise<Pick<DeploymentEffect, "event" | "reason">[]> {
  const of = { repositoryId, from: from.getTime(), until: until.getTime() };
  const loaded = await loadEvents(connection, of);
  const read = loaded.map(({ event, reason }) => ({ event: judgeEvent(event, rules), reason }));
  const reasonOf = new Map(read.map(({ event, reason }) => [event, reason]));
  const [events, ship] = [read.map(({ event }) => event), { rules, choices }];
  // In most repositories all ship in one way, and nothing is looked up.
  const hasRival = events.some((event) => rivalOf(event, ship) !== undefined);
  const last = hasRival ? await findLast(connection, { repositoryId, from: of.from }) : {};
  return inForce(events, ship, last).map((event) => ({
    event,
    reason: placeOf(event, reasonOf.get(event)),
  }));
}

async function findLast(connection: Connection, of: Values): Promise<Partial<Record<Way, Date>>> {
  const before = await connection.one(LAST_BEFORE, of);
  return {
    ...(before?.deployments == null ? {} : { deployments: new Date(before.deployments) }),
    ...(before?.releases == null ? {} : { releases: new Date(before.releases) }),
  };
}

/** The condition that an event belongs to a repository and an interval. */
export const IS_WITHIN = and(
  matches(deploymentEvents, placeholders("repositoryId")),
  gte(deploymentEvents.at, sql.placeholder("from")),
  lt(deploymentEvents.at, sql.placeholder("until")),
);

const { at, deploymentId, environment } = deploymentEvents;
const WITHIN = sql`select ${deploymentId} from ${deploymentEvents} where ${IS_WITHIN}`;
const RECORDS = buildRecordQueries({ deployments: WITHIN, releases: WITHIN });
const EVENTS = build
  .select({ event: deploymentEvents, reason: landings.reason })
  .from(deploymentEvents)
  .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
  .where(IS_WITHIN)
  .orderBy(asc(at), asc(deploymentId), asc(environment));

/** Loads events in order, each with its record and the reason why its deployment effect is not counted. */
async function loadEvents(connection: Connection, of: Values) {
  const records = new Map((await loadRecords(connection, RECORDS, of)).map((record) => [record.id, record]));
  return (await connection.all(EVENTS, of)).flatMap(({ event, reason }) => {
    const record = records.get(event.deploymentId);
    return record === undefined ? [] : [{ event: toEvent(event, record), reason }];
  });
}

/** The reason why an event is not counted, as far as production alone decides it. */
export function placeOf(
  { ending }: Pick<JudgedEvent, "ending">,
  kept: typeof landings.$inferSelect.reason | undefined,
): DeploymentEffect["reason"] {
  if (ending === "withdrawn") return undefined;
  if (ending !== "production") return ending;
  return kept === null || kept === "not-in-force" || kept === "withdrawn" ? undefined : kept;
}
