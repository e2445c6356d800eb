import type { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { isLogged } from "../repeated.ts";
import { DELIVERIES_FIRST, PARTITIONS, type PartitionSource, toJobs } from "./partition-queue.ts";

/** Puts partitions with due work into the queue. */
export interface Feeder {
  /** Looks for due partitions now. */
  wake(): void;
  /** Puts the first due partitions of each source into the queue. Resolves to their number. */
  feedFirst(): Promise<number>;
  /** The reason why no work is found; `undefined` while all is well. */
  findStandstill(): string | undefined;
  /** Looks no more. Resolves when a look under way is over. */
  stop(): Promise<void>;
}

interface FeederOptions {
  readonly boss: PgBoss;
  readonly sources: readonly PartitionSource[];
  readonly log: Logger;
}

/** The most partitions of a source that one look puts into the queue. The next look takes those after them. */
const MOST = 64;
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;
const LOOK_EVERY_MS = 1_000;
const STALLED_AFTER_MS = 30_000;
/** After this many failures in a row, no work can be found. */
const MOST_FAILURES = 3;

/**
 * Looks for due partitions every second. Work becomes due by time, too, and a server may have stopped before it told the
 * queue of work that it stored.
 */
export function createFeeder(options: FeederOptions): Feeder {
  const cursors = new Map<PartitionSource, number>();
  let failures = 0;
  let lookedAt = performance.now();
  let looking: Promise<void> | undefined;
  let isWoken = false;
  let isStopped = false;
  const timer = setInterval(wake, LOOK_EVERY_MS);
  timer.unref();
  return {
    wake,
    feedFirst: () => feed(options, new Map()),
    findStandstill() {
      if (failures >= MOST_FAILURES) return "the work cannot be read from the store";
      return performance.now() - lookedAt > STALLED_AFTER_MS ? "the workers have stalled" : undefined;
    },
    async stop() {
      clearInterval(timer);
      isStopped = true;
      await looking;
    },
  };

  function wake(): void {
    isWoken = true;
    looking ??= look();
  }

  async function look(): Promise<void> {
    while (isWoken && !isStopped) {
      isWoken = false;
      try {
        await feed(options, cursors);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (isLogged(failures))
          options.log.error({ err: error, times: failures }, "Work could not be read from the store");
      }
      lookedAt = performance.now();
    }
    looking = undefined;
  }
}

/** Puts the next due partitions of each source into the queue, and remembers the last ones. Resolves to their number. */
async function feed(
  { boss, sources }: FeederOptions,
  cursors: Map<PartitionSource, number>,
): Promise<number> {
  let count = 0;
  // A job keeps its priority, also when its partition gets a delivery. So only few jobs of others wait.
  let room = MOST - (await countWaiting(boss));
  for (const source of sources) {
    const most = source.priority === DELIVERIES_FIRST ? MOST : room;
    if (most <= 0) continue;
    const due = await source.listDue({ after: cursors.get(source) ?? BEFORE_ALL, most });
    cursors.set(source, due.length < most ? BEFORE_ALL : (due.at(-1) ?? BEFORE_ALL));
    if (due.length > 0) await boss.insert(PARTITIONS, toJobs(due, source.priority));
    count += due.length;
    room -= due.length;
  }
  return count;
}

/** Counts the waiting jobs, up to `MOST`. */
async function countWaiting(boss: PgBoss): Promise<number> {
  const waiting = `select 1 from pgboss.job where name = '${PARTITIONS}' and state < 'active' limit ${MOST}`;
  return (await boss.getDb().executeSql(waiting)).rows.length;
}
