import { isDeepStrictEqual } from "node:util";
import { inArray } from "drizzle-orm";
import type { JudgedEvent, ShippingRecord } from "../domain/shipping/deployment.ts";
import { eventsOfRecord, judgeEvent } from "../domain/shipping/event-judgement.ts";
import { eventKey } from "../domain/shipping/ledger.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import { loadRecord, toEvent } from "./deployment-rows.ts";
import { takeBack } from "./effect-rows.ts";
import { markForReplay } from "./replay.ts";
import { buildUpsert, matches, placeholders, withoutNulls } from "./rows.ts";
import { listRules } from "./rules.ts";
import { deploymentEvents } from "./schema/deployments.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { findEnclosing, loadBefore, saveSuccesses } from "./success-rows.ts";

/**
 * Derives the events of a record again, and the events of the records that it may affect.
 *
 * A record is affected when a new or removed success of this one lies between two of its successes: that divides them
 * into two events. The effects of changed events, and those after them, are derived again. Returns whether there are
 * any.
 */
export async function deriveRecord(
  transaction: Transaction,
  repositoryId: number,
  id: number,
): Promise<boolean> {
  const record = await loadRecord(transaction, id);
  if (record === undefined) return false;
  const moved = record.kind === "release" ? [] : await saveSuccesses(transaction, repositoryId, record);
  const neighbors = new Set<number>();
  for (const success of moved) {
    const neighbor = await findEnclosing(transaction, repositoryId, { ...success, id });
    if (neighbor !== undefined) neighbors.add(neighbor);
  }
  const rules = await listRules(transaction, repositoryId);
  const records: ShippingRecord[] = [record];
  for (const neighbor of neighbors) {
    const other = await loadRecord(transaction, neighbor);
    if (other !== undefined) records.push(other);
  }
  let isChanged = false;
  for (const each of records)
    if (await saveEvents(transaction, repositoryId, { record: each, rules })) isChanged = true;
  return isChanged;
}

type Row = typeof deploymentEvents.$inferSelect;

const EVENTS = build
  .select()
  .from(deploymentEvents)
  .where(matches(deploymentEvents, placeholders("deploymentId")));

/** Stores the events of a record. Unchanged events keep their deployment effects. */
async function saveEvents(
  transaction: Transaction,
  repositoryId: number,
  { record, rules }: { readonly record: ShippingRecord; readonly rules: readonly Rules[] },
): Promise<boolean> {
  const rows = await transaction.all(EVENTS, { deploymentId: record.id });
  const before = new Map(rows.map((row) => [eventKey(toEvent(row, record)), row]));
  const findBefore = await loadBefore(transaction, repositoryId, record);
  const after = eventsOfRecord(record, findBefore).map((each) => judgeEvent(each, rules));
  const kept = new Set(after.map(eventKey));
  const gone = rows.filter((row) => !kept.has(eventKey(toEvent(row, record))));
  const come = after.filter((each) => isOther(before.get(eventKey(each)), each));
  const replaced = come.flatMap((each) => before.get(eventKey(each)) ?? []);
  const times = [...gone, ...replaced, ...come].filter(movesProduction).map(({ at }) => at);
  for (const at of times) await markForReplay(transaction, repositoryId, at);
  // The rows of an event's deployment effect are deleted with it, but absences that it ended must be open again.
  if (gone.some(movesProduction)) await takeBack(transaction, repositoryId);
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0)
    await transaction.run(build.delete(deploymentEvents).where(inArray(deploymentEvents.id, ids)));
  for (const each of come) await saveEvent(transaction, repositoryId, each);
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

async function saveEvent(transaction: Transaction, repositoryId: number, event: JudgedEvent): Promise<void> {
  const { deployment, channel: _, failedLater = null, withdrawnAt = null, ...fields } = event;
  const row = { ...fields, repositoryId, deploymentId: deployment.id, failedLater, withdrawnAt };
  const { deploymentId, at, environment } = deploymentEvents;
  await transaction.run(buildUpsert(deploymentEvents, { row, key: [deploymentId, at, environment] }));
}
