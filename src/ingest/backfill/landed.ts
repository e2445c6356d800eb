import { QueryUnavailable } from "../../github/graphql.ts";
import { fetchNamedPulls } from "../../github/named-pulls.ts";
import { NAMED_AT_ONCE } from "../../github/named-pulls-query.ts";
import { fetchNamedPullsByRest, type NamedPulls } from "../../github/named-pulls-rest.ts";
import { eachInTurn } from "./each-in-turn.ts";
import type { Phase, PhaseOptions } from "./phase.ts";
import { recordPastPull } from "./record-pull.ts";

const BY_REST_AT_ONCE = 10;
/** Marks a cursor of REST. The number after which reading continues follows it. */
const REST = "rest:";

/**
 * Reads the pull requests that pushes name, if they are not known to be merged or closed.
 *
 * Most numbers are issues, and any push can name any number. So only pull requests that were closed within a day of
 * such a push are recorded, and their content is read.
 */
export const readNamedPulls: Phase = async (options) => {
  const { octokit, stores, repository, backfill } = options;
  const isByRest = backfill.cursor?.startsWith(REST) === true;
  const prefix = isByRest ? REST : "";
  const after = Number(backfill.cursor?.slice(prefix.length) ?? 0);
  const limit = isByRest ? BY_REST_AT_ONCE : NAMED_AT_ONCE;
  const numbers = await stores.namedPulls.list(repository.id, { after, limit });
  if (numbers.length === 0) return { isOver: true };
  const fetch = isByRest ? fetchNamedPullsByRest : fetchNamedPulls;
  const found = await fetch(octokit, repository, numbers).catch(asUnavailable);
  if (found instanceof QueryUnavailable) return { isOver: false, cursor: `${REST}${after}`, refusal: found };
  await keep(options, found);
  const isOver = numbers.length < limit;
  return { isOver, cursor: `${prefix}${numbers.at(-1)}`, budget: found.budget };
};

function asUnavailable(error: unknown): QueryUnavailable {
  if (error instanceof QueryUnavailable) return error;
  throw error;
}

async function keep(options: PhaseOptions, { pulls }: NamedPulls): Promise<void> {
  const { stores, repository } = options;
  const parents = async () => new Map();
  await eachInTurn(pulls, async (pull) => {
    const { number, closings: times } = pull.facts;
    if (!(await stores.namedPulls.isNamedNear(repository.id, { number, times }))) return;
    await recordPastPull({ ...options, parents, isLanding: true }, pull);
  });
}
