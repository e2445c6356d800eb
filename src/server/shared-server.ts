import type { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import type { Probot } from "probot";
import { MINUTE_MS } from "../domain/durations.ts";
import { startBoss } from "../queue/shared/boss.ts";
import {
  createPartitionQueue,
  DELIVERIES_FIRST,
  enqueuePartitions,
  toPartitionSource,
} from "../queue/shared/partition-queue.ts";
import { type RecurringWork, startRecurring } from "../queue/shared/recurring.ts";
import { startSharedWork } from "../queue/shared/work.ts";
import type { Enqueue } from "../storage/deliveries.ts";
import { lostDatabaseError, serverError } from "../storage/postgres/errors.ts";
import { isOnServer, nameOfStore } from "../storage/store-address.ts";
import {
  createRegularTasks,
  type RegularTasks,
  type RegularWork,
  type RegularWorkOptions,
  rememberFailure,
} from "./regular-work.ts";
import { createSources, type WorkersOptions } from "./sources.ts";
import { GRACE_MS, type Workers } from "./workers.ts";

/** The queue that the servers of one PostgreSQL share. */
interface SharedQueue {
  /** Tells the queue of stored deliveries. */
  readonly enqueue: Enqueue;
  /** Starts this server's part of the background work. */
  startWorkers(probot: Probot, options: WorkersOptions): Promise<Workers>;
  /** Starts this server's part of the regular work. */
  startRegularWork(options: RegularWorkOptions): Promise<RegularWork>;
  /** Ends the connection to the queue. Running work has ten seconds to end. */
  stop(): Promise<void>;
}

/** Connects a server to the queue; `undefined` for a server that has its store in a file, for itself. */
export async function openSharedQueue(url: string, log: Logger): Promise<SharedQueue | undefined> {
  if (!isOnServer(url)) return undefined;
  const boss = await begin(url, log);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= boss.stop({ graceful: true, timeout: GRACE_MS }));
  return {
    enqueue: (transaction, partitions) => enqueuePartitions(boss, transaction, partitions),
    startWorkers: (probot, options) => startSharedWorkers(boss, probot, { ...options, stop }),
    startRegularWork: (options) => startSharedRegularWork(boss, options),
    stop,
  };
}

/** Throws a `StoreError` for a database that cannot be used so, or the system's error. */
async function begin(url: string, log: Logger): Promise<PgBoss> {
  let boss: PgBoss | undefined;
  try {
    boss = await startBoss(url, log);
    await createPartitionQueue(boss);
    return boss;
  } catch (error) {
    await boss?.stop({ graceful: false }).catch(() => {});
    throw serverError(nameOfStore(url), error);
  }
}

async function startSharedWorkers(
  boss: PgBoss,
  probot: Probot,
  { stop, ...options }: WorkersOptions & { readonly stop: () => Promise<void> },
): Promise<Workers> {
  const { deliveries, checkRuns, again, backfills, reattribution, sending } = createSources(probot, options);
  const sources = [
    toPartitionSource(deliveries, DELIVERIES_FIRST),
    toPartitionSource(checkRuns),
    toPartitionSource(again),
    toPartitionSource(backfills),
    toPartitionSource(reattribution),
    ...(sending ? [toPartitionSource(sending)] : []),
  ];
  const work = await startSharedWork({ boss, sources, log: options.log });
  return {
    wake: work.wake,
    // The queue knows of them already.
    wakeDeliveries: () => {},
    findStandstill: work.findStandstill,
    idle: work.idle,
    async stop() {
      await work.stop();
      await stop();
    },
  };
}

/** The times of the regular work, as cron in UTC. */
const TIMES = {
  digests: "0 * * * *",
  "catch-up": "*/10 * * * *",
  nightly: "20 3 * * *",
  spend: "0 * * * *",
  "wrong-times": "* * * * *",
} as const;

/** All but the nightly work also runs when a server starts, for times at which none ran. */
const AT_ONCE = ["digests", "catch-up", "spend", "wrong-times"] as const;

async function startSharedRegularWork(boss: PgBoss, options: RegularWorkOptions): Promise<RegularWork> {
  let isStopped = false;
  const onFailure = async (error: unknown) => {
    if (!isStopped) await rememberFailure(options.jobs, error);
  };
  const tasks = createRegularTasks(options, onFailure);
  const correctTimes = async () => {
    if (await hasRightClock(boss, options.jobs.clock())) await tasks.correctTimes();
  };
  const works = worksOf({ ...tasks, correctTimes });
  const recurring = await startRecurring({ boss, works, onFailure });
  for (const name of AT_ONCE) await boss.send(name, {});
  return {
    publishDueDigests: () => recurring.request("digests"),
    catchUp: () => recurring.request("catch-up"),
    runNightly: () => recurring.request("nightly"),
    readSpend: () => recurring.request("spend"),
    stop() {
      isStopped = true;
    },
  };
}

/** A server whose clock is wrong would take the right times of others for wrong ones. */
async function hasRightClock(boss: PgBoss, now: Date): Promise<boolean> {
  const { rows } = await boss
    .getDb()
    .executeSql("select extract(epoch from clock_timestamp()) * 1000 as now")
    .catch((error: unknown) => {
      throw lostDatabaseError(error);
    });
  return Math.abs(Number(rows[0]?.now) - now.getTime()) < MINUTE_MS / 2;
}

function worksOf(tasks: RegularTasks): readonly RecurringWork[] {
  const runs: Readonly<Record<keyof typeof TIMES, () => Promise<void>>> = {
    digests: tasks.publishDueDigests,
    "catch-up": tasks.catchUp,
    nightly: tasks.runNightly,
    spend: tasks.readSpend,
    "wrong-times": tasks.correctTimes,
  };
  return Object.entries(TIMES).map(([name, cron]) => ({ name, cron, run: runs[name as keyof typeof TIMES] }));
}
