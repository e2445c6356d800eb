import { and, desc, eq, ne } from "drizzle-orm";
import { countByEnvironment, type EnvironmentCount } from "../domain/shipping/environment-counts.ts";
import { deploymentEvents } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { type Interval, IS_WITHIN, placeOf } from "./window-rows.ts";

/** The most events that are read, the newest first. More would hardly change the picture. */
const MOST_LOOKED_AT = 1_000;

const { deploymentId, environment, at, ending } = deploymentEvents;
const NEWEST = build
  .select({ deploymentId, environment, ending, reason: landings.reason })
  .from(deploymentEvents)
  .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
  .where(and(IS_WITHIN, ne(ending, "withdrawn")))
  .orderBy(desc(at), desc(deploymentId), desc(environment))
  .limit(MOST_LOOKED_AT);

/** Counts the deployments and releases of an interval by environment and place, whether they ship or not. */
export async function loadEnvironmentCounts(
  connection: Connection,
  repositoryId: number,
  [from, until]: Interval,
): Promise<EnvironmentCount[]> {
  const rows = await connection.all(NEWEST, { repositoryId, from: from.getTime(), until: until.getTime() });
  return countByEnvironment(
    rows.map((row) => ({
      kind: row.deploymentId < 0 ? "release" : "deployment",
      environment: row.environment,
      reason: row.reason === "not-in-force" ? row.reason : placeOf(row, row.reason),
    })),
  );
}
