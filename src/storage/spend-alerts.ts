import { and, asc, inArray, isNull, max } from "drizzle-orm";
import { matches, placeholders, withoutNulls } from "./rows.ts";
import { spendAlerts } from "./schema/spend.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const { writtenAt, notifiedAt } = spendAlerts;
const isOwn = matches(spendAlerts, placeholders("installationId"));
const lastOf = (at: AlertTime) =>
  build
    .select({ at: max(at) })
    .from(spendAlerts)
    .where(isOwn);
const without = (at: AlertTime) =>
  build
    .select()
    .from(spendAlerts)
    .where(and(isOwn, isNull(at)))
    .orderBy(asc(spendAlerts.foundAt), spendAlerts.alert);
const [LAST_WRITTEN, LAST_NOTIFIED] = [lastOf(writtenAt), lastOf(notifiedAt)];
const [UNWRITTEN, UNNOTIFIED] = [without(writtenAt), without(notifiedAt)];

/** Stores alerts about spend. */
export function createSpendAlertStore(database: SqlDatabase): SpendAlertStore {
  return {
    async save(installationId, alert, foundAt) {
      const row = { installationId, alert, foundAt };
      return (await database.run(build.insert(spendAlerts).values(row).onConflictDoNothing())) > 0;
    },
    async markWritten(installationId, alerts, at) {
      const isOne = and(matches(spendAlerts, { installationId }), inArray(spendAlerts.alert, [...alerts]));
      await database.run(
        build
          .update(spendAlerts)
          .set({ writtenAt: at ?? null })
          .where(isOne),
      );
    },
    async findLastWrittenAt(installationId) {
      return (await database.one(LAST_WRITTEN, { installationId }))?.at ?? undefined;
    },
    async listUnwritten(installationId) {
      return (await database.all(UNWRITTEN, { installationId })).map(withoutNulls);
    },
    async findLastNotifiedAt(installationId) {
      return (await database.one(LAST_NOTIFIED, { installationId }))?.at ?? undefined;
    },
    async listUnnotified(installationId) {
      return (await database.all(UNNOTIFIED, { installationId })).map(withoutNulls);
    },
  };
}

type AlertTime = typeof spendAlerts.writtenAt | typeof spendAlerts.notifiedAt;
