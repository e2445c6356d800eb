import { setImmediate as turn } from "node:timers/promises";
import { QueryTooLarge, QueryUnavailable } from "../../github/graphql.ts";
import { fetchPastPulls, type PastPull, type PastPulls } from "../../github/past-pulls.ts";
import { fetchPastPullsByRest } from "../../github/past-pulls-rest.ts";
import type { Backfill } from "../../storage/backfill.ts";
import { agentsAt } from "../../sync/source.ts";
import { afterAnswer, afterRefusal, wasOnePage } from "./page-size.ts";
import type { Phase, PhaseOptions, Turn } from "./phase.ts";
import { recordPastPull } from "./record-pull.ts";

/** How often a single pull request may be refused before REST is asked instead. */
const MOST_REFUSALS = 3;
/** Marks a cursor of REST; what follows is the number of the page. */
const REST = "rest:";

/** Reads the merged pull requests, those that were updated last first. */
export const readPulls: Phase = (options) => readPage(options, options.backfill.since);

/** Reads those that were updated since the backfill began: they moved to pages that were read before, if several were. */
export const readMovedPulls: Phase = async (options) => {
  if (wasOnePage(options.backfill)) return { isOver: true };
  const { done: _, total: __, ...read } = await readPage(options, options.backfill.startedAt);
  return read;
};

async function readPage(options: PhaseOptions, updatedSince: Date): Promise<Turn> {
  const { cursor, paging, attempts } = options.backfill;
  if (cursor?.startsWith(REST)) return readPageByRest(options, updatedSince);
  try {
    const page = await fetchPastPulls(options.octokit, options.repository, {
      ...{ after: cursor, size: paging.size },
      agentsAt: (mergedAt) => agentsAt(options.settings, mergedAt),
    });
    return { ...(await keep(options, { page, updatedSince })), paging: afterAnswer(paging) };
  } catch (error) {
    if (error instanceof QueryTooLarge && paging.size > 1)
      return { isOver: false, paging: afterRefusal(paging) };
    const isHopeless = error instanceof QueryTooLarge && attempts + 1 >= MOST_REFUSALS;
    if (isHopeless || error instanceof QueryUnavailable) return { isOver: false, cursor: `${REST}1` };
    throw error;
  }
}

async function readPageByRest(options: PhaseOptions, updatedSince: Date): Promise<Turn> {
  const number = Number(options.backfill.cursor?.slice(REST.length));
  const page = await fetchPastPullsByRest(options.octokit, options.repository, { number, updatedSince });
  return keep(options, { page: { ...page, next: page.next && `${REST}${page.next}` }, updatedSince });
}

async function keep(
  options: PhaseOptions,
  { page, updatedSince }: { readonly page: PastPulls; readonly updatedSince: Date },
): Promise<Turn> {
  const { backfill } = options;
  const recent = page.pulls.filter(({ facts }) => facts.updatedAt >= updatedSince);
  const merged = recent.filter(({ facts: { mergedAt } }) => mergedAt && mergedAt >= backfill.since);
  for (const pull of merged) {
    await recordPastPull(options, pull);
    await turn();
  }
  const done = backfill.done + merged.length;
  const isOver = recent.length < page.pulls.length || page.next === undefined;
  const total = isOver ? done : estimate(backfill, { done, oldest: recent.at(-1) });
  return { isOver, cursor: page.next, done, total, budget: page.budget };
}

/** About how many there are, if there were as many before as were read since. */
function estimate(
  { since, startedAt }: Backfill,
  { done, oldest }: { readonly done: number; readonly oldest: PastPull | undefined },
): number | undefined {
  const readBack = startedAt.getTime() - (oldest?.facts.updatedAt.getTime() ?? startedAt.getTime());
  const all = startedAt.getTime() - since.getTime();
  return readBack <= 0 ? undefined : Math.max(done, Math.round((done * all) / readBack));
}
