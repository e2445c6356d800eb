import { and, asc, count, desc, eq, gt, inArray, isNotNull, lt, min } from "drizzle-orm";
import type { Database } from "./database.ts";
import { MAY_BE_WORKED } from "./due-partitions.ts";
import { withoutNulls } from "./rows.ts";
import { deliveries, IS_PARKED, IS_PENDING } from "./schema/deliveries.ts";
import { installations } from "./schema/repositories.ts";

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

/** Reads and clears the deliveries in SQLite. */
export function createDeliveryQueue(database: Database): DeliveryQueue {
  const again = (now: Date) => ({ status: "pending", attempts: 0, dueAt: now, error: null }) as const;
  return {
    loadDepth: async () => readDepth(database),
    async listParked(limit) {
      const rows = database
        .select()
        .from(deliveries)
        .where(IS_PARKED)
        .orderBy(desc(deliveries.dueAt))
        .limit(limit)
        .all();
      return rows.map(toParked);
    },
    async retry(id, now) {
      return database.transaction((transaction) => {
        const isIt = eq(deliveries.id, id);
        const row = transaction.select().from(deliveries).where(isIt).get();
        if (row === undefined) return "unknown";
        if (row.status !== "parked") return "not-parked";
        if (row.payload === null) return "payload-gone";
        transaction.update(deliveries).set(again(now)).where(isIt).run();
        return "pending";
      });
    },
    async retryAll(now) {
      const hasPayload = and(IS_PARKED, isNotNull(deliveries.payload));
      return database.update(deliveries).set(again(now)).where(hasPayload).run().changes;
    },
    async clearParked(before) {
      const isOld = and(IS_PARKED, isNotNull(deliveries.payload), lt(deliveries.dueAt, before));
      const old = database.select({ of: deliveries.sequence }).from(deliveries).where(isOld).limit(BATCH);
      return database.update(deliveries).set({ payload: null }).where(inArray(deliveries.sequence, old)).run()
        .changes;
    },
    prune: async (before, after) => prune(database, before, after),
  };
}

function readDepth(database: Database): QueueDepth {
  const counted = { count: count(), oldest: min(deliveries.dueAt) };
  const all = database.select(counted).from(deliveries).where(IS_PENDING).get();
  // The index alone answers for all deliveries. The condition needs each row.
  const isSuspended = isNotNull(installations.suspendedAt);
  const isAnySuspended = database.select().from(installations).where(isSuspended).limit(1).get();
  const pending = isAnySuspended
    ? database.select(counted).from(deliveries).where(and(IS_PENDING, MAY_BE_WORKED)).get()
    : all;
  const parked = database.select({ count: count() }).from(deliveries).where(IS_PARKED).get();
  return {
    pending: pending?.count ?? 0,
    oldestDueAt: pending?.oldest ?? undefined,
    suspended: (all?.count ?? 0) - (pending?.count ?? 0),
    parked: parked?.count ?? 0,
  };
}

function prune(database: Database, before: Date, after: number): number | undefined {
  return database.transaction((transaction) => {
    const batch = transaction
      .select({
        sequence: deliveries.sequence,
        receivedAt: deliveries.receivedAt,
        status: deliveries.status,
      })
      .from(deliveries)
      .where(gt(deliveries.sequence, after))
      .orderBy(asc(deliveries.sequence))
      .limit(BATCH)
      .all();
    const old = batch.filter(({ receivedAt }) => receivedAt < before);
    const done = old.filter(({ status }) => status === "done").map(({ sequence }) => sequence);
    transaction.delete(deliveries).where(inArray(deliveries.sequence, done)).run();
    return old.at(-1)?.sequence;
  });
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
