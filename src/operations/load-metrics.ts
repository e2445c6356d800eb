import { Gauge, type Registry } from "prom-client";
import type { Load, Troubles } from "./status.ts";

/** The stored and waiting work, and the troubles that somebody must put right. */
type Gauged = Load & { readonly troubles: Troubles };

/** `undefined` where there is nothing to measure. */
type Reading = readonly [help: string, read: (gauged: Gauged, now: Date) => number | undefined];

/** The gauges of stored and waiting work, by name. */
const READINGS: Readonly<Record<string, Reading>> = {
  plimsoll_deliveries_pending: [
    "Stored deliveries that are not worked yet and can be, those that were put off included",
    ({ deliveries }) => deliveries.pending,
  ],
  plimsoll_deliveries_suspended: [
    "Stored deliveries that wait until their installation is not suspended any more",
    ({ deliveries }) => deliveries.suspended,
  ],
  plimsoll_deliveries_parked: ["Deliveries whose work was given up", ({ deliveries }) => deliveries.parked],
  plimsoll_delivery_oldest_due_seconds: [
    "For how long the oldest pending delivery has been due",
    ({ deliveries }, now) => secondsBetween(deliveries.oldestDueAt, now),
  ],
  plimsoll_check_runs_stale: [
    "Check runs that GitHub may not show as they should be",
    ({ checkRuns }) => checkRuns.stale,
  ],
  plimsoll_check_runs_failed: ["Check runs whose update was given up", ({ checkRuns }) => checkRuns.failed],
  plimsoll_check_run_oldest_stale_seconds: [
    "For how long the oldest stale check run has been so",
    ({ checkRuns }, now) => secondsBetween(checkRuns.oldestStaleSince, now),
  ],
  plimsoll_backfills_running: [
    "Repositories whose past is being read",
    ({ backfills }) => backfills.filter(({ state }) => state === "running").length,
  ],
  plimsoll_backfills_failed: [
    "Repositories of whose past something could not be read",
    ({ backfills }) => backfills.filter(({ state }) => state === "failed").length,
  ],
  plimsoll_backfill_pull_requests_read: [
    "Pull requests that the backfills which are not done have read",
    ({ backfills }) => backfills.reduce((sum, { done }) => sum + done, 0),
  ],
  plimsoll_backfill_pull_requests: [
    "About how many pull requests those backfills will have read at their end",
    ({ backfills }) => backfills.reduce((sum, { done, total = done }) => sum + total, 0),
  ],
  plimsoll_installations: ["Installations of the app", ({ store }) => store.installations],
  plimsoll_repositories: ["Repositories of which something is stored", ({ store }) => store.repositories],
  plimsoll_database_bytes: ["Size of the database and its write-ahead log", ({ store }) => store.bytes],
  plimsoll_disk_free_bytes: [
    "What may still be written to the disk that the database lies on",
    ({ store }) => store.disk?.freeBytes,
  ],
  plimsoll_disk_bytes: ["Size of the disk that the database lies on", ({ store }) => store.disk?.bytes],
  plimsoll_mistakes: [
    "Kinds of mistakes of ours that were met in the last 14 days, and that nobody had worked again since",
    ({ troubles }) => troubles.mistakes,
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
