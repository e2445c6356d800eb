import { eq, sql } from "drizzle-orm";
import { createDeliveryQueue, type DeliveryQueue } from "./delivery-queue.ts";
import { DueReader } from "./due-partitions.ts";
import type { PartitionPage } from "./partitions.ts";
import { excludedValues, matches, placeholders, withoutNulls } from "./rows.ts";
import { deliveries } from "./schema/deliveries.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** A received webhook delivery, trimmed to the fields that are read. */
export interface Delivery {
  /** GitHub's `x-github-delivery`; a redelivery has the same one. */
  readonly id: string;
  readonly event: string;
  readonly installationId: number;
  readonly repositoryId: number | undefined;
  /** JSON; absent when it was not understood, so that nothing untrimmed is stored. */
  readonly payload: string | undefined;
  readonly receivedAt: Date;
  /** The reason why it cannot be processed. */
  readonly problem?: string;
  /** The version that did not understand it. */
  readonly notUnderstoodBy?: string;
}

/** A delivery that is due. */
export interface DueDelivery extends Delivery {
  readonly payload: string;
  /** The number of its failures so far. */
  readonly attempts: number;
}

/** The reason and the time of parking. */
interface Parked {
  readonly at: Date;
  readonly error: string;
  /** The version that did not understand the payload, if that is the reason. */
  readonly notUnderstoodBy?: string | undefined;
}

/** Deliveries: stored before they are acknowledged, and processed once. */
export interface DeliveryStore extends DeliveryQueue {
  /**
   * Stores deliveries in one transaction. A known id stays unchanged, unless it was parked: then it is tried again.
   *
   * Rejects with a `StoreLostError` when the file is no longer the one that was opened.
   */
  saveAll(deliveries: readonly Delivery[]): Promise<void>;
  /** The next due delivery of a free partition (see `partitionKey`) whose installation does not wait. Partitions take turns. */
  findNextDue(now: Date, busy: readonly number[]): Promise<DueDelivery | undefined>;
  /** The same for one partition. */
  findNextOf(partition: number, now: Date): Promise<DueDelivery | undefined>;
  /** The partitions with due deliveries, but of installations that wait. */
  listDuePartitions(now: Date, page: PartitionPage): Promise<readonly number[]>;
  /** Whether any delivery is due, except of installations that wait. */
  isAnyDue(now: Date): Promise<boolean>;
  /** The time at which a delivery was first received; `undefined` when it is not stored. */
  findReceivedAt(id: string): Promise<Date | undefined>;
  /** Marks a delivery as done, and removes its payload. */
  markDone(id: string): Promise<void>;
  /** Postpones failed work; `attempts` is the number of its failures so far. */
  putOff(id: string, next: { readonly at: Date; readonly attempts: number }): Promise<void>;
  /** Deletes a delivery of a removed repository or installation. */
  drop(id: string): Promise<void>;
  /** Gives work up, and keeps it for the operator. */
  park(id: string, parked: Parked): Promise<void>;
}

/** The partition key of a delivery: its repository, or else its installation. One partition is processed in order. */
export function partitionKey({ repositoryId, installationId }: Delivery): number {
  return repositoryId ?? -installationId;
}

const REVIVED = {
  ...excludedValues(deliveries, "payload", "status", "error", "notUnderstoodBy", "dueAt"),
  attempts: 0,
};

const IS_IT = matches(deliveries, placeholders("id"));
const RECEIVED = placeholders("id", "event", "installationId", "repositoryId", "payload", "receivedAt");
const INSERT = build
  .insert(deliveries)
  .values({
    ...RECEIVED,
    ...placeholders("status", "error", "notUnderstoodBy"),
    dueAt: RECEIVED.receivedAt,
  })
  .onConflictDoUpdate({ target: deliveries.id, set: REVIVED, setWhere: eq(deliveries.status, "parked") });
const RECEIVED_AT = build.select({ at: deliveries.receivedAt }).from(deliveries).where(IS_IT);
const MARK_DONE = build.update(deliveries).set({ status: "done", payload: null }).where(IS_IT);
const DROP = build.delete(deliveries).where(IS_IT);

/** What else happens where deliveries are stored. */
interface DeliveryStoreParts {
  /** Called after each commit of deliveries. It throws when the database is lost. */
  readonly assertKept?: (() => void) | undefined;
  /** Tells a queue of the partitions of the stored deliveries, in their transaction. */
  readonly enqueue?: Enqueue | undefined;
}

/** Puts partitions with new work into a queue, in the transaction that stores the work. */
export type Enqueue = (transaction: Transaction, partitions: readonly number[]) => Promise<void>;

/** Stores deliveries. */
export function createDeliveryStore(
  database: SqlDatabase,
  { assertKept = () => {}, enqueue = async () => {} }: DeliveryStoreParts = {},
): DeliveryStore {
  const due = new DueReader(database);
  return {
    async saveAll(received) {
      await database.transaction(
        async (transaction) => {
          for (const delivery of received) await transaction.run(INSERT, toRow(delivery));
          await enqueue(transaction, received.map(partitionKey));
        },
        { isDurable: true },
      );
      assertKept();
    },
    async findNextDue(now, busy) {
      const row = await due.next(now, busy);
      return row && toDue(row);
    },
    async findNextOf(partition, now) {
      const row = await due.nextOf(partition, now);
      return row && toDue(row);
    },
    listDuePartitions: (now, page) => due.listPartitions(now, page),
    isAnyDue: (now) => due.hasAny(now),
    findReceivedAt: async (id) => (await database.one(RECEIVED_AT, { id }))?.at,
    async markDone(id) {
      await database.run(MARK_DONE, { id });
    },
    async putOff(id, { at, attempts }) {
      await database.run(build.update(deliveries).set({ dueAt: at, attempts }).where(eq(deliveries.id, id)));
    },
    async drop(id) {
      await database.run(DROP, { id });
    },
    park: (id, parked) => park(database, id, parked),
    ...createDeliveryQueue(database),
  };
}

async function park(
  connection: Connection,
  id: string,
  { at, error, notUnderstoodBy = undefined }: Parked,
): Promise<void> {
  const parked = {
    status: "parked",
    error,
    notUnderstoodBy: notUnderstoodBy ?? null,
    dueAt: at,
    attempts: sql`${deliveries.attempts} + 1`,
  } as const;
  await connection.run(build.update(deliveries).set(parked).where(eq(deliveries.id, id)));
}

function toRow({ repositoryId, payload, problem, notUnderstoodBy, ...delivery }: Delivery) {
  return {
    ...delivery,
    repositoryId: repositoryId ?? null,
    payload: payload ?? null,
    status: problem === undefined ? "pending" : "parked",
    error: problem ?? null,
    notUnderstoodBy: notUnderstoodBy ?? null,
  };
}

function toDue(row: typeof deliveries.$inferSelect): DueDelivery {
  const { id, event, installationId, repositoryId, receivedAt, attempts, payload = "{}" } = withoutNulls(row);
  return { id, event, installationId, repositoryId, receivedAt, attempts, payload };
}
