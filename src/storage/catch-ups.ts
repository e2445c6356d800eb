import { and, eq, gte, lt, ne } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import { asList, isAmong } from "./among.ts";
import type { Database } from "./database.ts";
import { askedDeliveries, deliveryLog } from "./schema/catch-up.ts";
import { deliveries, IS_PARKED } from "./schema/deliveries.ts";

/** The progress of reading GitHub's log of deliveries, and the requested redeliveries. */
export interface CatchUpStore {
  /** The end of the part of the log that was read; `undefined` when none was. */
  findReadEnd(): Promise<Date | undefined>;
  /** Records that the log was read completely, and deletes old requests. */
  markRead(until: Date): Promise<void>;
  /** The delivery ids that were neither received nor requested. */
  listMissing(guids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Deliveries since an instant that another version did not understand. */
  listNotUnderstood(version: string, since: Date): Promise<readonly MisunderstoodDelivery[]>;
  /** Records that a version has requested these deliveries again, or that GitHub no longer has them. */
  markAskedBy(version: string, guids: readonly string[]): Promise<void>;
  /** Records that GitHub was asked to redeliver. */
  markAsked(guid: string, at: Date): Promise<void>;
}

/** A delivery that a version did not understand. */
export interface MisunderstoodDelivery {
  readonly guid: string;
  readonly receivedAt: Date;
}

/** The log has one row. */
const ROW = 1;
/** GitHub lists a delivery for at most seven days. */
const KEPT_MS = 14 * DAY_MS;

/** Stores the progress of reading the log in SQLite. */
export function createCatchUpStore(database: Database): CatchUpStore {
  return {
    async findReadEnd() {
      return database.select().from(deliveryLog).where(eq(deliveryLog.id, ROW)).get()?.readUntil;
    },
    async markRead(readUntil) {
      database.transaction((transaction) => {
        transaction
          .insert(deliveryLog)
          .values({ id: ROW, readUntil })
          .onConflictDoUpdate({ target: deliveryLog.id, set: { readUntil } })
          .run();
        const longAgo = new Date(readUntil.getTime() - KEPT_MS);
        transaction.delete(askedDeliveries).where(lt(askedDeliveries.at, longAgo)).run();
      });
    },
    listMissing: async (guids) => findMissing(database, guids),
    async listNotUnderstood(version, since) {
      const isAnothers = ne(deliveries.notUnderstoodBy, version);
      return database
        .select({ guid: deliveries.id, receivedAt: deliveries.receivedAt })
        .from(deliveries)
        .where(and(IS_PARKED, isAnothers, gte(deliveries.receivedAt, since)))
        .all();
    },
    async markAskedBy(version, guids) {
      const areThey = and(IS_PARKED, isAmong(deliveries.id, asList(guids)));
      database.update(deliveries).set({ notUnderstoodBy: version }).where(areThey).run();
    },
    async markAsked(guid, at) {
      database.insert(askedDeliveries).values({ id: guid, at }).onConflictDoNothing().run();
    },
  };
}

function findMissing(database: Database, guids: readonly string[]): ReadonlySet<string> {
  const known = [deliveries, askedDeliveries].flatMap((table) =>
    database
      .select({ id: table.id })
      .from(table)
      .where(isAmong(table.id, asList(guids)))
      .all(),
  );
  return new Set(guids).difference(new Set(known.map(({ id }) => id)));
}
