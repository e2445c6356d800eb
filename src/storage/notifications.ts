import { randomUUID } from "node:crypto";
import { and, asc, count, desc, eq, gte, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { NotificationFormat, NotificationMessage } from "../domain/notification.ts";
import { NOTIFICATIONS } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { IS_UNFINISHED, notifications } from "./schema/notifications.ts";
import { installations } from "./schema/repositories.ts";
import { spendAlerts } from "./schema/spend.ts";
import { byDialect } from "./sql/dialect.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const FIND = build
  .select({ id: notifications.id })
  .from(notifications)
  .where(matches(notifications, placeholders("subject")));
const NEXT_DUE = build
  .select({
    id: notifications.id,
    installationId: notifications.installationId,
    format: notifications.format,
    message: notifications.message,
    createdAt: notifications.createdAt,
    attempts: notifications.attempts,
    begunAt: notifications.begunAt,
  })
  .from(notifications)
  .innerJoin(installations, eq(installations.id, notifications.installationId))
  .where(
    and(IS_UNFINISHED, lte(notifications.dueAt, sql.placeholder("now")), isNull(installations.suspendedAt)),
  )
  .orderBy(
    asc(notifications.dueAt),
    // SQLite's index has the rows in this order, in which those of the same time were recorded.
    byDialect({ sqlite: sql`${notifications}.rowid`, postgres: sql`${notifications.createdAt}` }),
  )
  .limit(1);
const WAITING = build.select({ number: count() }).from(notifications).where(IS_UNFINISHED);
const IS_GIVEN_UP = gte(notifications.givenUpAt, sql.placeholder("since"));
const GIVEN_UP = build.select({ number: count() }).from(notifications).where(IS_GIVEN_UP);
const LIST_GIVEN_UP = build
  .select()
  .from(notifications)
  .where(IS_GIVEN_UP)
  .orderBy(desc(notifications.givenUpAt), notifications.id)
  .limit(sql.placeholder("limit"));

/** Stores notifications. */
export function createNotificationStore(database: SqlDatabase): NotificationStore {
  const update = async (id: string, set: Partial<typeof notifications.$inferInsert>) => {
    await database.run(build.update(notifications).set(set).where(eq(notifications.id, id)));
  };
  return {
    save: (notification, alerts = []) =>
      database.transaction((transaction) => save(transaction, notification, alerts)),
    has: async (subject) => (await database.one(FIND, { subject })) !== undefined,
    nextDue: (now) => findNextDue(database, now),
    begin: (id, at) => update(id, { begunAt: at }),
    markSent: (id, at) => update(id, { sentAt: at, begunAt: null, message: null, problem: null }),
    putOff: (id, { at, ...rest }) => update(id, { dueAt: at, begunAt: null, ...rest }),
    giveUp: (id, { at, ...rest }) => update(id, { givenUpAt: at, begunAt: null, message: null, ...rest }),
    async giveUpOld(before, { at, problem }) {
      const isOld = and(IS_UNFINISHED, lt(notifications.createdAt, before));
      const end = { givenUpAt: at, begunAt: null, message: null, problem };
      await database.run(build.update(notifications).set(end).where(isOld));
    },
    async counts(since) {
      const waiting = await database.one(WAITING);
      const givenUp = await database.one(GIVEN_UP, { since: since.getTime() });
      return { waiting: waiting?.number ?? 0, givenUp: givenUp?.number ?? 0 };
    },
    async listGivenUp(since, limit) {
      const rows = await database.all(LIST_GIVEN_UP, { since: since.getTime(), limit });
      return rows.flatMap(({ subject, givenUpAt, attempts, problem }) =>
        givenUpAt === null ? [] : [{ subject, givenUpAt, attempts, problem: problem ?? "" }],
      );
    },
  };
}

async function save(
  transaction: Transaction,
  { message, ...rest }: NewNotification,
  alerts: readonly string[],
): Promise<void> {
  const { installationId, createdAt } = rest;
  const row = {
    ...rest,
    id: randomUUID(),
    message: NOTIFICATIONS.message.write(message),
    dueAt: createdAt,
  };
  await transaction.run(build.insert(notifications).values(row).onConflictDoNothing());
  const isOne = and(matches(spendAlerts, { installationId }), inArray(spendAlerts.alert, [...alerts]));
  await transaction.run(build.update(spendAlerts).set({ notifiedAt: createdAt }).where(isOne));
}

async function findNextDue(connection: Connection, now: Date): Promise<DueNotification | undefined> {
  const row = await connection.one(NEXT_DUE, { now: now.getTime() });
  if (row === undefined) return undefined;
  const { begunAt, message, ...rest } = row;
  const { id } = rest;
  if (message === null) return undefined;
  const readMessage = () => NOTIFICATIONS.message.read(message, { id });
  return { ...rest, readMessage, isBegun: begunAt !== null };
}
