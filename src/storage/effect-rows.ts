import { and, desc, eq, gt, gte, inArray, isNull, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import type { DeploymentEffect } from "../domain/shipping/timeline.ts";
import type { TimelineState } from "../domain/shipping/timeline-state.ts";
import type { Database } from "./database.ts";
import { matches, upsert } from "./rows.ts";
import {
  absences,
  arrivals,
  landings,
  returns,
  type StoredReason,
  shipChoices,
  targets,
} from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";

type Writer = Pick<Database, "select" | "selectDistinct" | "insert" | "update" | "delete">;

/** An effect to store; absent when the event ships nothing by the rules of its time. */
interface EffectToStore {
  readonly repositoryId: number;
  /** The id of the stored event. */
  readonly eventId: number;
  readonly event: JudgedEvent;
  readonly effect?: DeploymentEffect;
  /** The state after it. */
  readonly state?: TimelineState;
}

/** Stores the effect of a deployment event on production. */
export function saveEffect(writer: Writer, toStore: EffectToStore): void {
  const { repositoryId, eventId, event, effect, state } = toStore;
  const { deployment, environment, target, channel, at, sha } = event;
  const place = { repositoryId, target, channel, sha, at, eventId };
  const tree = state?.graph.get(sha)?.tree ?? null;
  const details = { deploymentId: deployment.id, environment, tree, reason: reasonOf(toStore) };
  writer
    .insert(landings)
    .values({ ...place, ...details, isLinked: effect?.isLinked ?? false })
    .run();
  if (effect === undefined) return;
  if (event.ending === "withdrawn") deleteTarget(writer, repositoryId, target);
  else upsert(writer, targets, { row: place, key: [targets.repositoryId, targets.target] });
  for (const each of effect.fresh) {
    const position = state?.positions.get(each) ?? 0;
    writer.insert(arrivals).values({ repositoryId, sha: each, channel, position, eventId }).run();
  }
  for (const back of effect.returns) {
    for (const taken of back.reverted)
      writer.insert(returns).values({ repositoryId, sha: back.sha, reverted: taken, eventId }).run();
  }
  saveMovements(writer, toStore, effect);
}

function reasonOf({ effect, event }: EffectToStore): StoredReason | null {
  if (effect === undefined) return "not-in-force";
  return event.ending === "withdrawn" ? "withdrawn" : (effect.reason ?? null);
}

function deleteTarget(writer: Writer, repositoryId: number, target: string): void {
  writer.delete(targets).where(matches(targets, { repositoryId, target })).run();
}

function saveMovements(
  writer: Writer,
  { repositoryId, eventId, state }: EffectToStore,
  { movements, event: { at } }: DeploymentEffect,
): void {
  for (const { channel, lost, regained, kept } of movements) {
    // A commit that a service took over from the whole repository gets a stay of its own.
    for (const sha of [...regained, ...kept]) {
      const position = state?.positions.get(sha) ?? 0;
      writer
        .insert(arrivals)
        .values({ repositoryId, sha, channel, position, eventId })
        .onConflictDoNothing()
        .run();
    }
    for (const sha of lost) {
      writer.insert(absences).values({ repositoryId, sha, channel, eventId, since: at }).run();
    }
    for (const sha of regained) {
      const isOpen = and(matches(absences, { repositoryId, sha, channel }), isNull(absences.until));
      writer.update(absences).set({ endedBy: eventId, until: at }).where(isOpen).run();
    }
  }
}

/** Deletes the deployment effects that must be derived again, with all rows that depend on them. */
export function takeBack(writer: Writer, repositoryId: number): void {
  const isRepository = eq(repositories.id, repositoryId);
  const row = writer.select({ from: repositories.replayFrom }).from(repositories).where(isRepository).get();
  if (!row?.from) return;
  const isLater = and(eq(landings.repositoryId, repositoryId), gte(landings.at, row.from));
  const later = writer.select({ id: landings.eventId }).from(landings).where(isLater);
  const moved = writer.selectDistinct({ target: landings.target }).from(landings).where(isLater).all();
  writer.update(absences).set({ endedBy: null, until: null }).where(inArray(absences.endedBy, later)).run();
  // The rows of an effect are deleted with it.
  writer.delete(landings).where(isLater).run();
  for (const { target } of moved) restoreTarget(writer, repositoryId, target);
  // A choice at that very instant depends on earlier facts only.
  const isChosenLater = and(eq(shipChoices.repositoryId, repositoryId), gt(shipChoices.since, row.from));
  writer.delete(shipChoices).where(isChosenLater).run();
  writer.update(repositories).set({ replayFrom: null }).where(isRepository).run();
}

/** Sets a target back to its newest remaining effect. */
function restoreTarget(writer: Writer, repositoryId: number, target: string): void {
  const isInForce = sql`${landings.reason} is not 'not-in-force'`;
  const newest = writer
    .select()
    .from(landings)
    .where(and(matches(landings, { repositoryId, target }), isInForce))
    .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
    .limit(1)
    .get();
  if (newest === undefined || newest.reason === "withdrawn") return;
  const { channel, sha, at, eventId } = newest;
  const row = { repositoryId, target, channel, sha, at, eventId };
  upsert(writer, targets, { row, key: [targets.repositoryId, targets.target] });
}
