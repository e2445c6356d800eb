import type { DigestOptions } from "../digests/digest-options.ts";
import { publishDueDigests } from "../digests/weekly.ts";
import { HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import { type SourceInterval, type SourceOptions, sourcesReadEvery } from "../ingest/sources/sources.ts";
import type { Tally } from "../operations/tally.ts";
import { rememberMistake } from "../queue/mistakes.ts";
import { runNightly } from "./nightly.ts";
import { type ScheduledWork, startSchedule } from "./schedule.ts";

/** What regular work needs. */
interface RegularWorkOptions {
  readonly jobs: DigestOptions;
  readonly sources: SourceOptions;
  /** By how many seconds the clock was ahead of GitHub's at its last answer; `undefined` when that is not known. */
  readonly clockSkew: () => number | undefined;
  readonly tally: Tally;
}

/** Work that is done at regular times, and can be asked for besides. */
export interface RegularWork {
  /** Publishes the digests that are due, as happens every hour. */
  publishDueDigests(): Promise<void>;
  /** Reads the sources that are read every ten minutes: has GitHub send again what was never received. */
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
  const { jobs, sources, clockSkew, tally } = options;
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
      for (const { read } of sourcesReadEvery("ten minutes")) await read(sources);
      tally.scheduledDone("catch-up");
    },
    async runNightly() {
      if (await runNightly({ jobs, sources, clockSkew, onFailure })) tally.scheduledDone("nightly");
    },
  };
  void work.publishDueDigests().catch(onFailure);
  void work.catchUp().catch(onFailure);
  void correctTimes().catch(onFailure);
  const reading: Readonly<Record<SourceInterval, ScheduledWork>> = {
    "ten minutes": { everyMs: 10 * MINUTE_MS, run: work.catchUp },
    night: { everyMs: 24 * HOUR_MS, offsetMs: NIGHT_MS, run: work.runNightly },
  };
  const stopSchedule = startSchedule(
    [
      { everyMs: MINUTE_MS, run: correctTimes },
      { everyMs: HOUR_MS, run: work.publishDueDigests },
      ...Object.values(reading),
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
    tally.scheduledDone("digests");
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
