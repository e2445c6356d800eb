import { setTimeout as sleep } from "node:timers/promises";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import { errorText } from "../../operations/error-text.ts";
import { lostDatabaseError } from "../../storage/postgres/errors.ts";
import { isDatabaseLost, isWorkLost } from "../../storage/sql/lost-database.ts";
import { SIGN_OF_LIFE_SECONDS } from "./boss.ts";
import { workClaimed } from "./claimed-job.ts";

/** Work at regular times, of which one server does each run. */
export interface RecurringWork {
  readonly name: string;
  /** The times, as five fields of cron in UTC. */
  readonly cron: string;
  run(): Promise<void>;
}

/** The recurring work of all servers. */
interface Recurring {
  /**
   * Has a server do the work now. Resolves when a run that began later is over, with its repeats; rejects when it failed,
   * or when the database is lost for five minutes.
   */
  request(name: string): Promise<void>;
}

interface RecurringOptions {
  readonly boss: PgBoss;
  readonly works: readonly RecurringWork[];
  /** Called for a failure, and for a lost database only when the last repeat lost it too. */
  readonly onFailure: (error: unknown) => Promise<void>;
}

/** No run takes longer; one that does is abandoned. */
const LONGEST_SECONDS = 6 * 3_600;
const POLL_SECONDS = 1;
/** A new run is told at once. The time of a repeat is only found by looking. */
const LOOK_FOR_REPEATS_SECONDS = 5;
const LOOK_AGAIN_MS = 100;
/** How long a request waits for a lost database. */
const AWAY_MS = 5 * 60_000;

/** How long the end of a run can be asked for. */
const KEPT_SECONDS = 3_600;
const QUEUE = {
  notify: true,
  // A stop of its server ends a run, as a lost database does, and servers are replaced one after another. After one to two
  // seconds, two to four, and so on up to a minute: the repeats last five minutes at least.
  retryLimit: 10,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: SIGN_OF_LIFE_SECONDS,
  expireInSeconds: LONGEST_SECONDS,
  deleteAfterSeconds: KEPT_SECONDS,
} as const;

/** The end of a run; without an error, all went well. */
interface Outcome {
  readonly error?: string;
}

/**
 * Starts recurring work. pg-boss starts one run at each time over all servers, and one at once. The run of a server that
 * shows no sign of life is started again by another, and one that lost its database by any server.
 */
export async function startRecurring({ boss, works, onFailure }: RecurringOptions): Promise<Recurring> {
  for (const work of works) await begin(work);
  return { request: (name) => request(boss, name) };

  async function begin({ name, cron, run }: RecurringWork): Promise<void> {
    // One run waits at most, and one is under way.
    await boss.createQueue(name, { policy: "stately", ...QUEUE });
    await boss.updateQueue(name, QUEUE);
    await boss.schedule(name, cron, {}, { missed: "once" });
    const options = {
      includeMetadata: true,
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: LOOK_FOR_REPEATS_SECONDS,
    } as const;
    await boss.work(name, options, async ([job]) => job && attempt(name, job, run));
  }

  async function attempt(
    queue: string,
    job: JobWithMetadata<unknown>,
    run: () => Promise<void>,
  ): Promise<Outcome> {
    try {
      await workClaimed({ boss, queue, job }, run);
      return {};
    } catch (error) {
      if (isWorkLost(error) && job.retryCount < job.retryLimit) {
        // pg-boss starts the run again, at once if it can be told.
        await untilAnswers(boss, queue, job);
        throw error;
      }
      await onFailure(error);
      return { error: errorText(error) };
    }
  }
}

/** Waits for a sign of life to be taken, for as long as a claim lasts without one. */
async function untilAnswers(boss: PgBoss, queue: string, job: JobWithMetadata<unknown>): Promise<void> {
  const end = performance.now() + SIGN_OF_LIFE_SECONDS * 1_000;
  while (performance.now() < end && !job.signal.aborted) {
    try {
      await boss.touch(queue, job);
      return;
    } catch {
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function request(boss: PgBoss, name: string): Promise<void> {
  for (;;) {
    const id = await onceAnswered(() => boss.send(name, {}));
    if (id !== null && (await isDone(boss, name, id))) return;
    // One waits already, and may begin before this call.
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Waits for the end of a run. Resolves to whether it was done; if not, another run is to be asked for. */
async function isDone(boss: PgBoss, name: string, id: string): Promise<boolean> {
  for (;;) {
    const [job] = await onceAnswered(() => boss.findJobs(name, { id }));
    // It lost its database, and another run already waits for its repeat.
    if (job?.state === "failed" && job.retryCount < job.retryLimit) return false;
    if (job === undefined || job.state === "failed" || job.state === "cancelled")
      throw new Error(`the work "${name}" did not come to its end`);
    if (job.state === "completed") {
      const { error } = (job.output ?? {}) as Outcome;
      if (error === undefined) return true;
      throw new Error(error);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Asks the queue, and asks again while the database is lost. */
async function onceAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const end = performance.now() + AWAY_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() >= end || !isDatabaseLost(lostDatabaseError(error))) throw error;
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
