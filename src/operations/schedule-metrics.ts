import { Counter, Gauge, type Registry } from "prom-client";
import type { ScheduledWork, Tally } from "./tally.ts";

const SCHEDULED: readonly ScheduledWork[] = ["digests", "catch-up", "nightly"];

/**
 * Counts missed deliveries and gaps, and exports the last time when scheduled work was done. It begins with the start
 * of the server, so that nothing is late then.
 */
export function scheduleMetrics(
  registers: Registry[],
): Pick<Tally, "deliveriesMissed" | "logGapFound" | "scheduledDone"> {
  const missed = new Counter({
    name: "plimsoll_deliveries_missed_total",
    help: "Deliveries in GitHub's log that were never received, and are requested again",
    registers,
  });
  const gaps = new Counter({
    name: "plimsoll_delivery_log_gaps_total",
    help: "Number of times that GitHub's log of deliveries did not reach back to the last reading",
    registers,
  });
  const done = new Gauge({
    name: "plimsoll_scheduled_work_done_timestamp_seconds",
    help: "Last time when scheduled work was done, or the server started, in seconds since 1970",
    labelNames: ["work"],
    registers,
  });
  for (const work of SCHEDULED) done.setToCurrentTime({ work });
  return {
    deliveriesMissed: (count) => missed.inc(count),
    logGapFound: () => gaps.inc(),
    scheduledDone: (work) => done.setToCurrentTime({ work }),
  };
}
