import { fetchNamedPull } from "../../github/named-pull.ts";
import type { RequestBudget } from "../../github/request-budget.ts";
import type { Phase } from "./phase.ts";
import { recordPastPull } from "./record-pull.ts";

const PER_TURN = 10;

/** Reads the pull requests that pushes name and that are not known to be merged or closed; most numbers are those of issues. */
export const readNamedPulls: Phase = async (options) => {
  const { octokit, stores, repository, backfill } = options;
  const page = { after: Number(backfill.cursor ?? 0), limit: PER_TURN };
  const numbers = await stores.backfills.listNamed(repository.id, page);
  let left: RequestBudget | undefined;
  for (const number of numbers) {
    const { pull, budget } = await fetchNamedPull(octokit, repository, number);
    const parents = async () => new Map();
    if (pull !== undefined) await recordPastPull({ ...options, parents }, pull);
    left = budget ?? left;
  }
  return { isOver: numbers.length < PER_TURN, cursor: `${numbers.at(-1) ?? page.after}`, budget: left };
};
