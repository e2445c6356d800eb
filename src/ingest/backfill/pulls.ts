import type { Paging } from "../../domain/records/backfill.ts";
import { type FoundParents, fetchParents } from "../../github/commit-parents.ts";
import { QueryTooLarge, QueryUnavailable } from "../../github/graphql.ts";
import { undefinedWhen } from "../../github/octokit.ts";
import {
  fetchPastPulls,
  type PastPull,
  type PastPulls,
  type PastPullsRequest,
} from "../../github/past-pulls.ts";
import { fetchPastPullsByRest } from "../../github/past-pulls-rest.ts";
import { scarcest } from "../../github/request-budget.ts";
import type { Backfill } from "../../storage/backfill.ts";
import { attributionAt } from "../source.ts";
import { eachInTurn } from "./each-in-turn.ts";
import { afterAnswer, afterRefusal } from "./page-size.ts";
import type { Phase, PhaseOptions, Turn } from "./phase.ts";
import { recordPastPull } from "./record-pull.ts";

/** The most pull requests that a turn reads, and the most pages. */
const [PULLS_A_TURN, PAGES_A_TURN] = [100, 5];
/** The most refusals of a single pull request before REST is used instead. */
const MOST_REFUSALS = 3;
/** Marks a cursor of REST. The number of the page follows it. */
const REST = "rest:";

/** Reads the closed pull requests, merged or not, the last updated ones first. */
export const readPulls: Phase = (options) => readPage(options, options.backfill.since);

/** Reads one page of the closed pull requests that were updated since an instant. */
export async function readPage(options: PhaseOptions, updatedSince: Date): Promise<Turn> {
  const { cursor, paging, attempts } = options.backfill;
  if (cursor?.startsWith(REST)) return readPageByRest(options, updatedSince);
  try {
    const { paging: next, ...page } = await fetchPages(options, updatedSince);
    return { ...(await keep(options, { page, updatedSince })), paging: next };
  } catch (error) {
    if (error instanceof QueryTooLarge && paging.size > 1)
      return { isOver: false, paging: afterRefusal(paging) };
    const isHopeless = error instanceof QueryTooLarge && attempts + 1 >= MOST_REFUSALS;
    if (isHopeless || error instanceof QueryUnavailable)
      return { isOver: false, cursor: `${REST}1`, refusal: error };
    throw error;
  }
}

/**
 * Reads several pages where GitHub accepts only small ones, since the parents of their commits are requested together.
 */
async function fetchPages(
  options: PhaseOptions,
  updatedSince: Date,
): Promise<PastPulls & { paging: Paging }> {
  const { cursor, paging: first } = options.backfill;
  let page = await fetchPage(options, { after: cursor, size: first.size });
  let paging = afterAnswer(first);
  const isWanted = ({ facts }: PastPull) => facts.updatedAt >= updatedSince;
  for (let pages = 1; pages < PAGES_A_TURN; pages++) {
    const { next: after, pulls } = page;
    if (after === undefined || pulls.length + paging.size > PULLS_A_TURN || !pulls.every(isWanted)) break;
    // The next turn meets the refusal again, and reduces its page.
    const more = await fetchPage(options, { after, size: paging.size }).catch(
      undefinedWhen((error) => error instanceof QueryTooLarge),
    );
    if (more === undefined) break;
    page = { ...more, pulls: [...pulls, ...more.pulls] };
    paging = afterAnswer(paging);
  }
  return { ...page, paging };
}

function fetchPage(
  { octokit, repository, settings }: PhaseOptions,
  page: Pick<PastPullsRequest, "after" | "size">,
): Promise<PastPulls> {
  return fetchPastPulls(octokit, repository, {
    ...page,
    attributionAt: (mergedAt) => attributionAt(settings, mergedAt),
  });
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
  const wanted = recent.filter(({ facts }) => isClosedSince(facts, backfill.since));
  let found: Promise<FoundParents> | undefined;
  const ids = wanted.flatMap(({ commitIds }) => commitIds);
  const parents = async () => {
    found ??= fetchParents(options.octokit, ids);
    return (await found).parentsOf;
  };
  await eachInTurn(wanted, (pull) => recordPastPull({ ...options, parents }, pull));
  const done = backfill.done + wanted.length;
  const isOver = recent.length < page.pulls.length || page.next === undefined;
  const total = isOver ? done : estimate(backfill, { done, oldest: recent.at(-1) });
  const budget = scarcest(page.budget, (await found)?.budget);
  return { isOver, cursor: page.next, done, total, budget, ...(isOver && mergedOnly(backfill)) };
}

/** What an earlier version read goes back no further than what this one did. */
function mergedOnly({ mergedOnlyBefore, since }: Backfill): Pick<Turn, "mergedOnlyBefore"> {
  return mergedOnlyBefore === undefined || mergedOnlyBefore <= since ? {} : { mergedOnlyBefore: since };
}

function isClosedSince({ mergedAt, closings }: PastPull["facts"], since: Date): boolean {
  return [mergedAt, ...closings].some((at) => at !== undefined && at >= since);
}

/** The estimated number of all, if earlier times had as many as the part that was read. */
function estimate(
  { since, startedAt }: Backfill,
  { done, oldest }: { readonly done: number; readonly oldest: PastPull | undefined },
): number | undefined {
  const readBack = startedAt.getTime() - (oldest?.facts.updatedAt.getTime() ?? startedAt.getTime());
  const all = startedAt.getTime() - since.getTime();
  return readBack <= 0 ? undefined : Math.max(done, Math.round((done * all) / readBack));
}
