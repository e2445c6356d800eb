import { and, asc, desc, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Database } from "./database.ts";
import { matches, withoutNulls } from "./rows.ts";
import { spendAlerts } from "./schema/spend.ts";

/** An alert about spend, which is given once. */
interface SpendAlert {
  readonly installationId: number;
  /** The kind, its subject, and the period: `budget AI tools 2026-11 75`. */
  readonly alert: string;
  readonly foundAt: Date;
  /** The time at which it was written on GitHub; `undefined` until then. */
  readonly writtenAt: Date | undefined;
  /** The time at which a notification of it was recorded; `undefined` until then. */
  readonly notifiedAt: Date | undefined;
}

/** The alerts about spend. */
export interface SpendAlertStore {
  /** Records an alert. Returns whether it is new. */
  save(installationId: number, alert: string, foundAt: Date): Promise<boolean>;
  /** Records that alerts are written on GitHub; with `undefined` that they are not, since GitHub refused them. */
  markWritten(installationId: number, alerts: readonly string[], writtenAt: Date | undefined): Promise<void>;
  /** The time at which an alert was written last; `undefined` when none was. */
  findLastWrittenAt(installationId: number): Promise<Date | undefined>;
  /** The alerts of an installation that were not written yet, the oldest first. */
  listUnwritten(installationId: number): Promise<readonly SpendAlert[]>;
  /** The time of the last notification of alerts; `undefined` when there was none. */
  findLastNotifiedAt(installationId: number): Promise<Date | undefined>;
  /** The alerts of an installation of which no notification was recorded yet, the oldest first. */
  listUnnotified(installationId: number): Promise<readonly SpendAlert[]>;
}

/** Stores alerts about spend in SQLite. */
export function createSpendAlertStore(database: Database): SpendAlertStore {
  return {
    async save(installationId, alert, foundAt) {
      const row = { installationId, alert, foundAt };
      return database.insert(spendAlerts).values(row).onConflictDoNothing().run().changes > 0;
    },
    async markWritten(installationId, alerts, writtenAt) {
      const isOne = and(matches(spendAlerts, { installationId }), inArray(spendAlerts.alert, [...alerts]));
      database
        .update(spendAlerts)
        .set({ writtenAt: writtenAt ?? null })
        .where(isOne)
        .run();
    },
    findLastWrittenAt: async (installationId) => lastAt(installationId, spendAlerts.writtenAt),
    listUnwritten: async (installationId) => without(installationId, spendAlerts.writtenAt),
    findLastNotifiedAt: async (installationId) => lastAt(installationId, spendAlerts.notifiedAt),
    listUnnotified: async (installationId) => without(installationId, spendAlerts.notifiedAt),
  };

  function lastAt(installationId: number, at: AlertTime): Date | undefined {
    const isSet = and(matches(spendAlerts, { installationId }), isNotNull(at));
    const row = database.select({ at }).from(spendAlerts).where(isSet).orderBy(desc(at)).get();
    return row?.at ?? undefined;
  }

  function without(installationId: number, at: AlertTime): readonly SpendAlert[] {
    const isUnset = and(matches(spendAlerts, { installationId }), isNull(at));
    const { foundAt, alert } = spendAlerts;
    return database
      .select()
      .from(spendAlerts)
      .where(isUnset)
      .orderBy(asc(foundAt), alert)
      .all()
      .map(withoutNulls);
  }
}

type AlertTime = typeof spendAlerts.writtenAt | typeof spendAlerts.notifiedAt;
