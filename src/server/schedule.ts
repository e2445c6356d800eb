/** Work that is done at regular times. */
export interface ScheduledWork {
  /** The time between two runs. */
  readonly everyMs: number;
  /** The delay after a multiple of that time since 1970; 0 when absent. */
  readonly offsetMs?: number;
  run(): Promise<void>;
}

/** The options of a schedule. */
interface ScheduleOptions {
  readonly clock: () => Date;
  readonly onFailure: (error: unknown) => void;
}

const LOOK_EVERY_MS = 10_000;

/**
 * Runs each task once per interval, such as an hour, and never twice at once. Returns a function that stops it.
 *
 * A timer that does not depend on the clock checks it again and again. The schedule never waits for a time: when the
 * clock was wrong for a while, the next check finds another interval, and runs the task.
 */
export function startSchedule(
  works: readonly ScheduledWork[],
  { clock, onFailure }: ScheduleOptions,
): () => void {
  const began = clock();
  const entries = works.map((work) => ({ work, done: intervalOf(work, began), isRunning: false }));
  const timer = setInterval(() => {
    for (const entry of entries) void look(entry);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);

  async function look(entry: (typeof entries)[number]): Promise<void> {
    const interval = intervalOf(entry.work, clock());
    if (entry.isRunning || interval === entry.done) return;
    Object.assign(entry, { done: interval, isRunning: true });
    await entry.work.run().catch(onFailure);
    entry.isRunning = false;
  }
}

function intervalOf({ everyMs, offsetMs = 0 }: ScheduledWork, now: Date): number {
  return Math.floor((now.getTime() - offsetMs) / everyMs);
}
