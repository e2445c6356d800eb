import { randomUUID } from "node:crypto";
import { and, asc, count, desc, eq, gte, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { NotificationFormat, NotificationMessage } from "../domain/notification.ts";
import type { Database } from "./database.ts";
import { NOTIFICATIONS } from "./json/columns.ts";
import { matches } from "./rows.ts";
import { IS_UNFINISHED, notifications } from "./schema/notifications.ts";
import { installations } from "./schema/repositories.ts";
import { spendAlerts } from "./schema/spend.ts";

/** A notification to send. */
interface NewNotification {
  readonly installationId: number;
  /** The repository of a digest; `undefined` for an alert. */
  readonly repositoryId: number | undefined;
  /** The kind and its subject. There is one notification of each. */
  readonly subject: string;
  readonly format: NotificationFormat;
  readonly message: NotificationMessage;
  readonly createdAt: Date;
}

/** A notification that is due. */
export interface DueNotification {
  readonly id: string;
  readonly installationId: number;
  readonly format: NotificationFormat;
  readonly createdAt: Date;
  /** Reads the content. Throws a `StoredJsonError` where this version cannot. */
  readonly readMessage: () => NotificationMessage;
  /** The number of failed tries. */
  readonly attempts: number;
  /** Whether an earlier try has no known result, so that the request may have arrived. */
  readonly isBegun: boolean;
}

/** A notification that was given up. */
export interface GivenUpNotification {
  readonly subject: string;
  readonly givenUpAt: Date;
  readonly attempts: number;
  readonly problem: string;
}

/** The number of notifications that wait, and that were given up lately. */
export interface NotificationCounts {
  readonly waiting: number;
  readonly givenUp: number;
}

/** The notifications, one of each subject. */
export interface NotificationStore {
  /** Records one to send, and the alerts that it tells of. Does nothing where its subject has one already. */
  save(notification: NewNotification, alerts?: readonly string[]): Promise<void>;
  has(subject: string): Promise<boolean>;
  /** The oldest due one, except of suspended installations. */
  nextDue(now: Date): Promise<DueNotification | undefined>;
  /** Records that a try begins. */
  begin(id: string, at: Date): Promise<void>;
  /** Records that it arrived, and forgets its content. */
  markSent(id: string, at: Date): Promise<void>;
  /** Records a failed try, and the time of the next one. */
  putOff(
    id: string,
    next: { readonly at: Date; readonly attempts: number; readonly problem: string },
  ): Promise<void>;
  /** Records that it is never tried again, and forgets its content. */
  giveUp(
    id: string,
    end: { readonly at: Date; readonly attempts: number; readonly problem: string },
  ): Promise<void>;
  /** Records that those that were created before an instant are never tried again, and forgets their content. */
  giveUpOld(before: Date, end: { readonly at: Date; readonly problem: string }): Promise<void>;
  /** Those that wait, and those that were given up since an instant. */
  counts(since: Date): Promise<NotificationCounts>;
  /** Those that were given up since an instant, the latest first. */
  listGivenUp(since: Date, limit: number): Promise<readonly GivenUpNotification[]>;
}

/** Stores notifications in SQLite. */
export function createNotificationStore(database: Database): NotificationStore {
  return {
    async save({ message, ...rest }, alerts = []) {
      const { installationId, createdAt } = rest;
      const row = {
        ...rest,
        id: randomUUID(),
        message: NOTIFICATIONS.message.write(message),
        dueAt: createdAt,
      };
      database.transaction((transaction) => {
        transaction.insert(notifications).values(row).onConflictDoNothing().run();
        transaction
          .update(spendAlerts)
          .set({ notifiedAt: createdAt })
          .where(and(matches(spendAlerts, { installationId }), inArray(spendAlerts.alert, [...alerts])))
          .run();
      });
    },
    async has(subject) {
      const isIt = eq(notifications.subject, subject);
      return database.select({ id: notifications.id }).from(notifications).where(isIt).get() !== undefined;
    },
    nextDue: async (now) => findNextDue(database, now),
    begin: async (id, at) => update(id, { begunAt: at }),
    markSent: async (id, at) => update(id, { sentAt: at, begunAt: null, message: null, problem: null }),
    putOff: async (id, { at, ...rest }) => update(id, { dueAt: at, begunAt: null, ...rest }),
    giveUp: async (id, { at, ...rest }) =>
      update(id, { givenUpAt: at, begunAt: null, message: null, ...rest }),
    giveUpOld: async (before, end) => giveUpOld(database, before, end),
    async counts(since) {
      return {
        waiting: countOf(database, IS_UNFINISHED),
        givenUp: countOf(database, gte(notifications.givenUpAt, since)),
      };
    },
    listGivenUp: async (since, limit) => readGivenUp(database, since, limit),
  };

  function update(id: string, set: Partial<typeof notifications.$inferInsert>): void {
    database.update(notifications).set(set).where(eq(notifications.id, id)).run();
  }
}

function findNextDue(database: Database, now: Date): DueNotification | undefined {
  const row = database
    .select({ ...COLUMNS })
    .from(notifications)
    .innerJoin(installations, eq(installations.id, notifications.installationId))
    .where(and(IS_UNFINISHED, lte(notifications.dueAt, now), isNull(installations.suspendedAt)))
    // The index has the rows in this order, in which those of the same time were recorded.
    .orderBy(asc(notifications.dueAt), sql`${notifications}.rowid`)
    .limit(1)
    .get();
  if (row === undefined) return undefined;
  const { begunAt, message, ...rest } = row;
  const { id } = rest;
  if (message === null) return undefined;
  const readMessage = () => NOTIFICATIONS.message.read(message, { id });
  return { ...rest, readMessage, isBegun: begunAt !== null };
}

const COLUMNS = {
  id: notifications.id,
  installationId: notifications.installationId,
  format: notifications.format,
  message: notifications.message,
  createdAt: notifications.createdAt,
  attempts: notifications.attempts,
  begunAt: notifications.begunAt,
};

function giveUpOld(
  database: Database,
  before: Date,
  { at, problem }: { readonly at: Date; readonly problem: string },
): void {
  const isOld = and(IS_UNFINISHED, lt(notifications.createdAt, before));
  const end = { givenUpAt: at, begunAt: null, message: null, problem };
  database.update(notifications).set(end).where(isOld).run();
}

function countOf(database: Database, where: typeof IS_UNFINISHED): number {
  return database.select({ number: count() }).from(notifications).where(where).get()?.number ?? 0;
}

function readGivenUp(database: Database, since: Date, limit: number): readonly GivenUpNotification[] {
  return database
    .select()
    .from(notifications)
    .where(gte(notifications.givenUpAt, since))
    .orderBy(desc(notifications.givenUpAt), notifications.id)
    .limit(limit)
    .all()
    .flatMap(({ subject, givenUpAt, attempts, problem }) =>
      givenUpAt === null ? [] : [{ subject, givenUpAt, attempts, problem: problem ?? "" }],
    );
}
