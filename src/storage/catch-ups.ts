import { and, eq, gte, lt, ne } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import { among, asList } from "./among.ts";
import type { Database } from "./database.ts";
import { askedDeliveries, deliveryLog } from "./schema/catch-up.ts";
import { deliveries, IS_PARKED } from "./schema/deliveries.ts";

/** How far GitHub's log of deliveries was read, and what it was asked to send again. */
export interface CatchUpStore {
  /** Until when the log was read; `undefined` when it never was. */
  readUntil(): Promise<Date | undefined>;
  /** Records that all of the log was read, and forgets what was asked for long ago. */
  markRead(until: Date): Promise<void>;
  /** Which of some delivery ids were neither received nor asked for. */
  missing(guids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Deliveries since an instant that another version did not understand. */
  notUnderstood(version: string, since: Date): Promise<readonly MisunderstoodDelivery[]>;
  /** Records that a version has had deliveries sent again, or found that GitHub has them no more. */
  markAskedBy(version: string, guids: readonly string[]): Promise<void>;
  /** Records that GitHub was asked to send a delivery again. */
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

/** Stores in SQLite how far the log was read. */
export function createCatchUpStore(database: Database): CatchUpStore {
  return {
    async readUntil() {
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
    async missing(guids) {
      const known = [deliveries, askedDeliveries].flatMap((table) =>
        database
          .select({ id: table.id })
          .from(table)
          .where(among(table.id, asList(guids)))
          .all(),
      );
      return new Set(guids).difference(new Set(known.map(({ id }) => id)));
    },
    async notUnderstood(version, since) {
      const isAnothers = ne(deliveries.notUnderstoodBy, version);
      return database
        .select({ guid: deliveries.id, receivedAt: deliveries.receivedAt })
        .from(deliveries)
        .where(and(IS_PARKED, isAnothers, gte(deliveries.receivedAt, since)))
        .all();
    },
    async markAskedBy(version, guids) {
      const areThey = and(IS_PARKED, among(deliveries.id, asList(guids)));
      database.update(deliveries).set({ notUnderstoodBy: version }).where(areThey).run();
    },
    async markAsked(guid, at) {
      database.insert(askedDeliveries).values({ id: guid, at }).onConflictDoNothing().run();
    },
  };
}
