import type { DigestJobOptions } from "../digests/organization-series.ts";
import { publishDueDigests } from "../digests/weekly.ts";
import { HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import { type CatchUpOptions, catchUp } from "../ingest/catch-up.ts";
import type { InstallationCheckOptions } from "../ingest/check-installations.ts";
import type { Outcomes } from "../operations/outcomes.ts";
import { rememberMistake } from "../queue/mistakes.ts";
import { runNightly } from "./nightly.ts";
import { startSchedule } from "./schedule.ts";

/** What regular work needs. */
interface RegularWorkOptions {
  readonly jobs: DigestJobOptions;
  readonly asApp: CatchUpOptions & InstallationCheckOptions;
  /** By how many seconds the clock was ahead of GitHub's at its last answer; `undefined` when that is not known. */
  readonly clockSkew: () => number | undefined;
  readonly outcomes: Outcomes;
}

/** Work that is done at regular times, and can be asked for besides. */
export interface RegularWork {
  /** Publishes the digests that are due, as happens every hour. */
  publishDueDigests(): Promise<void>;
  /** Has GitHub send again what was never received, as happens every ten minutes. */
  catchUp(): Promise<void>;
  /** Does what time alone makes due, as happens every night. */
  runNightly(): Promise<void>;
  /** Starts none of it any more. What is under way may find the store closed: it is done at the next start. */
  stop(): void;
}

/** 03:20 UTC: when little happens, in no repository in particular. */
const NIGHT_MS = 3 * HOUR_MS + 20 * MINUTE_MS;

/** Starts the regular work; all but the nightly is done at once too, for what was missed while the server was down. */
export function startRegularWork(options: RegularWorkOptions): RegularWork {
  const { jobs, asApp, clockSkew, outcomes } = options;
  const { stores, log, clock } = jobs;
  let isStopped = false;
  let published = Promise.resolve();
  const work = {
    // One after another: two at once would open two issues.
    publishDueDigests: () => {
      published = published.catch(() => {}).then(publish);
      return published;
    },
    async catchUp() {
      await catchUp(asApp);
      outcomes.scheduledDone("catch-up");
    },
    async runNightly() {
      if (await runNightly({ jobs, asApp, clockSkew, onFailure })) outcomes.scheduledDone("nightly");
    },
  };
  void work.publishDueDigests().catch(onFailure);
  void work.catchUp().catch(onFailure);
  void correctTimes().catch(onFailure);
  const stopSchedule = startSchedule(
    [
      { everyMs: MINUTE_MS, run: correctTimes },
      { everyMs: 10 * MINUTE_MS, run: work.catchUp },
      { everyMs: HOUR_MS, run: work.publishDueDigests },
      { everyMs: 24 * HOUR_MS, offsetMs: NIGHT_MS, run: work.runNightly },
    ],
    // The machine's clock. The demo and the tests play another one, and call the regular work themselves.
    { clock: () => new Date(), onFailure },
  );
  return {
    ...work,
    stop() {
      isStopped = true;
      stopSchedule();
    },
  };

  async function publish(): Promise<void> {
    await publishDueDigests(jobs);
    outcomes.scheduledDone("digests");
  }

  async function correctTimes(): Promise<void> {
    const rows = await stores.operations.correctTimes(clock());
    if (rows > 0) log.warn({ rows }, "Times from a wrong clock count as now");
  }

  async function onFailure(error: unknown): Promise<void> {
    if (isStopped) return;
    log.error({ err: error }, "Scheduled work failed");
    // The store may be what failed, or be closed by now.
    await rememberMistake(stores, { work: "scheduled work", error, at: clock() }).catch(() => {});
  }
}
