import { fetchEvents } from "./issue-events.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import type { PastPull } from "./past-pulls.ts";
import { fetchReviews, toPastPull } from "./past-pulls-rest.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";

/** The pull requests that pushes name. */
export interface NamedPulls {
  /** Closed without a merge: a push can have landed no other. */
  readonly pulls: readonly PastPull[];
  readonly budget: RequestBudget | undefined;
}

/** The pull request behind a number that a push names, and the budget after the last response. */
interface NamedPull {
  /** Whether there is such a pull request. */
  readonly isKnown: boolean;
  /** `undefined` for an issue, and for a pull request that was merged or never closed: no push landed it. */
  readonly pull: PastPull | undefined;
  readonly budget: RequestBudget | undefined;
}

/** Fetches the pull requests that pushes name, one after another, with up to three requests each. */
export async function fetchNamedPullsByRest(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  numbers: readonly number[],
): Promise<NamedPulls> {
  const found: NamedPull[] = [];
  for (const number of numbers) found.push(await fetchNamedPullByRest(octokit, repository, number));
  const budget = found.findLast((each) => each.budget !== undefined)?.budget;
  return { pulls: found.flatMap(({ pull }) => pull ?? []), budget };
}

/** Fetches a pull request that was closed without a merge, with all times of that; a reopened one is not closed. */
export async function fetchNamedPullByRest(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<NamedPull> {
  const asked = octokit.rest.pulls.get({ owner, repo: name, pull_number: number });
  const found = await asked.catch(undefinedWhenUnknown(NO_EVENT));
  if (found === undefined) return { isKnown: false, pull: undefined, budget: undefined };
  const known = { isKnown: true, budget: toBudget(found.headers) };
  if (found.data.merged_at !== null) return { ...known, pull: undefined };
  const events = await fetchEvents(octokit, { owner, name }, number);
  const closings = events.flatMap(({ event, created_at: at }) => (event === "closed" ? [new Date(at)] : []));
  if (closings.length === 0) return { ...known, pull: undefined };
  const reviews = await fetchReviews(octokit, { owner, name }, number);
  const pull = toPastPull(found.data, { repository: { owner, name }, reviews, events });
  return { ...known, pull: { ...pull, facts: { ...pull.facts, closings } } };
}
