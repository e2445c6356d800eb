import { Gauge, type Registry } from "prom-client";
import type { Load, Troubles } from "./status.ts";

/** The stored and waiting work, and the troubles that somebody must put right. */
type Gauged = Load & { readonly troubles: Troubles };

/** `undefined` where there is nothing to measure. */
type Reading = readonly [help: string, read: (gauged: Gauged, now: Date) => number | undefined];

/** The gauges of stored and waiting work, by name. */
const READINGS: Readonly<Record<string, Reading>> = {
  plimsoll_deliveries_pending: [
    "Stored deliveries that wait to be processed, delayed ones included",
    ({ deliveries }) => deliveries.pending,
  ],
  plimsoll_deliveries_suspended: [
    "Stored deliveries that wait for the end of a suspension",
    ({ deliveries }) => deliveries.suspended,
  ],
  plimsoll_deliveries_parked: ["Deliveries that were given up", ({ deliveries }) => deliveries.parked],
  plimsoll_delivery_oldest_due_seconds: [
    "Time for which the oldest pending delivery has been due",
    ({ deliveries }, now) => secondsBetween(deliveries.oldestDueAt, now),
  ],
  plimsoll_check_runs_stale: [
    "Check runs that GitHub may show with old content",
    ({ checkRuns }) => checkRuns.stale,
  ],
  plimsoll_check_runs_failed: ["Check runs whose update was given up", ({ checkRuns }) => checkRuns.failed],
  plimsoll_check_run_oldest_stale_seconds: [
    "Time for which the oldest stale check run has been stale",
    ({ checkRuns }, now) => secondsBetween(checkRuns.oldestStaleSince, now),
  ],
  plimsoll_backfills_running: [
    "Repositories whose past is being read",
    ({ backfills }) => backfills.filter(({ state }) => state === "running").length,
  ],
  plimsoll_backfills_failed: [
    "Repositories of whose past a part could not be read",
    ({ backfills }) => backfills.filter(({ state }) => state === "failed").length,
  ],
  plimsoll_backfill_pull_requests_read: [
    "Pull requests read by unfinished backfills",
    ({ backfills }) => backfills.reduce((sum, { done }) => sum + done, 0),
  ],
  plimsoll_backfill_pull_requests: [
    "Estimated number of pull requests of unfinished backfills",
    ({ backfills }) => backfills.reduce((sum, { done, total = done }) => sum + total, 0),
  ],
  plimsoll_notifications_waiting: [
    "Notifications that wait to be sent",
    ({ notifications }) => notifications.waiting,
  ],
  plimsoll_notifications_given_up: [
    "Notifications that were given up in the last 14 days",
    ({ notifications }) => notifications.givenUp,
  ],
  plimsoll_installations: ["Installations of the app", ({ store }) => store.installations],
  plimsoll_repositories: ["Repositories with stored data", ({ store }) => store.repositories],
  plimsoll_database_bytes: ["Size of the database and its write-ahead log", ({ store }) => store.bytes],
  plimsoll_disk_free_bytes: ["Free space on the database's disk", ({ store }) => store.disk?.freeBytes],
  plimsoll_disk_bytes: ["Size of the database's disk", ({ store }) => store.disk?.bytes],
  plimsoll_mistakes: [
    "Kinds of bugs of ours in the last 14 days that were not retried since",
    ({ troubles }) => troubles.bugs,
  ],
  plimsoll_digest_problems: [
    "Owners whose digest cannot be published where their config wants it",
    ({ troubles }) => troubles.digestProblems,
  ],
};

/** Registers gauges of stored and waiting work, and returns the function that sets them. */
export function registerLoadGauges(registry: Registry): (gauged: Gauged, now: Date) => void {
  const gauges = Object.entries(READINGS).map(([name, [help, read]]) => {
    return { gauge: new Gauge({ name, help, registers: [registry] }), read };
  });
  return (gauged, now) => {
    for (const { gauge, read } of gauges) {
      const value = read(gauged, now);
      if (value !== undefined) gauge.set(value);
    }
  };
}

/** 0 without a time, or for a time in the future. */
function secondsBetween(at: Date | undefined, now: Date): number {
  return at === undefined ? 0 : Math.max(0, (now.getTime() - at.getTime()) / 1000);
}
