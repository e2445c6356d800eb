import { type BranchMove, fetchBranchMoves } from "../../github/activity.ts";
import { readComparison } from "../compare.ts";
import { recordPush } from "../pushes.ts";
import { eachInTurn } from "./each-in-turn.ts";
import type { KnownHistory } from "./known-history.ts";
import type { Phase, PhaseOptions } from "./phase.ts";

/** Reads the moves of the default branch, the newest first. A move that no pull request explains was pushed by hand. */
export const readPushes: Phase = async (options) => {
  const { octokit, repository, backfill } = options;
  const { knownRange, since, cursor } = backfill;
  if (knownRange === undefined) return { isOver: true };
  const page = await fetchBranchMoves(octokit, repository, { branch: knownRange.branch, after: cursor });
  const recent = page.moves.filter(({ at }) => at >= since);
  const known = await options.history();
  await eachInTurn(recent, (move) => recordMove(options, { move, known }));
  const isOver = recent.length < page.moves.length || page.next === undefined;
  return { isOver, cursor: page.next, budget: page.budget };
};

async function recordMove(
  options: PhaseOptions,
  { move, known }: { readonly move: BranchMove; readonly known: KnownHistory },
): Promise<void> {
  const { octokit, stores, repository, settings, backfill, now } = options;
  const { before, after, at, isForced, by } = move;
  const commits = known.commitsOf({ base: before, head: after }) ?? (await readMove(options, move));
  const push = { before, after, at, isForced, pusher: by, commits };
  const heard = { heardAt: backfill.startedAt, now };
  await recordPush(octokit, stores, { push, repository, settings, ...heard });
}

async function readMove(
  { octokit, stores, repository, settings, backfill, now }: PhaseOptions,
  { before: base, after: head, at }: BranchMove,
): Promise<string[]> {
  const rules = settings.current;
  const comparison = await readComparison(octokit, repository, {
    base,
    head,
    rules,
    refusals: backfill.attempts,
    isAgain: false,
    when: { at, heardAt: backfill.startedAt, now },
  });
  await stores.commits.save(repository.id, comparison?.commits ?? []);
  return comparison?.commits.map(({ sha }) => sha) ?? [];
}
