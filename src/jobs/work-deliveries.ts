import type { Logger } from "pino";
import type { Probot } from "probot";
import { statusOf } from "../github/octokit.ts";
import { type DeliveryStore, type DueDelivery, laneOf } from "../storage/deliveries.ts";
import { retryAt } from "./backoff.ts";
import type { WorkSource } from "./work-loop.ts";

/** What working deliveries needs. */
export interface DeliveryWorkOptions {
  readonly deliveries: DeliveryStore;
  readonly probot: Pick<Probot, "receive">;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** Hands stored deliveries to Probot, those of one repository one after another; failures are put off, then parked. */
export function deliveryWork({
  deliveries,
  probot,
  log,
  clock,
}: DeliveryWorkOptions): WorkSource<DueDelivery> {
  return {
    next: (busy) => deliveries.nextDue(clock(), busy),
    laneOf,
    async work(delivery) {
      const started = performance.now();
      try {
        await probot.receive(toEvent(delivery));
        await deliveries.markDone(delivery.id);
        const { id, event, repositoryId } = delivery;
        const ms = Math.round(performance.now() - started);
        log.info({ delivery: id, event, repositoryId, ms }, "Delivery worked");
      } catch (error) {
        await fail(delivery, causeOf(error));
      }
    },
  };

  async function fail({ id, event, attempts }: DueDelivery, error: unknown): Promise<void> {
    const outcome = {
      delivery: id,
      event,
      attempts: attempts + 1,
      status: statusOf(error),
      error: String(error),
    };
    const dueAt = retryAt(clock(), attempts);
    if (dueAt === undefined) {
      await deliveries.park(id, String(error));
      log.error(outcome, "Delivery parked");
    } else {
      await deliveries.putOff(id, dueAt);
      log.warn({ ...outcome, dueAt }, "Delivery failed and will be tried again");
    }
  }
}

/** The payload is trimmed, so it fits Probot's event only in the fields that our handlers read. */
function toEvent({ id, event, payload }: DueDelivery): Parameters<Probot["receive"]>[0] {
  return { id, name: event, payload: JSON.parse(payload) } as Parameters<Probot["receive"]>[0];
}

/** Probot gathers the errors of all handlers of an event; there is one handler for each. */
function causeOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}
