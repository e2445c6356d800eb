import { and, asc, isNull } from "drizzle-orm";
import type { Database } from "./database.ts";
import { matches } from "./rows.ts";
import { spendAlerts } from "./schema/spend.ts";

/** An alert about spend, which is given once. */
export interface SpendAlert {
  readonly installationId: number;
  /** The kind, its subject, and the period: `budget AI tools 2026-11 75`. */
  readonly alert: string;
  readonly foundAt: Date;
  /** The time at which it was written on GitHub; `undefined` until then. */
  readonly writtenAt: Date | undefined;
}

/** The alerts about spend. */
export interface SpendAlertStore {
  /** Records an alert. Returns whether it is new. */
  save(installationId: number, alert: string, foundAt: Date): Promise<boolean>;
  /** Records that an alert was written on GitHub. */
  markWritten(installationId: number, alert: string, writtenAt: Date): Promise<void>;
  /** The alerts of an installation that were not written yet, the oldest first. */
  unwritten(installationId: number): Promise<readonly SpendAlert[]>;
}

/** Stores alerts about spend in SQLite. */
export function createSpendAlertStore(database: Database): SpendAlertStore {
  return {
    async save(installationId, alert, foundAt) {
      const row = { installationId, alert, foundAt };
      return database.insert(spendAlerts).values(row).onConflictDoNothing().run().changes > 0;
    },
    async markWritten(installationId, alert, writtenAt) {
      const isIt = matches(spendAlerts, { installationId, alert });
      database.update(spendAlerts).set({ writtenAt }).where(isIt).run();
    },
    async unwritten(installationId) {
      const isIt = and(matches(spendAlerts, { installationId }), isNull(spendAlerts.writtenAt));
      return database
        .select()
        .from(spendAlerts)
        .where(isIt)
        .orderBy(asc(spendAlerts.foundAt), spendAlerts.alert)
        .all()
        .map((row) => ({ ...row, writtenAt: row.writtenAt ?? undefined }));
    },
  };
}
