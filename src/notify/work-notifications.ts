import type { Logger } from "pino";
import { DAY_MS } from "../domain/durations.ts";
import { nextTry } from "../queue/backoff.ts";
import { recordBug } from "../queue/bugs.ts";
import type { WorkSource } from "../queue/work-loop.ts";
import type { DueNotification } from "../storage/notifications.ts";
import type { Stores } from "../storage/stores.ts";
import { NotifyError, type NotifyTarget, sendNotification } from "./send.ts";

/** The dependencies of the work on notifications. */
interface NotificationWorkOptions {
  readonly stores: Pick<Stores, "notifications" | "bugs">;
  readonly target: NotifyTarget;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** For this long a failed notification is tried again. */
const TRIED_FOR_MS = DAY_MS;

const UNKNOWN_RESULT = "the server stopped before the answer";

/**
 * Sends the due notifications, one after another. A failure is retried for a day, and then given up.
 *
 * The start of each try is stored before the request. After a try without a known result, the message may be there. A
 * receiver of JSON recognizes a second one by its id, so it is sent again. A chat would show it twice, so it is not.
 */
export function notificationWork(options: NotificationWorkOptions): WorkSource<DueNotification> {
  const { stores, target, log, clock } = options;
  const { notifications } = stores;
  return {
    // There is one receiver, so there is one partition.
    next: async (busy) => (busy.length > 0 ? undefined : notifications.nextDue(clock())),
    partitionKey: () => 0,
    async work(notification) {
      const { id, installationId, message } = notification;
      if (notification.isBegun && !isRepeatable(notification))
        return end(notification, new NotifyError(UNKNOWN_RESULT, { isCertain: false }));
      await notifications.begin(id, clock());
      try {
        await sendNotification(target, notification, clock());
      } catch (error) {
        return fail(notification, error);
      }
      await notifications.markSent(id, clock());
      log.info({ installationId, notification: id, kind: message.kind }, "Notification sent");
    },
  };

  async function fail(notification: DueNotification, error: unknown): Promise<void> {
    const { id, installationId, createdAt, attempts } = notification;
    const now = clock();
    const isOver = now.getTime() - createdAt.getTime() >= TRIED_FOR_MS;
    const next = isOver ? undefined : nextTry(now, { error, attempts });
    const isSafe = isRepeatable(notification) || (error instanceof NotifyError && error.isCertain);
    if (next === undefined || !isSafe) return end(notification, error);
    await notifications.putOff(id, { ...next, problem: problemOf(error) });
    log.warn({ installationId, notification: id, ...next, err: error }, "Notification not sent, tried again");
  }

  async function end(notification: DueNotification, error: unknown): Promise<void> {
    const { id, installationId, attempts } = notification;
    const tries = attempts + 1;
    await notifications.giveUp(id, { at: clock(), attempts: tries, problem: problemOf(error) });
    await recordBug(stores, { work: "notification", error, at: clock() });
    log.error({ installationId, notification: id, attempts: tries, err: error }, "Notification given up");
  }
}

/** Whether the receiver recognizes a repeated request. */
function isRepeatable({ format }: DueNotification): boolean {
  return format === "json";
}

/** The message of another error may quote anything. */
function problemOf(error: unknown): string {
  return error instanceof NotifyError ? error.message : "an unexpected error";
}
