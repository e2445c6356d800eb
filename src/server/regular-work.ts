import type { DigestOptions } from "../digests/digest-options.ts";
import { publishDueDigests } from "../digests/weekly.ts";
import { HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import { type SourceInterval, type SourceOptions, sourcesReadEvery } from "../ingest/sources/sources.ts";
import type { Tally } from "../operations/tally.ts";
import { recordBug } from "../queue/bugs.ts";
import { runNightly } from "./nightly.ts";
import { type ScheduledWork, startSchedule } from "./schedule.ts";
import { readDueSpend, type SpendReadingOptions } from "./spend-reading.ts";

/** The options of the regular work. */
export interface RegularWorkOptions {
  readonly jobs: DigestOptions;
  readonly sources: SourceOptions;
  /** The environment variables of the readers of spend. */
  readonly spend: SpendReadingOptions["variables"];
  /** The seconds by which the clock was ahead of GitHub's at its last answer; `undefined` when unknown. */
  readonly clockSkew: () => number | undefined;
  readonly tally: Tally;
}

/** Work at regular times, which can also be requested. */
export interface RegularWork {
  /** Publishes the due digests. Runs every hour. */
  publishDueDigests(): Promise<void>;
  /** Reads the sources with an interval of ten minutes: asks GitHub to redeliver missed deliveries. */
  catchUp(): Promise<void>;
  /** Does the work that time alone makes due. Runs every night. */
  runNightly(): Promise<void>;
  /** Reads the spend that was not read since 06:00 UTC. Runs every hour. */
  readSpend(): Promise<void>;
  /** Starts no more work. Work under way may find the store closed, and is done at the next start. */
  stop(): void;
}

/** The regular work without its times. */
export interface RegularTasks extends Omit<RegularWork, "stop"> {
  /** Makes times due that a wrong clock put into the future. Runs every minute. */
  correctTimes(): Promise<void>;
}

/** 03:20 UTC: a quiet time of day, the same for all repositories. */
const NIGHT_MS = 3 * HOUR_MS + 20 * MINUTE_MS;

/** Starts the regular work. All but the nightly work also runs at once, for times at which the server was down. */
export function startRegularWork(options: RegularWorkOptions): RegularWork {
  let isStopped = false;
  let published = Promise.resolve();
  const onFailure = async (error: unknown) => {
    if (!isStopped) await rememberFailure(options.jobs, error);
  };
  const { correctTimes, ...tasks } = createRegularTasks(options, onFailure);
  const work = {
    ...tasks,
    // One after another, since two at once would open two issues.
    publishDueDigests() {
      published = published.catch(() => {}).then(tasks.publishDueDigests);
      return published;
    },
  };
  void work.publishDueDigests().catch(onFailure);
  void work.catchUp().catch(onFailure);
  void work.readSpend().catch(onFailure);
  void correctTimes().catch(onFailure);
  // The machine's clock. The demo and the tests use another one, and call the regular work themselves.
  const schedule = scheduleOf({ ...work, correctTimes });
  const stopSchedule = startSchedule(schedule, { clock: () => new Date(), onFailure });
  return {
    ...work,
    stop() {
      isStopped = true;
      stopSchedule();
    },
  };
}

/** The regular work. `onFailure` is called for the failure of a step of the nightly work. */
export function createRegularTasks(
  { jobs, sources, spend, clockSkew, tally }: RegularWorkOptions,
  onFailure: (error: unknown) => Promise<void>,
): RegularTasks {
  const { stores, log, clock } = jobs;
  return {
    async publishDueDigests() {
      await publishDueDigests(jobs);
      tally.scheduledDone("digests");
    },
    async catchUp() {
      for (const { read } of sourcesReadEvery("ten minutes")) await read(sources);
      tally.scheduledDone("catch-up");
    },
    async runNightly() {
      if (await runNightly({ jobs, sources, clockSkew, onFailure })) tally.scheduledDone("nightly");
    },
    readSpend: () => readDueSpend({ stores, log, clock, variables: spend }),
    correctTimes: () => correctTimes(jobs),
  };
}

function scheduleOf(work: RegularTasks): ScheduledWork[] {
  const reading: Readonly<Record<SourceInterval, ScheduledWork>> = {
    "ten minutes": { everyMs: 10 * MINUTE_MS, run: work.catchUp },
    night: { everyMs: 24 * HOUR_MS, offsetMs: NIGHT_MS, run: work.runNightly },
  };
  return [
    { everyMs: MINUTE_MS, run: work.correctTimes },
    { everyMs: HOUR_MS, run: work.publishDueDigests },
    { everyMs: HOUR_MS, run: work.readSpend },
    ...Object.values(reading),
  ];
}

async function correctTimes({ stores, log, clock }: DigestOptions): Promise<void> {
  const rows = await stores.operations.correctTimes(clock());
  if (rows > 0) log.warn({ rows }, "Rows with times of a wrong clock are due now");
}

/** Logs a failure of scheduled work, and records it. */
export async function rememberFailure({ stores, log, clock }: DigestOptions, error: unknown): Promise<void> {
  log.error({ err: error }, "Scheduled work failed");
  // The store may be the part that failed, or be closed by now.
  await recordBug(stores, { work: "scheduled work", error, at: clock() }).catch(() => {});
}
