import { setTimeout as sleep } from "node:timers/promises";
import type { Probot } from "probot";
import { type CheckRunOptions, checkRunWork } from "../check-runs/update.ts";
import { backfillWork } from "../ingest/backfill/backfill.ts";
import { readAgainWork } from "../ingest/read-again-work.ts";
import { type ReattributionOptions, reattributionWork } from "../ingest/reattribute.ts";
import type { NotifyTarget } from "../notify/send.ts";
import { notificationWork } from "../notify/work-notifications.ts";
import { deliveryWork } from "../queue/work-deliveries.ts";
import { WorkLoop } from "../queue/work-loop.ts";
import type { DueDelivery } from "../storage/deliveries.ts";

/** All background work. */
export interface Workers {
  wake(): void;
  /** Processes deliveries that were just stored. The work that they cause starts after them. */
  wakeDeliveries(): void;
  /** The reason why the work has stopped; `undefined` while it runs. */
  findStandstill(): string | undefined;
  /** Resolves when nothing is running and nothing is due. */
  idle(): Promise<void>;
  /**
   * Starts no new work. Resolves when the running work is done, or after ten seconds, which leaves it for the next
   * start.
   */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;

/** The options of all work. */
interface WorkersOptions extends ReattributionOptions, CheckRunOptions {
  /** Where notifications are sent; `undefined` where none are. */
  readonly notifyTarget: NotifyTarget | undefined;
}

/**
 * Starts to process stored deliveries, write the check runs that they change, read the past, request unread facts
 * again, attribute old commits again, and send notifications.
 */
export function startWorkers(probot: Probot, options: WorkersOptions): Workers {
  const { stores, log, clock, tally, notifyTarget: target } = options;
  const source = deliveryWork({ ...stores, probot, log, clock, tally });
  const work = (delivery: DueDelivery) => source.work(delivery).finally(wakeOthers);
  const deliveries = new WorkLoop({ ...source, work }, log);
  const checkRuns = new WorkLoop(checkRunWork(options), log);
  const backfills = new WorkLoop(backfillWork(options), log);
  const again = new WorkLoop(readAgainWork(options), log);
  const sending = target && new WorkLoop(notificationWork({ stores, log, clock, target }), log);
  const reattribution = new WorkLoop(reattributionWork(options), log);
  const loops = [deliveries, checkRuns, backfills, again, reattribution, ...(sending ? [sending] : [])];
  return {
    wake() {
      deliveries.wake();
      wakeOthers();
    },
    wakeDeliveries: () => deliveries.wake(),
    findStandstill() {
      if (loops.some((loop) => loop.isBlind())) return "the work cannot be read from the store";
      return loops.every((loop) => loop.isAlive()) ? undefined : "the workers have stalled";
    },
    async idle() {
      // Something may have become due since they last checked.
      deliveries.wake();
      wakeOthers();
      // In this order: the past is read when nothing else is due, and both make check runs stale.
      await deliveries.idle();
      await again.idle();
      await checkRuns.idle();
      await backfills.idle();
      await checkRuns.idle();
      await sending?.idle();
    },
    stop: () => stopInTime(loops),
  };

  function wakeOthers(): void {
    for (const loop of [checkRuns, backfills, again, sending]) loop?.wake();
  }
}

async function stopInTime(loops: readonly Pick<WorkLoop<never>, "stop">[]): Promise<void> {
  const isOver = new AbortController();
  const grace = sleep(GRACE_MS, undefined, { signal: isOver.signal }).catch(() => {});
  await Promise.race([Promise.all(loops.map((loop) => loop.stop())), grace]);
  isOver.abort();
}
