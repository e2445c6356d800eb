import { setTimeout as sleep } from "node:timers/promises";
import type { Probot } from "probot";
import { WorkLoop } from "../queue/work-loop.ts";
import type { DueDelivery } from "../storage/deliveries.ts";
import { createSources, type WorkersOptions } from "./sources.ts";

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

/** The time for running work to end when the server stops. */
export const GRACE_MS = 10_000;

/** Starts the background work of a server that has its store for itself. */
export function startWorkers(probot: Probot, options: WorkersOptions): Workers {
  const { log } = options;
  const sources = createSources(probot, options);
  const work = (delivery: DueDelivery) => sources.deliveries.work(delivery).finally(wakeOthers);
  const deliveries = new WorkLoop({ ...sources.deliveries, work }, log);
  const checkRuns = new WorkLoop(sources.checkRuns, log);
  const backfills = new WorkLoop(sources.backfills, log);
  const again = new WorkLoop(sources.again, log);
  const sending = sources.sending && new WorkLoop(sources.sending, log);
  const reattribution = new WorkLoop(sources.reattribution, log);
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
