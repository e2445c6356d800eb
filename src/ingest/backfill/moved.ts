import { wasOnePage } from "./page-size.ts";
import type { Phase } from "./phase.ts";
import { readPage } from "./pulls.ts";

/**
 * Reads the pull requests that were updated since the backfill began.
 *
 * With several pages, they moved to pages that were read before.
 */
export const readMovedPulls: Phase = async (options) => {
  if (wasOnePage(options.backfill)) return { isOver: true };
  const {
    done: _,
    total: __,
    mergedOnlyBefore: ___,
    ...read
  } = await readPage(options, options.backfill.startedAt);
  return read;
};
