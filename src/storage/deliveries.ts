import { eq, sql } from "drizzle-orm";
import { HOUR_MS } from "../domain/durations.ts";
import { isOver } from "../domain/waits.ts";
import { type Database, durably } from "./database.ts";
import { createDeliveryQueue, type DeliveryQueue } from "./delivery-queue.ts";
import { createDueReader } from "./due-lanes.ts";
import { bound, excluded, matches, withoutNulls } from "./rows.ts";
import { createSameFileCheck } from "./same-file.ts";
import { deliveries } from "./schema/deliveries.ts";

/** A webhook delivery as it was received, trimmed to the fields that are read. */
export interface Delivery {
  /** GitHub's `x-github-delivery`; a redelivery has the same one. */
  readonly id: string;
  readonly event: string;
  readonly installationId: number;
  readonly repositoryId: number | undefined;
  /** JSON; absent when it could not be understood, so that nothing untrimmed is stored. */
  readonly payload: string | undefined;
  readonly receivedAt: Date;
  /** Why it cannot be worked at all. */
  readonly problem?: string;
  /** Which version says so. */
  readonly notUnderstoodBy?: string;
}

/** A delivery whose work is due. */
export interface DueDelivery extends Delivery {
  readonly payload: string;
  /** How often it failed before. */
  readonly attempts: number;
}

/** Why work was given up, and when. */
interface Parked {
  readonly at: Date;
  readonly error: string;
  /** Which version did not understand the payload, when that is why. */
  readonly notUnderstoodBy?: string | undefined;
}

/** Deliveries: stored before they are acknowledged, and done once. */
export interface DeliveryStore extends DeliveryQueue {
  /**
   * Stores deliveries in one transaction; a known id is left as it is, unless it was parked: then it is tried anew.
   *
   * Rejects with a `StoreLostError` when the file is not the one any more that was opened.
   */
  saveAll(deliveries: readonly Delivery[]): Promise<void>;
  /** The next delivery that is due, its lane (see `laneOf`) not busy and its installation not paused; lanes take turns. */
  nextDue(now: Date, busy: readonly number[]): Promise<DueDelivery | undefined>;
  /** Whether any is due whose installation is not paused. */
  isAnyDue(now: Date): Promise<boolean>;
  /** When a delivery was received first; `undefined` when it is not stored. */
  receivedAt(id: string): Promise<Date | undefined>;
  /** Has nothing of an installation due before a time. That is not stored: a restart asks GitHub once more. */
  pause(installationId: number, until: Date): void;
  /** Ends a delivery's work and removes its payload. */
  markDone(id: string): Promise<void>;
  /** Puts failed work off; `attempts` is how often it has failed by then. */
  putOff(id: string, next: { readonly at: Date; readonly attempts: number }): Promise<void>;
  /** Deletes a delivery of what was removed. */
  drop(id: string): Promise<void>;
  /** Gives work up for an operator to see; it is never dropped. */
  park(id: string, parked: Parked): Promise<void>;
}

/** GitHub's limits are for an hour; a fifth is added at random. */
const LONGEST_PAUSE_MS = 2 * HOUR_MS;

/** Deliveries of one lane are done one after another: those of a repository, or else of an installation. */
export function laneOf({ repositoryId, installationId }: Delivery): number {
  return repositoryId ?? -installationId;
}

const REVIVED = {
  ...excluded(deliveries, "payload", "status", "error", "notUnderstoodBy", "dueAt"),
  attempts: 0,
};

/** Stores deliveries in SQLite, with prepared statements, since Drizzle builds the SQL anew for each unprepared one. */
export function createDeliveryStore(database: Database): DeliveryStore {
  const paused = new Map<number, Date>();
  const due = createDueReader(database);
  const pausedAt = (now: Date) => {
    for (const [installationId, until] of paused)
      if (isOver(until.getTime(), now.getTime(), LONGEST_PAUSE_MS)) paused.delete(installationId);
    return [...paused.keys()];
  };
  const isIt = matches(deliveries, bound("id"));
  const received = bound("id", "event", "installationId", "repositoryId", "payload", "receivedAt");
  const insert = database
    .insert(deliveries)
    .values({ ...received, ...bound("status", "error", "notUnderstoodBy"), dueAt: received.receivedAt })
    .onConflictDoUpdate({ target: deliveries.id, set: REVIVED, setWhere: eq(deliveries.status, "parked") })
    .prepare();
  const receipt = database.select({ at: deliveries.receivedAt }).from(deliveries).where(isIt).prepare();
  const markDone = database.update(deliveries).set({ status: "done", payload: null }).where(isIt).prepare();
  const assertSameFile = createSameFileCheck(database.$client);
  return {
    async saveAll(received) {
      const insertAll = () => {
        for (const { repositoryId, payload, problem, notUnderstoodBy, ...delivery } of received) {
          insert.run({
            ...delivery,
            repositoryId: repositoryId ?? null,
            payload: payload ?? null,
            status: problem === undefined ? "pending" : "parked",
            error: problem ?? null,
            notUnderstoodBy: notUnderstoodBy ?? null,
          });
        }
      };
      durably(database, () => database.transaction(insertAll));
      assertSameFile();
    },
    async nextDue(now, busy) {
      const row = await due.next(now, { busy, paused: pausedAt(now) });
      return row && toDue(row);
    },
    isAnyDue: async (now) => due.hasAny(now, pausedAt(now)),
    receivedAt: async (id) => receipt.get({ id })?.at,
    pause: (installationId, until) => void paused.set(installationId, until),
    async markDone(id) {
      markDone.run({ id });
    },
    async putOff(id, { at, attempts }) {
      database.update(deliveries).set({ dueAt: at, attempts }).where(eq(deliveries.id, id)).run();
    },
    async drop(id) {
      database.delete(deliveries).where(eq(deliveries.id, id)).run();
    },
    async park(id, { at, error, notUnderstoodBy = undefined }) {
      const parked = {
        status: "parked",
        error,
        notUnderstoodBy: notUnderstoodBy ?? null,
        dueAt: at,
        attempts: sql`${deliveries.attempts} + 1`,
      } as const;
      database.update(deliveries).set(parked).where(eq(deliveries.id, id)).run();
    },
    ...createDeliveryQueue(database),
  };
}

function toDue(row: typeof deliveries.$inferSelect): DueDelivery {
  const { id, event, installationId, repositoryId, receivedAt, attempts, payload = "{}" } = withoutNulls(row);
  return { id, event, installationId, repositoryId, receivedAt, attempts, payload };
}
