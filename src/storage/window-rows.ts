import { and, asc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { judgeEvent } from "../domain/shipping/event-judgement.ts";
import type { Way } from "../domain/shipping/ship-choice.ts";
import { inForce, type ShipRules } from "../domain/shipping/ship-mode.ts";
import type { DeploymentEffect } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { prepareRecords, toEvent } from "./deployment-rows.ts";
import { matches, placeholders } from "./rows.ts";
import { deploymentEvents, deployments, releases } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";

/** An interval of time. Its end is not a part of it. */
export type Interval = readonly [Date, Date];

/** Prepares to find the changes merged in an interval, or first carried by a deployment effect of another one. */
export function createIdReader(database: Database) {
  const statement = database.$client.prepare(IDS).pluck();
  return (repositoryId: number, [since, before]: Interval, [from, until]: Interval): string[] => {
    const times = {
      since: since.getTime(),
      before: before.getTime(),
      from: from.getTime(),
      until: until.getTime(),
    };
    return [...new Set(statement.all({ repositoryId, ...times }) as string[])];
  };
}

/** `union all`: to sort both together SQLite would read every change of all time. */
const IDS = `
  select id from changes where repository_id = @repositoryId and merged_at >= @since and merged_at < @before
  union all
  select change_id from landings
  join arrivals on arrivals.event_id = landings.event_id
  join change_commits on change_commits.repository_id = arrivals.repository_id and change_commits.sha = arrivals.sha
  where landings.repository_id = @repositoryId and landings.at >= @from and landings.at < @until and role = 'carrier'`;

/**
 * Prepares to read the events of an interval that are in force, with the reasons why their deployment effects are not
 * counted.
 */
export function createEffectReader(database: Database) {
  const lastBefore = database.$client.prepare(LAST_BEFORE);
  const readEvents = prepareEvents(database);
  return (
    repositoryId: number,
    { rules, choices }: ShipRules,
    [from, until]: Interval,
  ): Pick<DeploymentEffect, "event" | "reason">[] => {
    const of = { repositoryId, from: from.getTime(), until: until.getTime() };
    const before = lastBefore.get({ repositoryId, from: of.from }) as Record<Way, number | null>;
    const read = readEvents(of).map(({ event, reason }) => ({ event: judgeEvent(event, rules), reason }));
    const reasonOf = new Map(read.map(({ event, reason }) => [event, reason]));
    const events = read.map(({ event }) => event);
    const last = {
      ...(before.deployments === null ? {} : { deployments: new Date(before.deployments) }),
      ...(before.releases === null ? {} : { releases: new Date(before.releases) }),
    };
    return inForce(events, { rules, choices }, last).map((event) => ({
      event,
      reason: placeOf(event, reasonOf.get(event)),
    }));
  };
}

const lastOf = (is: string) => `
  (select at from deployment_events
    where repository_id = @repositoryId and at < @from and ending = 'production' and deployment_id ${is} 0
    order by at desc limit 1)`;

/** The last production event of each way before an instant. */
const LAST_BEFORE = `select ${lastOf(">")} as deployments, ${lastOf("<")} as releases`;

/** The condition that an event belongs to a repository and an interval. */
export const IS_WITHIN = and(
  matches(deploymentEvents, placeholders("repositoryId")),
  gte(deploymentEvents.at, sql.placeholder("from")),
  lt(deploymentEvents.at, sql.placeholder("until")),
);

/** Prepares to read events in order, each with its record and the reason why its deployment effect is not counted. */
function prepareEvents(database: Database) {
  const { at, deploymentId, environment } = deploymentEvents;
  const ids = database.select({ id: deploymentId }).from(deploymentEvents).where(IS_WITHIN);
  const readRecords = prepareRecords(database, {
    deployments: inArray(deployments.id, ids),
    releases: inArray(releases.id, ids),
  });
  const rows = database
    .select({ event: deploymentEvents, reason: landings.reason })
    .from(deploymentEvents)
    .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
    .where(IS_WITHIN)
    .orderBy(asc(at), asc(deploymentId), asc(environment))
    .prepare();
  return (of: Record<string, number>) => {
    const records = new Map(readRecords(of).map((record) => [record.id, record]));
    return rows.all(of).flatMap(({ event, reason }) => {
      const record = records.get(event.deploymentId);
      return record === undefined ? [] : [{ event: toEvent(event, record), reason }];
    });
  };
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
