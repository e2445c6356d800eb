import { Counter, Gauge, type Registry } from "prom-client";
import type { ScheduledWork, Tally } from "./tally.ts";

const SCHEDULED: readonly ScheduledWork[] = ["digests", "catch-up", "nightly"];

/** Counts what is found at its time, and tells when scheduled work was done last; from the start on, so that none is late then. */
export function scheduleMetrics(
  registers: Registry[],
): Pick<Tally, "deliveriesMissed" | "logGapFound" | "scheduledDone"> {
  const missed = new Counter({
    name: "plimsoll_deliveries_missed_total",
    help: "Deliveries that were never received, by GitHub's log, and are asked for again",
    registers,
  });
  const gaps = new Counter({
    name: "plimsoll_delivery_log_gaps_total",
    help: "How often GitHub's log of deliveries did not reach back to where it was read last",
    registers,
  });
  const done = new Gauge({
    name: "plimsoll_scheduled_work_done_timestamp_seconds",
    help: "When scheduled work was done last, or the server started, in seconds since 1970",
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
