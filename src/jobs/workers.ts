import type { Probot } from "probot";
import { checkRunWork, type GitHubJobOptions } from "./update-check-runs.ts";
import { deliveryWork } from "./work-deliveries.ts";
import { WorkLoop } from "./work-loop.ts";

/** Everything that works in the background. */
export interface Workers {
  wake(): void;
  areAlive(): boolean;
  /** Resolves when nothing is running and nothing is due. */
  idle(): Promise<void>;
  /** Takes no new work; resolves when the running work is done, or after ten seconds, which leaves it for the next start. */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;

/** Starts working stored deliveries, and writing the check runs that they change. */
export function startWorkers(probot: Probot, options: GitHubJobOptions): Workers {
  const { stores, log, clock } = options;
  const deliveries = new WorkLoop(deliveryWork({ deliveries: stores.deliveries, probot, log, clock }), log);
  const checkRuns = new WorkLoop(checkRunWork(options), log);
  return {
    wake() {
      deliveries.wake();
      checkRuns.wake();
    },
    areAlive: () => deliveries.isAlive() && checkRuns.isAlive(),
    async idle() {
      // In this order: worked deliveries are what makes check runs stale.
      await deliveries.idle();
      await checkRuns.idle();
    },
    async stop() {
      const grace = new AbortController();
      const timeout = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GRACE_MS);
        grace.signal.addEventListener("abort", () => clearTimeout(timer));
      });
      await Promise.race([Promise.all([deliveries.stop(), checkRuns.stop()]), timeout]);
      grace.abort();
    },
  };
}
