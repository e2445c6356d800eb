import type { PgBoss } from "pg-boss";
import type { Logger } from "pino";
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
/** A repeated failure is logged at the 1st, 2nd, 4th, 8th … time. */
const isLogged = (times: number) => Number.isInteger(Math.log2(times));

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
  for (const [index, source] of sources.entries()) {
    const due = await source.listDue({ after: cursors.get(source) ?? BEFORE_ALL, most: MOST });
    cursors.set(source, due.length < MOST ? BEFORE_ALL : (due.at(-1) ?? BEFORE_ALL));
    const priority = index === 0 ? DELIVERIES_FIRST : sources.length - index;
    if (due.length > 0) await boss.insert(PARTITIONS, toJobs(due, priority));
    count += due.length;
    // A job keeps its priority. So few wait that one whose partition gets a delivery is soon taken.
    if (due.length > 0 && (await isLong(boss))) break;
  }
  return count;
}

/** Whether as many jobs wait as one look puts into the queue. */
async function isLong(boss: PgBoss): Promise<boolean> {
  const waiting = `select 1 from pgboss.job where name = '${PARTITIONS}' and state < 'active' limit ${MOST}`;
  return (await boss.getDb().executeSql(waiting)).rows.length === MOST;
}
