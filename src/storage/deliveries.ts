import { and, asc, eq, lte, notInArray, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
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
}

/** A delivery whose work is due. */
export interface DueDelivery extends Delivery {
  readonly payload: string;
  /** How often it failed before. */
  readonly attempts: number;
}

/** Deliveries: stored before they are acknowledged, and done once. */
export interface DeliveryStore {
  /** Stores deliveries in one transaction; a known id is left as it is, unless it was parked: then it is tried anew. */
  saveAll(deliveries: readonly Delivery[]): Promise<void>;
  /** The oldest delivery that is due and whose lane (see `laneOf`) is not busy. */
  nextDue(now: Date, busy: readonly number[]): Promise<DueDelivery | undefined>;
  /** Ends a delivery's work and removes its payload. */
  markDone(id: string): Promise<void>;
  /** Puts failed work off. */
  putOff(id: string, dueAt: Date): Promise<void>;
  /** Gives work up for an operator to see; it is never dropped. */
  park(id: string, error: string): Promise<void>;
  /** Throws when the database cannot be written. */
  assertWritable(): Promise<void>;
}

/** Deliveries of one lane are done one after another: those of a repository, or else of an installation. */
export function laneOf({ repositoryId, installationId }: Delivery): number {
  return repositoryId ?? -installationId;
}

const REVIVED = {
  payload: sql`excluded.payload`,
  status: sql`excluded.status`,
  error: sql`excluded.error`,
  dueAt: sql`excluded.due_at`,
  attempts: 0,
};

const LANE = sql<number>`coalesce(${deliveries.repositoryId}, -${deliveries.installationId})`;

/** Stores deliveries in SQLite, with prepared statements, since Drizzle builds the SQL anew for each unprepared one. */
export function createDeliveryStore(database: Database): DeliveryStore {
  const column = (name: string) => sql.placeholder(name);
  const insert = database
    .insert(deliveries)
    .values({
      id: column("id"),
      event: column("event"),
      installationId: column("installationId"),
      repositoryId: column("repositoryId"),
      payload: column("payload"),
      receivedAt: column("receivedAt"),
      dueAt: column("receivedAt"),
      status: column("status"),
      error: column("error"),
    })
    .onConflictDoUpdate({ target: deliveries.id, set: REVIVED, setWhere: eq(deliveries.status, "parked") })
    .prepare();
  return {
    async saveAll(received) {
      database.transaction(() => {
        for (const { repositoryId, payload, problem, ...delivery } of received) {
          insert.run({
            ...delivery,
            repositoryId: repositoryId ?? null,
            payload: payload ?? null,
            status: problem === undefined ? "pending" : "parked",
            error: problem ?? null,
          });
        }
      });
    },
    async nextDue(now, busy) {
      const isFree = notInArray(LANE, [...busy]);
      const row = database
        .select()
        .from(deliveries)
        .where(and(eq(deliveries.status, "pending"), lte(deliveries.dueAt, now), isFree))
        .orderBy(asc(deliveries.sequence))
        .limit(1)
        .get();
      return row && toDue(row);
    },
    async markDone(id) {
      database.update(deliveries).set({ status: "done", payload: null }).where(eq(deliveries.id, id)).run();
    },
    async putOff(id, dueAt) {
      database
        .update(deliveries)
        .set({ dueAt, attempts: sql`${deliveries.attempts} + 1` })
        .where(eq(deliveries.id, id))
        .run();
    },
    async park(id, error) {
      database.update(deliveries).set({ status: "parked", error }).where(eq(deliveries.id, id)).run();
    },
    async assertWritable() {
      database.transaction(() => {}, { behavior: "immediate" });
    },
  };
}

function toDue(row: typeof deliveries.$inferSelect): DueDelivery {
  const { id, event, installationId, receivedAt, attempts } = row;
  return {
    id,
    event,
    installationId,
    receivedAt,
    attempts,
    repositoryId: row.repositoryId ?? undefined,
    payload: row.payload ?? "{}",
  };
}
