import { and, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { finishAll } from "../domain/shipping/deployment.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import { type Sighting, sightingsOf } from "../domain/shipping/sightings.ts";
import type { Database } from "./database.ts";
import { prepareDeployments } from "./deployment-rows.ts";
import { deployments } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import { placeOf, type Stretch } from "./window-rows.ts";

/** So many of the newest are looked at: what a thousand show, ten thousand do not show otherwise. */
const MOST_LOOKED_AT = 1_000;

const ENDED_WITHIN = and(
  eq(deployments.repositoryId, sql.placeholder("repositoryId")),
  gte(deployments.endedAt, sql.placeholder("from")),
  lt(deployments.endedAt, sql.placeholder("until")),
);

/** Prepares to count the deployments and releases that ended in a stretch of time, whether they ship or not. */
export function createSightingsReader(database: Database) {
  const newest = database
    .select({ id: deployments.id })
    .from(deployments)
    .where(ENDED_WITHIN)
    .orderBy(desc(deployments.endedAt), desc(deployments.id))
    .limit(MOST_LOOKED_AT);
  const read = prepareDeployments(database, inArray(deployments.id, newest));
  const reasons = database
    .select({ id: landings.deploymentId, reason: landings.reason })
    .from(landings)
    .where(
      and(
        eq(landings.repositoryId, sql.placeholder("repositoryId")),
        gte(landings.at, sql.placeholder("from")),
        lt(landings.at, sql.placeholder("until")),
      ),
    )
    .prepare();
  return (repositoryId: number, rules: readonly Rules[], [from, until]: Stretch): Sighting[] => {
    const of = { repositoryId, from: from.getTime(), until: until.getTime() };
    const kept = new Map(reasons.all(of).map(({ id, reason }) => [id, reason]));
    const ended = finishAll(read(of), rules).filter(({ at }) => at >= from && at < until);
    return sightingsOf(
      ended.map((finished) => ({
        kind: finished.deployment.kind,
        environment: finished.environment,
        reason: placeOf(finished, kept.get(finished.deployment.id)),
      })),
    );
  };
}
