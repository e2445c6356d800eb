import type { Logger } from "pino";
import type { Probot } from "probot";
import { NotUnderstoodError } from "../github/read-payload.ts";
import { ANOTHER_VERSION } from "../github/understanding.ts";
import { errorText } from "../operations/error-text.ts";
import type { DeliveryResult, Tally } from "../operations/tally.ts";
import type { BugStore } from "../storage/bugs.ts";
import { type DeliveryStore, type DueDelivery, partitionKey } from "../storage/deliveries.ts";
import { DELIVERIES } from "../storage/json/columns.ts";
import type { RepositoryStore } from "../storage/repositories.ts";
import type { WaitStore } from "../storage/waits.ts";
import { classifyFailure, nextTry } from "./backoff.ts";
import { recordBug } from "./bugs.ts";
import { pauseRequests } from "./pause-requests.ts";
import type { SharedSource } from "./shared-source.ts";

/** The dependencies of the work on deliveries. */
interface DeliveryWorkOptions {
  readonly deliveries: DeliveryStore;
  readonly bugs: BugStore;
  readonly waits: WaitStore;
  readonly repositories: RepositoryStore;
  readonly probot: Pick<Probot, "receive">;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Counts the result of each try. */
  readonly tally?: Tally | undefined;
}

/** Passes stored deliveries to Probot, one at a time for each repository; a failure is retried later, then parked. */
export function deliveryWork(options: DeliveryWorkOptions): SharedSource<DueDelivery> {
  const { deliveries, waits, repositories, probot, log, clock, tally } = options;
  return {
    next: (busy, only) =>
      only === undefined ? deliveries.findNextDue(clock(), busy) : deliveries.findNextOf(only, clock()),
    listDue: (page) => deliveries.listDuePartitions(clock(), page),
    partitionKey,
    async work(delivery) {
      const started = performance.now();
      const result = await attempt(delivery, () => Math.round(performance.now() - started));
      tally?.deliveryWorked(delivery.event, result, (performance.now() - started) / 1000);
    },
  };

  async function attempt(delivery: DueDelivery, elapsed: () => number): Promise<DeliveryResult> {
    const { id, event, repositoryId } = delivery;
    try {
      await probot.receive(toEvent(delivery));
      await deliveries.markDone(id);
      log.info({ delivery: id, event, repositoryId, ms: elapsed() }, "Delivery processed");
      return "done";
    } catch (error) {
      return fail(delivery, causeOf(error));
    }
  }

  async function fail(delivery: DueDelivery, error: unknown): Promise<DeliveryResult> {
    const { id, event, installationId, repositoryId, attempts } = delivery;
    const now = clock();
    const next = nextTry(now, { error, attempts });
    const tries = { attempts: next?.attempts ?? attempts + 1, dueAt: next?.at };
    const line = { delivery: id, event, repositoryId, ...tries, err: error };
    const result = classifyFailure(error, next);
    if (next === undefined) {
      await park(options, delivery, { error, at: now });
      log.error(line, "Delivery parked");
    } else {
      await deliveries.putOff(id, next);
      await pauseRequests({ waits, repositories }, { of: { installationId }, error, at: now });
      log.warn(line, "Delivery failed and will be tried again");
    }
    return result;
  }
}

async function park(
  { deliveries, bugs }: DeliveryWorkOptions,
  { id, event }: DueDelivery,
  { error, at }: { readonly error: unknown; readonly at: Date },
): Promise<void> {
  const notUnderstoodBy = error instanceof NotUnderstoodError ? ANOTHER_VERSION : undefined;
  await deliveries.park(id, { at, error: errorText(error), notUnderstoodBy });
  await recordBug({ bugs }, { work: `delivery ${event}`, error, at });
}

/** The payload is trimmed, so it fits Probot's event only in the fields that our handlers read. */
function toEvent({ id, event, payload }: DueDelivery): Parameters<Probot["receive"]>[0] {
  return { id, name: event, payload: DELIVERIES.payload.read(payload, { id }) } as Parameters<
    Probot["receive"]
  >[0];
}

/** Probot gathers the errors of all handlers of an event; there is one handler for each. */
function causeOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}
