import { and, eq, gte, lt, sql } from "drizzle-orm";
import { type FinishedDeployment, finishAll } from "../domain/shipping/deployment.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import { inForce } from "../domain/shipping/ship-mode.ts";
import type { Landing } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { prepareDeployments } from "./deployment-rows.ts";
import { deployments } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";

/** A stretch of time: from an instant until another, which is no part of it. */
export type Stretch = readonly [Date, Date];

/** Prepares to find the changes that were merged since an instant, or first carried by a landing of a stretch of time. */
export function createIdReader(database: Database) {
  const statement = database.$client.prepare(IDS).pluck();
  return (repositoryId: number, since: Date, [from, until]: Stretch): string[] => {
    const times = { since: since.getTime(), from: from.getTime(), until: until.getTime() };
    return [...new Set(statement.all({ repositoryId, ...times }) as string[])];
  };
}

/** `union all`, since to put both in one order SQLite would read every change there ever was. */
const IDS = `
  select id from changes where repository_id = @repositoryId and merged_at >= @since
  union all
  select change_id from landings
  join arrivals on arrivals.deployment_id = landings.deployment_id
  join change_commits on change_commits.repository_id = arrivals.repository_id and change_commits.sha = arrivals.sha
  where landings.repository_id = @repositoryId and landings.at >= @from and landings.at < @until and role = 'carrier'`;

/** Prepares to read the deployments that ended in a stretch of time, with why those that landed are not counted, if told. */
export function createLandingReader(database: Database) {
  const lastBefore = database.$client.prepare(LAST_BEFORE).pluck();
  const reasons = prepareReasons(database);
  const ended = prepareDeployments(database, and(IS_OF_REPOSITORY, IS_WITHIN));
  return (
    repositoryId: number,
    rules: readonly Rules[],
    [from, until]: Stretch,
  ): Pick<Landing, "finished" | "reason">[] => {
    const of = { repositoryId, from: from.getTime(), until: until.getTime() };
    const before = lastBefore.get({ repositoryId, from: of.from }) as number | undefined;
    const reasonOf = new Map(reasons.all(of).map(({ id, reason }) => [id, reason]));
    const finished = finishAll(ended(of), rules);
    return inForce(finished, rules, before === undefined ? undefined : new Date(before)).map((each) => ({
      finished: each,
      reason: placeOf(each, reasonOf.get(each.deployment.id)),
    }));
  };
}

/** The last deployment to production before an instant. */
const LAST_BEFORE = `
  select ended_at from deployments
  where repository_id = @repositoryId and ended_at < @from and ending = 'production' and id > 0
  order by ended_at desc limit 1`;

const [FROM, UNTIL] = [sql.placeholder("from"), sql.placeholder("until")];
const IS_OF_REPOSITORY = eq(deployments.repositoryId, sql.placeholder("repositoryId"));
const IS_WITHIN = and(gte(deployments.endedAt, FROM), lt(deployments.endedAt, UNTIL));

function prepareReasons(database: Database) {
  const isOfRepository = eq(landings.repositoryId, sql.placeholder("repositoryId"));
  return database
    .select({ id: landings.deploymentId, reason: landings.reason })
    .from(landings)
    .where(and(isOfRepository, gte(landings.at, FROM), lt(landings.at, UNTIL)))
    .prepare();
}

/** Why a deployment is not counted: how it ended, or else what its landing was. */
export function placeOf(
  { ending }: FinishedDeployment,
  kept: typeof landings.$inferSelect.reason | undefined,
): Landing["reason"] {
  if (ending !== "production") return ending;
  return kept === null || kept === "not-in-force" ? undefined : kept;
}
