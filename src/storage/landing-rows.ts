import { and, desc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import type { FinishedDeployment } from "../domain/shipping/deployment.ts";
import type { Landing, TimelineState } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { absences, arrivals, landings, returns, targets } from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";

type Writer = Pick<Database, "select" | "insert" | "update" | "delete">;

/** A landing to keep; without one, the deployment ships nothing by the rules of its time. */
export interface PlayedLanding {
  readonly repositoryId: number;
  readonly finished: FinishedDeployment;
  readonly landing: Landing | undefined;
  /** The state after it. */
  readonly state: TimelineState | undefined;
}

/** Keeps what a landing did. */
export function saveLanding(writer: Writer, { repositoryId, finished, landing, state }: PlayedLanding): void {
  const { deployment, environment, channel, at } = finished;
  const deploymentId = deployment.id;
  const target = { repositoryId, environment, channel, sha: deployment.sha, at, deploymentId };
  const tree = state?.graph.get(deployment.sha)?.tree ?? null;
  const reason = landing === undefined ? "not-in-force" : (landing.reason ?? null);
  writer
    .insert(landings)
    .values({ ...target, tree, reason, isLinked: landing?.isLinked ?? false })
    .run();
  if (landing === undefined) return;
  writer
    .insert(targets)
    .values(target)
    .onConflictDoUpdate({ target: [targets.repositoryId, targets.environment], set: target })
    .run();
  for (const sha of landing.fresh) {
    const position = state?.positions.get(sha) ?? 0;
    writer.insert(arrivals).values({ repositoryId, sha, channel, position, deploymentId }).run();
  }
  for (const { sha, reverted } of landing.returns) {
    for (const taken of reverted)
      writer.insert(returns).values({ repositoryId, sha, reverted: taken, deploymentId }).run();
  }
  saveMovements(writer, repositoryId, landing);
}

function saveMovements(
  writer: Writer,
  repositoryId: number,
  { movements, finished: { at, deployment } }: Landing,
): void {
  for (const { channel, lost, regained } of movements) {
    for (const sha of lost) {
      const row = { repositoryId, sha, channel, deploymentId: deployment.id, since: at };
      writer.insert(absences).values(row).run();
    }
    for (const sha of regained) {
      writer
        .update(absences)
        .set({ endedBy: deployment.id, until: at })
        .where(
          and(
            eq(absences.repositoryId, repositoryId),
            eq(absences.sha, sha),
            eq(absences.channel, channel),
            isNull(absences.until),
          ),
        )
        .run();
    }
  }
}

/** Takes back the landings that must be derived anew, with all that followed from them. */
export function takeBack(writer: Writer, repositoryId: number): void {
  const isRepository = eq(repositories.id, repositoryId);
  const row = writer.select({ from: repositories.replayFrom }).from(repositories).where(isRepository).get();
  if (!row?.from) return;
  const isLater = and(eq(landings.repositoryId, repositoryId), gte(landings.at, row.from));
  const later = writer.select({ id: landings.deploymentId }).from(landings).where(isLater);
  const moved = writer
    .select({ environment: targets.environment })
    .from(targets)
    .where(inArray(targets.deploymentId, later))
    .all();
  writer.update(absences).set({ endedBy: null, until: null }).where(inArray(absences.endedBy, later)).run();
  // What followed from a landing goes with it.
  writer.delete(landings).where(isLater).run();
  for (const { environment } of moved) restoreTarget(writer, repositoryId, environment);
  writer.update(repositories).set({ replayFrom: null }).where(isRepository).run();
}

/** Puts a target back to its newest landing that is left. */
function restoreTarget(writer: Writer, repositoryId: number, environment: string): void {
  const isOfTarget = and(
    eq(landings.repositoryId, repositoryId),
    eq(landings.environment, environment),
    sql`${landings.reason} is not 'not-in-force'`,
  );
  const newest = writer
    .select()
    .from(landings)
    .where(isOfTarget)
    .orderBy(desc(landings.at), desc(landings.deploymentId))
    .limit(1)
    .get();
  if (newest === undefined) return;
  const { channel, sha, at, deploymentId } = newest;
  writer.insert(targets).values({ repositoryId, environment, channel, sha, at, deploymentId }).run();
}
