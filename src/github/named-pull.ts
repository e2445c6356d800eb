import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import type { PastPull } from "./past-pulls.ts";
import { fetchReviews, toPastPull } from "./past-pulls-rest.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";

/** A pull request that a push names, and what is left to ask by the last answer. */
export interface NamedPull {
  /** `undefined` for an issue, and for what was merged or never closed: a push landed none of them. */
  readonly pull: PastPull | undefined;
  readonly budget: RequestBudget | undefined;
}

/** Reads what was closed without a merge, with all times of that: what is opened again is not closed any more. */
export async function fetchNamedPull(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<NamedPull> {
  const address = { owner, repo: name };
  const found = await octokit.rest.pulls
    .get({ ...address, pull_number: number })
    .catch(undefinedWhenUnknown(NO_EVENT));
  const budget = found && toBudget(found.headers);
  if (found === undefined || found.data.merged_at !== null) return { pull: undefined, budget };
  const events = await octokit.paginate(octokit.rest.issues.listEvents, {
    ...{ ...address, issue_number: number, per_page: 100 },
  });
  const closings = events.flatMap(({ event, created_at: at }) => (event === "closed" ? [new Date(at)] : []));
  if (closings.length === 0) return { pull: undefined, budget };
  const reviews = await fetchReviews(octokit, { owner, name }, number);
  const pull = toPastPull(found.data, { repository: { owner, name }, reviews });
  return { pull: { ...pull, facts: { ...pull.facts, closings } }, budget };
}
