import { setTimeout as sleep } from "node:timers/promises";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import { errorText } from "../../operations/error-text.ts";
import { LostClaimError } from "../../storage/sql/claim.ts";
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
  /** Has a server do the work now. Resolves when a run that began later is over; rejects when it failed. */
  request(name: string): Promise<void>;
}

interface RecurringOptions {
  readonly boss: PgBoss;
  readonly works: readonly RecurringWork[];
  readonly onFailure: (error: unknown) => Promise<void>;
}

/** No run takes longer; one that does is abandoned. */
const LONGEST_SECONDS = 6 * 3_600;
const POLL_SECONDS = 1;
const LOOK_AGAIN_MS = 100;

/** How long the end of a run can be asked for. */
const KEPT_SECONDS = 3_600;
const QUEUE = {
  notify: true,
  // A stop of its server ends a run, too, and servers are replaced one after another.
  retryLimit: 10,
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
 * shows no sign of life is started again by another.
 */
export async function startRecurring({ boss, works, onFailure }: RecurringOptions): Promise<Recurring> {
  for (const work of works) await begin(work);
  return { request: (name) => request(boss, name) };

  async function begin({ name, cron, run }: RecurringWork): Promise<void> {
    // One run waits at most, and one is under way.
    await boss.createQueue(name, { policy: "stately", ...QUEUE });
    await boss.updateQueue(name, QUEUE);
    await boss.schedule(name, cron, {}, { missed: "once" });
    const options = { pollingIntervalSeconds: POLL_SECONDS, includeMetadata: true } as const;
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
      // pg-boss starts the run again.
      if (error instanceof LostClaimError) throw error;
      await onFailure(error);
      return { error: errorText(error) };
    }
  }
}

async function request(boss: PgBoss, name: string): Promise<void> {
  for (;;) {
    const id = await boss.send(name, {});
    if (id !== null) return untilOver(boss, name, id);
    // One waits already, and may begin before this call.
    await sleep(LOOK_AGAIN_MS);
  }
}

async function untilOver(boss: PgBoss, name: string, id: string): Promise<void> {
  for (;;) {
    const [job] = await boss.findJobs(name, { id });
    if (job === undefined || job.state === "failed" || job.state === "cancelled")
      throw new Error(`the work "${name}" did not come to its end`);
    if (job.state === "completed") {
      const { error } = (job.output ?? {}) as Outcome;
      if (error === undefined) return;
      throw new Error(error);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}
