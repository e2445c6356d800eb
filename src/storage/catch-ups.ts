import { and, eq, gte, lt, ne } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import { asList, isAmong } from "./among.ts";
import { buildUpsert } from "./rows.ts";
import { askedDeliveries, deliveryLog } from "./schema/catch-up.ts";
import { deliveries, IS_PARKED } from "./schema/deliveries.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The progress of reading GitHub's log of deliveries, and the requested redeliveries. */
export interface CatchUpStore {
  /** The end of the part of the log that was read; `undefined` when none was. */
  findReadEnd(): Promise<Date | undefined>;
  /** Records that the log was read completely, and deletes old requests. */
  markRead(until: Date): Promise<void>;
  /** The delivery ids that were neither received nor requested. */
  listMissing(guids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Deliveries since an instant that another version did not understand, in the order in which they were received. */
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

const READ_END = build
  .select({ readUntil: deliveryLog.readUntil })
  .from(deliveryLog)
  .where(eq(deliveryLog.id, ROW));

/** Stores the progress of reading the log. */
export function createCatchUpStore(database: SqlDatabase): CatchUpStore {
  return {
    async findReadEnd() {
      return (await database.one(READ_END))?.readUntil;
    },
    async markRead(readUntil) {
      const longAgo = new Date(readUntil.getTime() - KEPT_MS);
      await database.transaction(async (transaction) => {
        const row = { id: ROW, readUntil };
        await transaction.run(buildUpsert(deliveryLog, { row, key: deliveryLog.id }));
        await transaction.run(build.delete(askedDeliveries).where(lt(askedDeliveries.at, longAgo)));
      });
    },
    listMissing: (guids) => database.read((snapshot) => findMissing(snapshot, guids)),
    listNotUnderstood(version, since) {
      const isAnothers = ne(deliveries.notUnderstoodBy, version);
      return database.all(
        build
          .select({ guid: deliveries.id, receivedAt: deliveries.receivedAt })
          .from(deliveries)
          .where(and(IS_PARKED, isAnothers, gte(deliveries.receivedAt, since)))
          .orderBy(deliveries.sequence),
      );
    },
    async markAskedBy(version, guids) {
      const areThey = and(IS_PARKED, isAmong(deliveries.id, asList(guids)));
      await database.run(build.update(deliveries).set({ notUnderstoodBy: version }).where(areThey));
    },
    async markAsked(guid, at) {
      await database.run(build.insert(askedDeliveries).values({ id: guid, at }).onConflictDoNothing());
    },
  };
}

async function findMissing(snapshot: Connection, guids: readonly string[]): Promise<ReadonlySet<string>> {
  const missing = new Set(guids);
  for (const table of [deliveries, askedDeliveries]) {
    const isOne = isAmong(table.id, asList(guids));
    const known = await snapshot.all(build.select({ id: table.id }).from(table).where(isOne));
    for (const { id } of known) missing.delete(id);
  }
  return missing;
}
