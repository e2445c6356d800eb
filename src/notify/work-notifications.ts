import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { DAY_MS } from "../domain/durations.ts";
import { nextTry } from "../queue/backoff.ts";
import { recordBug } from "../queue/bugs.ts";
import type { SharedSource } from "../queue/shared-source.ts";
import type { DueNotification } from "../storage/notifications.ts";
import { isDatabaseLost } from "../storage/sql/lost-database.ts";
import type { Stores } from "../storage/stores.ts";
import { NotifyError } from "./notify-error.ts";
import { createPause } from "./pause.ts";
import { type NotifyTarget, sendNotification } from "./send.ts";

/** The dependencies of the work on notifications. */
interface NotificationWorkOptions {
  readonly stores: Pick<Stores, "notifications" | "waits" | "bugs">;
  readonly target: NotifyTarget;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** For this long a failed notification is tried again. */
const TRIED_FOR_MS = DAY_MS;

/** No repository has this id. */
const PARTITION = 0;
const UNKNOWN_RESULT = "the server stopped before the answer";
/** The pause before another try to record something in a lost database. */
const RECORD_AGAIN_MS = 500;

/**
 * Sends the due notifications, one after another. A failure is retried for a day, and then given up. While the receiver
 * fails for all, one at a time is tried, and the others wait.
 *
 * The start of each try is stored before the request. After a try without a known result, the message may be there. A
 * receiver of JSON recognizes a second one by its id, so it is sent again. A chat would show it twice, so it is not.
 */
export function notificationWork(options: NotificationWorkOptions): SharedSource<DueNotification> {
  const { stores, target, log, clock } = options;
  const { notifications } = stores;
  const pause = createPause(stores.waits);
  return {
    ...inOnePartition(async () => {
      const due = await notifications.nextDue(clock());
      return due && (await pause.isOn(clock())) ? undefined : due;
    }),
    async work(notification) {
      const { id, installationId } = notification;
      if (notification.isBegun && !isRepeatable(notification))
        return giveUp(options, notification, new NotifyError(UNKNOWN_RESULT, { isCertain: false }));
      await surely(() => notifications.begin(id, clock()));
      try {
        await sendNotification(target, notification, clock());
      } catch (error) {
        return fail(notification, error);
      }
      await surely(() => notifications.markSent(id, clock()));
      await pause.end();
      const { kind } = notification.readMessage();
      log.info({ installationId, notification: id, kind }, "Notification sent");
    },
  };

  async function fail(notification: DueNotification, error: unknown): Promise<void> {
    const now = clock();
    const next = nextTryOf(notification, error, now);
    // The outcome comes first: without it, the result of this try is unknown.
    await (next === undefined
      ? giveUp(options, notification, error)
      : putOff(options, notification, { error, next }));
    if (error instanceof NotifyError) await (error.isOverloaded ? pause.begin(now, error) : pause.end());
  }
}

async function putOff(
  { stores, log }: NotificationWorkOptions,
  { id, installationId }: DueNotification,
  { error, next }: { readonly error: unknown; readonly next: NonNullable<ReturnType<typeof nextTryOf>> },
): Promise<void> {
  await surely(() => stores.notifications.putOff(id, { ...next, problem: problemOf(error) }));
  log.warn({ installationId, notification: id, ...next, err: error }, "Notification not sent, tried again");
}

async function giveUp(
  { stores, log, clock }: NotificationWorkOptions,
  { id, installationId, ...notification }: DueNotification,
  error: unknown,
): Promise<void> {
  const attempts = notification.attempts + 1;
  await surely(() => stores.notifications.giveUp(id, { at: clock(), attempts, problem: problemOf(error) }));
  await recordBug(stores, { work: "notification", error, at: clock() });
  log.error({ installationId, notification: id, attempts, err: error }, "Notification given up");
}

/**
 * Records something, and tries again while the database is lost: what this server knows of a try must not become unknown.
 * Once others may have the work, its claim ends that.
 */
async function surely(record: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await record();
    } catch (error) {
      if (!isDatabaseLost(error)) throw error;
      await sleep(RECORD_AGAIN_MS);
    }
  }
}

/** Finds items one after another: all are in one partition, since there is one receiver. */
function inOnePartition<Item>(findNext: () => Promise<Item | undefined>): Omit<SharedSource<Item>, "work"> {
  return {
    next: async (busy, only = PARTITION) => (busy.length > 0 || only !== PARTITION ? undefined : findNext()),
    partitionKey: () => PARTITION,
    listDue: async ({ after }) => (after < PARTITION && (await findNext()) ? [PARTITION] : []),
  };
}

/** The next try of a failed notification, not before the receiver wants it; `undefined` where there is none. */
function nextTryOf(notification: DueNotification, error: unknown, now: Date): ReturnType<typeof nextTry> {
  const { createdAt, attempts } = notification;
  const { isCertain, isFinal, waitMs } = error instanceof NotifyError ? error : UNEXPECTED;
  const isOver = isFinal || now.getTime() - createdAt.getTime() >= TRIED_FOR_MS;
  if (isOver || !(isCertain || isRepeatable(notification))) return undefined;
  const next = nextTry(now, { error, attempts });
  return next && { ...next, at: new Date(Math.max(next.at.getTime(), now.getTime() + (waitMs ?? 0))) };
}

const UNEXPECTED = { isCertain: false, isFinal: false, waitMs: undefined };

/** Whether the receiver recognizes a repeated request. */
function isRepeatable({ format }: DueNotification): boolean {
  return format === "json";
}

/** The message of another error may quote anything. */
function problemOf(error: unknown): string {
  return error instanceof NotifyError ? error.message : "an unexpected error";
}
