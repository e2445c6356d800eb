/** Work that is done at regular times. */
export interface ScheduledWork {
  /** The time between two runs. */
  readonly everyMs: number;
  /** How long after a multiple of that since 1970 it is done; 0 when absent. */
  readonly offsetMs?: number;
  run(): Promise<void>;
}

/** What a schedule needs. */
interface ScheduleOptions {
  readonly clock: () => Date;
  readonly onFailure: (error: unknown) => void;
}

const LOOK_EVERY_MS = 10_000;

/**
 * Runs each task once per interval, such as an hour, and never twice at once; returns how to stop.
 *
 * It looks at the clock again and again, by a timer that does not depend on it, and never waits for a time: when the clock
 * was wrong for a while, the next look finds another interval, and runs the task.
 */
export function startSchedule(
  works: readonly ScheduledWork[],
  { clock, onFailure }: ScheduleOptions,
): () => void {
  const began = clock();
  const entries = works.map((work) => ({ work, done: stretchOf(work, began), isRunning: false }));
  const timer = setInterval(() => {
    for (const entry of entries) void look(entry);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);

  async function look(entry: (typeof entries)[number]): Promise<void> {
    const stretch = stretchOf(entry.work, clock());
    if (entry.isRunning || stretch === entry.done) return;
    Object.assign(entry, { done: stretch, isRunning: true });
    await entry.work.run().catch(onFailure);
    entry.isRunning = false;
  }
}

function stretchOf({ everyMs, offsetMs = 0 }: ScheduledWork, now: Date): number {
  return Math.floor((now.getTime() - offsetMs) / everyMs);
}
