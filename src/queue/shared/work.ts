import { setTimeout as sleep } from "node:timers/promises";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { withClaim } from "../../storage/sql/claim.ts";
import { createFeeder, type Feeder } from "./feeder.ts";
import { PARTITIONS, type PartitionSource, toJobs } from "./partition-queue.ts";

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
const LONGEST_TURN_MS = 20_000;
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
 * life loses it, and can change nothing in the store any more.
 */
export async function startSharedWork({ boss, sources, log }: SharedWorkOptions): Promise<SharedWork> {
  let isStopped = false;
  const workers: string[] = [];
  const feeder = createFeeder({ boss, sources, log });
  for (let at = 0; at < CONCURRENCY; at++) {
    const id = await boss.work(PARTITIONS, OPTIONS, async ([job]) => {
      if (job === undefined || isStopped) return;
      await work(job);
      // More may wait: look at once, and not only at the next poll.
      for (const worker of workers) boss.notifyWorker(worker);
    });
    workers.push(id);
  }
  return {
    wake: () => feeder.wake(),
    findStandstill: () => feeder.findStandstill(),
    idle: () => untilIdle(boss, feeder),
    stop() {
      isStopped = true;
      return feeder.stop();
    },
  };

  async function work(job: JobWithMetadata<unknown>): Promise<void> {
    const partition = Number(job.singletonKey);
    const end = performance.now() + LONGEST_TURN_MS;
    try {
      while (await withClaim(job.signal, () => workNext(partition))) {
        if (isStopped || job.signal.aborted) return;
        if (performance.now() > end) return void (await boss.insert(PARTITIONS, toJobs([partition], 0)));
      }
    } catch (error) {
      log.error({ err: error, partition }, "Work could not be finished");
      // The item is still due, and must not start again at once.
      await sleep(PAUSE_AFTER_FAILURE_MS);
    }
  }

  async function workNext(partition: number): Promise<boolean> {
    for (const source of sources) if (await source.workNext(partition)) return true;
    return false;
  }
}

async function untilIdle(boss: PgBoss, feeder: Feeder): Promise<void> {
  const isAnyThere = `select 1 from pgboss.job where name = '${PARTITIONS}' and state <= 'active' limit 1`;
  for (;;) {
    const { rows } = await boss.getDb().executeSql(isAnyThere);
    if (rows.length === 0 && (await feeder.feedFirst()) === 0) return;
    await sleep(IDLE_LOOK_MS);
  }
}
