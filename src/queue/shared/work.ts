import { setTimeout as sleep } from "node:timers/promises";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { isLogged } from "../repeated.ts";
import { HUNG_AFTER_MS } from "../work-loop.ts";
import { workClaimed } from "./claimed-job.ts";
import { createFeeder, type Feeder } from "./feeder.ts";
import { OTHERS_LATER, PARTITIONS, type PartitionSource, toJobs } from "./partition-queue.ts";

/** Work that several servers share. */
interface SharedWork {
  /** Looks for work now. */
  wake(): void;
  /** The reason why the work has stopped; `undefined` while it runs. */
  findStandstill(): string | undefined;
  /** Resolves when nothing is due, and no server works. */
  idle(): Promise<void>;
  /** Takes no new work. */
  stop(): Promise<void>;
}

/** The partitions that a server works side by side. */
const CONCURRENCY = 4;
/** A partition with more work than this, in milliseconds, goes to the end of the queue. */
const LONGEST_TURN_MS = 5_000;
const POLL_SECONDS = 1;
const OPTIONS = {
  includeMetadata: true,
  pollingIntervalSeconds: POLL_SECONDS,
  notifyPollingIntervalSeconds: POLL_SECONDS,
} as const;
const PAUSE_AFTER_FAILURE_MS = 1_000;
const IDLE_LOOK_MS = 50;

interface SharedWorkOptions {
  readonly boss: PgBoss;
  /** In the order in which the work of a partition is done. */
  readonly sources: readonly PartitionSource[];
  readonly log: Logger;
}

/**
 * Works the due items of all sources. pg-boss gives each partition to one server at a time. One that shows no sign of
 * life loses it: it begins no more transactions for it, and sends no more requests to GitHub.
 */
export async function startSharedWork({ boss, sources, log }: SharedWorkOptions): Promise<SharedWork> {
  const turns = createTurns({ boss, sources, log });
  const feeder = createFeeder({ boss, sources, log });
  for (let worker = 0; worker < CONCURRENCY; worker++) {
    const id = await boss.work(PARTITIONS, OPTIONS, async ([job]) => {
      if (job !== undefined) await turns.work(job);
      // More may wait: look at once, and not only at the next poll.
      boss.notifyWorker(id);
    });
  }
  return {
    wake: () => feeder.wake(),
    findStandstill: () => (turns.isAnyHung() ? "the workers have stalled" : feeder.findStandstill()),
    idle: () => untilIdle(boss, feeder),
    stop() {
      turns.stop();
      return feeder.stop();
    },
  };
}

/** Works partitions, each for a while. */
function createTurns({ boss, sources, log }: SharedWorkOptions) {
  /** When the items under way were begun, by partition. */
  const begun = new Map<number, number>();
  const logFailure = createFailureLog(log);
  let isStopped = false;
  return {
    isAnyHung: () => begun.values().some((since) => performance.now() - since > HUNG_AFTER_MS),
    stop() {
      isStopped = true;
    },
    async work(job: JobWithMetadata<unknown>): Promise<void> {
      const partition = Number(job.singletonKey);
      try {
        if (!isStopped) await workClaimed({ boss, queue: PARTITIONS, job }, () => workTurn(job, partition));
      } catch (error) {
        // Another server has taken the work over, and does it again.
        if (job.signal.aborted) return;
        logFailure(partition, error);
        // The item is still due, and must not start again at once.
        await sleep(PAUSE_AFTER_FAILURE_MS);
      } finally {
        begun.delete(partition);
      }
    },
  };

  async function workTurn({ signal }: JobWithMetadata<unknown>, partition: number): Promise<void> {
    const end = performance.now() + LONGEST_TURN_MS;
    do {
      begun.set(partition, performance.now());
      if (!(await workNext(sources, partition))) return;
      logFailure.forget(partition);
    } while (!isStopped && !signal.aborted && performance.now() < end);
    if (!isStopped) await boss.insert(PARTITIONS, toJobs([partition], OTHERS_LATER));
  }
}

async function workNext(sources: readonly PartitionSource[], partition: number): Promise<boolean> {
  for (const source of sources) if (await source.workNext(partition)) return true;
  return false;
}

/** Logs the failures of a partition in a row, ever more rarely. */
function createFailureLog(log: Logger) {
  const failing = new Map<number, number>();
  const logFailure = (partition: number, error: unknown) => {
    const times = (failing.get(partition) ?? 0) + 1;
    failing.set(partition, times);
    if (isLogged(times)) log.error({ err: error, partition, times }, "Work could not be finished");
  };
  return Object.assign(logFailure, { forget: (partition: number) => void failing.delete(partition) });
}

async function untilIdle(boss: PgBoss, feeder: Feeder): Promise<void> {
  const isAnyThere = `select 1 from pgboss.job where name = '${PARTITIONS}' and state <= 'active' limit 1`;
  for (;;) {
    const { rows } = await boss.getDb().executeSql(isAnyThere);
    if (rows.length === 0 && (await feeder.feedFirst()) === 0) return;
    await sleep(IDLE_LOOK_MS);
  }
}
