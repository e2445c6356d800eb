import type { DigestOptions } from "../digests/digest-options.ts";
import { sealFinalWeeks } from "../digests/seal-weeks.ts";
import { DAY_MS } from "../domain/durations.ts";
import { type SourceOptions, sourcesReadEvery } from "../ingest/sources/sources.ts";
import { clearDeliveries } from "../operations/clear-deliveries.ts";

/** What the nightly work needs. */
interface NightlyOptions {
  readonly jobs: DigestOptions;
  readonly sources: SourceOptions;
  /** By how many seconds the clock was ahead of GitHub's at its last answer; `undefined` when that is not known. */
  readonly clockSkew: () => number | undefined;
  readonly onFailure: (error: unknown) => Promise<void>;
}

/** For how long a mistake is kept that was not met again: as long as a delivery that was done. */
const MISTAKES_FOR = 14 * DAY_MS;
/** In seconds. What is forgotten was there for days at least. */
const TOO_WRONG = 3_600;

/**
 * Does what time alone makes due: reads late what GitHub did not tell, and forgets what is kept for some time only.
 *
 * A failure of one step keeps no other from being done. What cannot be undone waits while the clock is wrong. Returns whether
 * all was done.
 */
export async function runNightly({ jobs, sources, clockSkew, onFailure }: NightlyOptions): Promise<boolean> {
  const { stores, clock, log } = jobs;
  let isDone = true;
  const doAll = async (steps: readonly (() => Promise<unknown>)[]) => {
    for (const step of steps) {
      await step().catch((error: unknown) => {
        isDone = false;
        return onFailure(error);
      });
    }
  };
  const reading = (deletes: boolean) =>
    sourcesReadEvery("night")
      .filter(({ mayDelete = false }) => mayDelete === deletes)
      .map(
        ({ read }) =>
          () =>
            read(sources),
      );
  await doAll([
    ...reading(false),
    // Time alone can change what a check run shows.
    () => stores.checkRuns.markMergedStale(clock()),
  ]);
  const skew = clockSkew() ?? 0;
  if (Math.abs(skew) > TOO_WRONG) {
    log.error({ skew }, "Nothing is forgotten while the clock is wrong");
    return false;
  }
  await doAll([
    () => sealFinalWeeks(jobs),
    () => clearDeliveries(stores.deliveries, clock()),
    () => stores.mistakes.forget(new Date(clock().getTime() - MISTAKES_FOR)),
    () => stores.removals.forget(clock()),
    ...reading(true),
  ]);
  return isDone;
}
