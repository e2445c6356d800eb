import type { DigestOptions } from "../digests/digest-options.ts";
import { sealFinalWeeks } from "../digests/seal-weeks.ts";
import { DAY_MS } from "../domain/durations.ts";
import { type SourceOptions, sourcesReadEvery } from "../ingest/sources/sources.ts";
import { clearDeliveries } from "../operations/clear-deliveries.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";

/** The options of the nightly work. */
interface NightlyOptions {
  readonly jobs: DigestOptions;
  readonly sources: SourceOptions;
  /** The seconds by which the clock was ahead of GitHub's at its last answer; `undefined` when unknown. */
  readonly clockSkew: () => number | undefined;
  readonly onFailure: (error: unknown) => Promise<void>;
}

/** The time for which a bug without new occurrences is kept: as long as a done delivery. */
const BUGS_FOR = 14 * DAY_MS;
/** The longest wait of a notification: that of a suspended installation, or without an address. Later it is no news. */
const NOTIFICATIONS_FOR = 7 * DAY_MS;
/** In seconds. Data that is deleted was stored for days at least. */
const TOO_WRONG = 3_600;

/**
 * Does the work that time alone makes due: reads data that GitHub provides late, and deletes data that is kept for a
 * limited time.
 *
 * A failure of one step does not stop the others. Steps that cannot be undone wait while the clock is wrong. Returns
 * whether everything was done. Throws when the database is lost: the rest is for a repeat.
 */
export async function runNightly({ jobs, sources, clockSkew, onFailure }: NightlyOptions): Promise<boolean> {
  const { stores, clock, log } = jobs;
  let isDone = true;
  const doAll = async (steps: readonly (() => Promise<unknown>)[]) => {
    for (const step of steps) {
      await step().catch((error: unknown) => {
        throwIfLost(error);
        isDone = false;
        return onFailure(error);
      });
    }
  };
  await doAll([
    ...readingSteps(sources, false),
    // Time alone can change the content of a check run.
    () => stores.checkRuns.markMergedStale(clock()),
  ]);
  const skew = clockSkew() ?? 0;
  if (Math.abs(skew) > TOO_WRONG) {
    log.error({ skew }, "Nothing is deleted while the clock is wrong");
    return false;
  }
  await doAll([
    () => sealFinalWeeks(jobs),
    () => clearDeliveries(stores.deliveries, clock()),
    () => stores.bugs.forget(new Date(clock().getTime() - BUGS_FOR)),
    ...[stores.removals, stores.waits, stores.recentWrites].map((each) => () => each.forget(clock())),
    () =>
      stores.notifications.giveUpOld(new Date(clock().getTime() - NOTIFICATIONS_FOR), {
        at: clock(),
        problem: "not sent for a week",
      }),
    ...readingSteps(sources, true),
  ]);
  return isDone;
}

/** The reading of each source of the night: of those that may delete something, or of the others. */
function readingSteps(sources: SourceOptions, deletes: boolean): readonly (() => Promise<void>)[] {
  const all = sourcesReadEvery("night").filter(({ mayDelete = false }) => mayDelete === deletes);
  return all.map((source) => () => source.read(sources));
}
