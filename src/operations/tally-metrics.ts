import { Counter, Histogram, type Registry } from "prom-client";
import { PAYLOADS } from "../github/payloads.ts";
import { registerDigestGauges } from "./digest-gauges.ts";
import { scheduleMetrics } from "./schedule-metrics.ts";
import { registerSpendGauges } from "./spend-gauges.ts";
import type { DeliveryResult, Tally } from "./tally.ts";

/** Bounds of histograms, in seconds. */
const QUICK = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];
const SLOW = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

const EVENTS: readonly string[] = [...Object.keys(PAYLOADS), "other"];
const WORKED: readonly DeliveryResult[] = ["done", "put-off", "rate-limited", "given-up"];

/** Counts the results of work in metrics. The only labels that a user wrote are the names of budgets. */
export function tallyIn(registry: Registry): Tally {
  const { received, acknowledge } = intakeMetrics([registry]);
  const { deliveries, working, checkRuns, digests, publishing } = workMetrics([registry]);
  // A counter that alerts watch begins with 0: Prometheus sees no increase in a counter that begins with 1.
  for (const event of EVENTS) {
    received.inc({ event, outcome: "not-stored" }, 0);
    for (const result of WORKED) deliveries.inc({ event, outcome: result }, 0);
  }
  digests.inc({ outcome: "failed" }, 0);
  return {
    received(event, reception, seconds) {
      received.inc({ event: eventLabel(event), outcome: reception });
      acknowledge.observe(seconds);
    },
    deliveryWorked(event, result, seconds) {
      deliveries.inc({ event: eventLabel(event), outcome: result });
      working.observe({ event: eventLabel(event) }, seconds);
    },
    checkRunWorked: (result) => checkRuns.inc({ outcome: result }),
    digestWorked(result, seconds) {
      digests.inc({ outcome: result });
      publishing.observe(seconds);
    },
    ...scheduleMetrics([registry]),
    digestPublished: registerDigestGauges(registry),
    spendMeasured: registerSpendGauges(registry),
  };
}

function intakeMetrics(registers: Registry[]) {
  return {
    received: new Counter({
      name: "plimsoll_deliveries_received_total",
      help: "Requests to the webhook's address, by outcome",
      labelNames: ["event", "outcome"],
      registers,
    }),
    acknowledge: new Histogram({
      name: "plimsoll_delivery_acknowledge_seconds",
      help: "Time from a request to the webhook's address to its answer",
      buckets: QUICK,
      registers,
    }),
  };
}

function workMetrics(registers: Registry[]) {
  return {
    deliveries: new Counter({
      name: "plimsoll_deliveries_worked_total",
      help: "Tries to process a stored delivery, by outcome",
      labelNames: ["event", "outcome"],
      registers,
    }),
    working: new Histogram({
      name: "plimsoll_delivery_work_seconds",
      help: "Duration of a try to process a delivery, requests to GitHub included",
      labelNames: ["event"],
      buckets: SLOW,
      registers,
    }),
    checkRuns: new Counter({
      name: "plimsoll_check_runs_worked_total",
      help: "Tries to bring a check run up to date, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    digests: new Counter({
      name: "plimsoll_digests_worked_total",
      help: "Tries to publish a digest, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    publishing: new Histogram({
      name: "plimsoll_digest_seconds",
      help: "Duration of a try to publish a digest, requests to GitHub included",
      buckets: SLOW,
      registers,
    }),
  };
}

/** Anybody can send a request that names any event, and every label ever used is kept. */
function eventLabel(event: string | undefined): string {
  return event !== undefined && Object.hasOwn(PAYLOADS, event) ? event : "other";
}
