import { and, asc, count, desc, eq, gt, inArray, isNotNull, lt, min } from "drizzle-orm";
import { asList, isAmong } from "./among.ts";
import { MAY_BE_WORKED } from "./due-partitions.ts";
import { withoutNulls } from "./rows.ts";
import { deliveries, IS_PARKED, IS_PENDING } from "./schema/deliveries.ts";
import { installations } from "./schema/repositories.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The amount of waiting work. */
export interface QueueDepth {
  /** The number of deliveries that wait and may be processed, including postponed ones. */
  readonly pending: number;
  /** The due time of the delivery that is due for longest; `undefined` when none is pending. */
  readonly oldestDueAt: Date | undefined;
  /** The number of further deliveries, which wait for the end of their installation's suspension. */
  readonly suspended: number;
  readonly parked: number;
}

/** A delivery that was given up. */
export interface ParkedDelivery {
  readonly id: string;
  readonly event: string;
  readonly repositoryId: number | undefined;
  readonly receivedAt: Date;
  readonly parkedAt: Date;
  readonly attempts: number;
  readonly error: string;
  /** Whether its payload is still stored, so that it can be processed again. */
  readonly canRetry: boolean;
  /** Whether it was not understood, so that a newer version asks GitHub for it again. */
  readonly isNotUnderstood: boolean;
}

/** The result of a retry. */
export type Retried = "pending" | "unknown" | "not-parked" | "payload-gone";

/** The queue of deliveries, for the operator. */
export interface DeliveryQueue {
  loadDepth(): Promise<QueueDepth>;
  /** The parked deliveries, the newest first, up to `limit`. */
  listParked(limit: number): Promise<readonly ParkedDelivery[]>;
  /** Makes a parked delivery due again, with no failures. */
  retry(id: string, now: Date): Promise<Retried>;
  /** Makes all parked deliveries with a payload due again, and returns their number. */
  retryAll(now: Date): Promise<number>;
  /** Removes the payloads of old parked deliveries, a few hundred a call, and returns their number. */
  clearParked(before: Date): Promise<number>;
  /**
   * Deletes old done deliveries, among the few hundred that come after `after` in order.
   *
   * Returns the place for the next call; `undefined` when all later deliveries are younger.
   */
  prune(before: Date, after: number): Promise<number | undefined>;
}

const BATCH = 500;

const HAS_PAYLOAD = and(IS_PARKED, isNotNull(deliveries.payload));

const COUNTED = { count: count(), oldest: min(deliveries.dueAt) };
const COUNT_PENDING = build.select(COUNTED).from(deliveries).where(IS_PENDING);
const COUNT_WORKABLE = build.select(COUNTED).from(deliveries).where(and(IS_PENDING, MAY_BE_WORKED));
const COUNT_PARKED = build.select({ count: count() }).from(deliveries).where(IS_PARKED);
const SUSPENDED = build
  .select({ id: installations.id })
  .from(installations)
  .where(isNotNull(installations.suspendedAt))
  .limit(1);

/** Reads and clears deliveries. */
export function createDeliveryQueue(database: SqlDatabase): DeliveryQueue {
  return {
    loadDepth: () => database.read(readDepth),
    async listParked(limit) {
      const newestFirst = desc(deliveries.dueAt);
      const rows = await database.all(
        build.select().from(deliveries).where(IS_PARKED).orderBy(newestFirst).limit(limit),
      );
      return rows.map(toParked);
    },
    retry: (id, now) => database.transaction((transaction) => retry(transaction, id, now)),
    retryAll: (now) => database.run(build.update(deliveries).set(againAt(now)).where(HAS_PAYLOAD)),
    clearParked(before) {
      const isOld = and(HAS_PAYLOAD, lt(deliveries.dueAt, before));
      const old = build.select({ of: deliveries.sequence }).from(deliveries).where(isOld).limit(BATCH);
      const isOne = inArray(deliveries.sequence, old);
      return database.run(build.update(deliveries).set({ payload: null }).where(isOne));
    },
    prune: (before, after) => database.transaction((transaction) => prune(transaction, before, after)),
  };
}

function againAt(now: Date) {
  return { status: "pending", attempts: 0, dueAt: now, error: null } as const;
}

async function retry(transaction: Transaction, id: string, now: Date): Promise<Retried> {
  const isIt = eq(deliveries.id, id);
  const row = await transaction.one(build.select().from(deliveries).where(isIt));
  if (row === undefined) return "unknown";
  if (row.status !== "parked") return "not-parked";
  if (row.payload === null) return "payload-gone";
  await transaction.run(build.update(deliveries).set(againAt(now)).where(isIt));
  return "pending";
}

async function readDepth(snapshot: Connection): Promise<QueueDepth> {
  const all = await snapshot.one(COUNT_PENDING);
  // The index alone answers for all deliveries. The condition needs each row.
  const isAnySuspended = (await snapshot.one(SUSPENDED)) !== undefined;
  const pending = isAnySuspended ? await snapshot.one(COUNT_WORKABLE) : all;
  const parked = await snapshot.one(COUNT_PARKED);
  return {
    pending: pending?.count ?? 0,
    oldestDueAt: pending?.oldest ?? undefined,
    suspended: (all?.count ?? 0) - (pending?.count ?? 0),
    parked: parked?.count ?? 0,
  };
}

async function prune(transaction: Transaction, before: Date, after: number): Promise<number | undefined> {
  const { sequence, receivedAt, status } = deliveries;
  const batch = await transaction.all(
    build
      .select({ sequence, receivedAt, status })
      .from(deliveries)
      .where(gt(sequence, after))
      .orderBy(asc(sequence))
      .limit(BATCH),
  );
  const old = batch.filter((delivery) => delivery.receivedAt < before);
  const done = old.filter((delivery) => delivery.status === "done").map((delivery) => delivery.sequence);
  await transaction.run(build.delete(deliveries).where(isAmong(sequence, asList(done))));
  return old.at(-1)?.sequence;
}

function toParked(row: typeof deliveries.$inferSelect): ParkedDelivery {
  const { id, event, repositoryId, receivedAt, attempts, dueAt: parkedAt, error = "" } = withoutNulls(row);
  return {
    id,
    event,
    repositoryId,
    receivedAt,
    attempts,
    parkedAt,
    error,
    canRetry: row.payload !== null,
    isNotUnderstood: row.notUnderstoodBy !== null,
  };
}
