import { and, desc, eq, ne } from "drizzle-orm";
import { countByEnvironment, type EnvironmentCount } from "../domain/shipping/environment-counts.ts";
import type { Database } from "./database.ts";
import { deploymentEvents } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import { type Interval, IS_WITHIN, placeOf } from "./window-rows.ts";

/** The most events that are read, the newest first. More would hardly change the picture. */
const MOST_LOOKED_AT = 1_000;

/** Prepares to count deployments and releases of an interval by environment and place, whether they ship or not. */
export function createEnvironmentCountReader(database: Database) {
  const { deploymentId, environment, at, ending } = deploymentEvents;
  const newest = database
    .select({ deploymentId, environment, ending, reason: landings.reason })
    .from(deploymentEvents)
    .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
    .where(and(IS_WITHIN, ne(ending, "withdrawn")))
    .orderBy(desc(at), desc(deploymentId), desc(environment))
    .limit(MOST_LOOKED_AT)
    .prepare();
  return (repository: number, [from, until]: Interval): EnvironmentCount[] => {
    const of = { repositoryId: repository, from: from.getTime(), until: until.getTime() };
    return countByEnvironment(
      newest.all(of).map((row) => ({
        kind: row.deploymentId < 0 ? "release" : "deployment",
        environment: row.environment,
        reason: row.reason === "not-in-force" ? row.reason : placeOf(row, row.reason),
      })),
    );
  };
}
