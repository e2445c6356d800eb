import { wasOnePage } from "./page-size.ts";
import type { Phase } from "./phase.ts";
import { readPage } from "./pulls.ts";

/**
 * Reads the pull requests that were updated since the backfill began.
 *
 * They moved to pages that were read before, if there were several.
 */
export const readMovedPulls: Phase = async (options) => {
  if (wasOnePage(options.backfill)) return { isOver: true };
  const { done: _, total: __, ...read } = await readPage(options, options.backfill.startedAt);
  return read;
};
