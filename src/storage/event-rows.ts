import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { JudgedEvent, ShippingRecord } from "../domain/shipping/deployment.ts";
import { type FindBefore, type Success, successesOf } from "../domain/shipping/deployment-events.ts";
import { eventsOfRecord, judgeEvent } from "../domain/shipping/event-judgement.ts";
import { eventKey } from "../domain/shipping/ledger.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import type { Database } from "./database.ts";
import { readRecord, toEvent } from "./deployment-rows.ts";
import { takeBack } from "./effect-rows.ts";
import { markForReplay } from "./replay.ts";
import { matches, upsert, withoutNulls } from "./rows.ts";
import { readRules } from "./rules.ts";
import { deploymentEvents, successes } from "./schema/deployments.ts";

type Writer = Pick<Database, "select" | "selectDistinct" | "insert" | "update" | "delete" | "run">;

/**
 * Derives the events of a record again, and the events of the records that it may affect.
 *
 * A record is affected when a new or removed success of this one lies between two of its successes: that divides them
 * into two events. The effects of changed events, and those after them, are derived again. Returns whether there are
 * any.
 */
export function deriveRecord(writer: Writer, repositoryId: number, id: number): boolean {
  const record = readRecord(writer, id);
  if (record === undefined) return false;
  const moved = record.kind === "release" ? [] : saveSuccesses(writer, repositoryId, record);
  const neighbors = moved.flatMap((success) => enclosing(writer, repositoryId, { ...success, id }) ?? []);
  const rules = readRules(writer, repositoryId);
  const others = [...new Set(neighbors)].flatMap((other) => readRecord(writer, other) ?? []);
  const changed = [record, ...others].map((each) =>
    saveEvents(writer, repositoryId, { record: each, rules }),
  );
  return changed.includes(true);
}

/** Stores the successes of a deployment, and returns the new and the removed ones. */
function saveSuccesses(
  writer: Writer,
  repositoryId: number,
  deployment: ShippingRecord & { readonly kind: "deployment" },
): Success[] {
  const isIts = eq(successes.deploymentId, deployment.id);
  const { environment, at } = successes;
  const before = writer.select({ environment, at }).from(successes).where(isIts).all();
  const after = successesOf(deployment);
  const gone = without(before, after);
  const come = without(after, before);
  const { id: deploymentId } = deployment;
  for (const each of gone)
    writer
      .delete(successes)
      .where(matches(successes, { deploymentId, ...each }))
      .run();
  for (const each of come)
    writer
      .insert(successes)
      .values({ repositoryId, ...each, deploymentId })
      .run();
  return [...gone, ...come];
}

function without(some: readonly Success[], others: readonly Success[]): Success[] {
  const keyOf = ({ environment, at }: Success) => `${at.getTime()} ${environment}`;
  const isKnown = new Set(others.map(keyOf));
  return some.filter((each) => !isKnown.has(keyOf(each)));
}

/** The other deployment whose two neighboring successes enclose a success of this one. */
function enclosing(
  reader: Pick<Database, "select">,
  repositoryId: number,
  { environment, at, id }: Success & { readonly id: number },
): number | undefined {
  const isThere = matches(successes, { repositoryId, environment });
  const isOthers = and(isThere, sql`${successes.deploymentId} <> ${id}`);
  const place = sql`(${successes.at}, ${successes.deploymentId})`;
  const next = (condition: typeof place, order: typeof place) =>
    reader
      .select({ id: successes.deploymentId })
      .from(successes)
      .where(and(isOthers, condition))
      .orderBy(order)
      .limit(1)
      .get()?.id;
  const here = sql`(${at.getTime()}, ${id})`;
  const before = next(sql`${place} < ${here}`, sql`${successes.at} desc, ${successes.deploymentId} desc`);
  const after = next(sql`${place} > ${here}`, sql`${successes.at}, ${successes.deploymentId}`);
  return before === after ? before : undefined;
}

/** Finds the deployment with the last success in an environment, among the stored successes. */
function finderIn(reader: Pick<Database, "select">, repositoryId: number): FindBefore {
  return ({ environment, at, deploymentId }) =>
    reader
      .select({ id: successes.deploymentId })
      .from(successes)
      .where(
        and(
          matches(successes, { repositoryId, environment }),
          sql`(${successes.at}, ${successes.deploymentId}) < (${at.getTime()}, ${deploymentId})`,
        ),
      )
      .orderBy(desc(successes.at), desc(successes.deploymentId))
      .limit(1)
      .get()?.id;
}

type Row = typeof deploymentEvents.$inferSelect;

/** Stores the events of a record. Unchanged events keep their deployment effects. */
function saveEvents(
  writer: Writer,
  repositoryId: number,
  { record, rules }: { readonly record: ShippingRecord; readonly rules: readonly Rules[] },
): boolean {
  const rows = writer
    .select()
    .from(deploymentEvents)
    .where(eq(deploymentEvents.deploymentId, record.id))
    .all();
  const before = new Map(rows.map((row) => [eventKey(toEvent(row, record)), row]));
  const after = eventsOfRecord(record, finderIn(writer, repositoryId)).map((each) => judgeEvent(each, rules));
  const kept = new Set(after.map(eventKey));
  const gone = rows.filter((row) => !kept.has(eventKey(toEvent(row, record))));
  const come = after.filter((each) => isOther(before.get(eventKey(each)), each));
  const replaced = come.flatMap((each) => before.get(eventKey(each)) ?? []);
  const times = [...gone, ...replaced, ...come].filter(movesProduction).map(({ at }) => at);
  for (const at of times) markForReplay(writer, repositoryId, at);
  // The rows of an event's deployment effect are deleted with it, but absences that it ended must be open again.
  if (gone.some(movesProduction)) takeBack(writer, repositoryId);
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0) writer.delete(deploymentEvents).where(inArray(deploymentEvents.id, ids)).run();
  for (const each of come) saveEvent(writer, repositoryId, each);
  return times.length > 0;
}

function movesProduction({ ending }: Pick<Row, "ending">): boolean {
  return ending === "production" || ending === "withdrawn";
}

const KEPT = ["conclusion", "sha", "target", "isProduction", "isTransient", "ending"] as const;

function isOther(before: Row | undefined, after: JudgedEvent): boolean {
  if (before === undefined) return true;
  const { failedLater, withdrawnAt } = withoutNulls(before);
  return (
    KEPT.some((name) => before[name] !== after[name]) ||
    !isDeepStrictEqual([failedLater, withdrawnAt], [after.failedLater, after.withdrawnAt])
  );
}

function saveEvent(writer: Writer, repositoryId: number, event: JudgedEvent): void {
  const { deployment, channel: _, failedLater = null, withdrawnAt = null, ...fields } = event;
  const row = { ...fields, repositoryId, deploymentId: deployment.id, failedLater, withdrawnAt };
  const { deploymentId, at, environment } = deploymentEvents;
  upsert(writer, deploymentEvents, { row, key: [deploymentId, at, environment] });
}
