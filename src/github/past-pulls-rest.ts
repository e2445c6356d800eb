import { attributeAccount } from "../domain/attribution/attribution.ts";
import { toRestAccount } from "./accounts.ts";
import { fromPullRequest, type ReviewFacts } from "./facts.ts";
import { fetchEvents, type IssueEvent } from "./issue-events.ts";
import { hasToolLabel, labellingsInEvents } from "./labellings.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhenUntoldOrGone } from "./octokit.ts";
import { assignedInEvents } from "./opening.ts";
import { type PastPull, type PastPulls, WITHOUT_CONTENT } from "./past-pulls.ts";
import { PAYLOADS } from "./payloads.ts";
import { toBudget } from "./request-budget.ts";
import { isApproving } from "./review-states.ts";

/** Each pull request costs some requests, and a page must not last long. */
const PER_PAGE = 10;

/** Which page, from 1 on, and since when a pull request must have been updated to be asked for. */
interface RestPullsRequest {
  readonly number: number;
  readonly updatedSince: Date;
}

/**
 * Reads a page of merged pull requests without GraphQL, those that were updated last first.
 *
 * Their commits and files are left to be read, and who had them merged is not told.
 */
export async function fetchPastPullsByRest(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { number, updatedSince }: RestPullsRequest,
): Promise<PastPulls> {
  const address = { owner: repository.owner, repo: repository.name };
  const order = { state: "closed", sort: "updated", direction: "desc" } as const;
  const listed = await octokit.rest.pulls.list({ ...address, ...order, per_page: PER_PAGE, page: number });
  const pulls: PastPull[] = [];
  for (const pull of listed.data) {
    const isWanted = pull.merged_at !== null && new Date(pull.updated_at) >= updatedSince;
    if (isWanted) pulls.push(await fetchPastPull(octokit, repository, pull));
  }
  const last = listed.data.at(-1);
  const isLast = listed.data.length < PER_PAGE || (last && new Date(last.updated_at) < updatedSince);
  return { pulls, next: isLast ? undefined : String(number + 1), budget: toBudget(listed.headers) };
}

type ListedPull = Awaited<ReturnType<GitHubClient["rest"]["pulls"]["list"]>>["data"][number];

/** Reads a pull request; of one that GitHub cannot tell, or knows no more, what the list says: all but who merged it. */
async function fetchPastPull(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  listed: ListedPull,
): Promise<PastPull> {
  const of = { owner: repository.owner, repo: repository.name, pull_number: listed.number };
  const told = await octokit.rest.pulls.get(of).catch(undefinedWhenUntoldOrGone);
  const data = told?.data ?? { ...listed, merged: listed.merged_at !== null, merged_by: null };
  const reviews = await fetchReviews(octokit, repository, listed.number);
  const isAsked = isByAgent(listed) || hasToolLabel(listed.labels);
  const events = isAsked ? await fetchEvents(octokit, repository, listed.number) : [];
  return toPastPull(data, { repository, reviews, events });
}

/** Only of these it matters who asked for them; of others, who set the label of a tool. */
function isByAgent({ user }: ListedPull): boolean {
  const account = toRestAccount(user);
  return account?.type === "Bot" && attributeAccount(account).attribution !== "automation";
}

/** Reads what people said of a pull request; nothing where GitHub cannot tell, or knows it no more. */
export async function fetchReviews(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<ReviewFacts[]> {
  const of = { owner, repo: name, pull_number: number, per_page: 100 };
  const asked = octokit.paginate(octokit.rest.pulls.listReviews, of);
  const reviews = (await asked.catch(undefinedWhenUntoldOrGone)) ?? [];
  return reviews.flatMap(({ state, submitted_at: at, user }): ReviewFacts[] => {
    const reviewer = toRestAccount(user);
    const isApproval = isApproving(state);
    if (reviewer === undefined || at == null || isApproval === undefined) return [];
    return [{ number, reviewer, isApproval, at: new Date(at) }];
  });
}

/** A pull request as REST tells it; its commits and files are left to be read. */
export function toPastPull(
  told: unknown,
  {
    repository: { owner, name },
    reviews,
    events,
  }: {
    readonly repository: RepositoryAddress;
    readonly reviews: readonly ReviewFacts[];
    readonly events: readonly IssueEvent[];
  },
): PastPull {
  const pull = PAYLOADS.pull_request.shape.pull_request.parse(told);
  const repository = { name, owner: { login: owner } };
  const facts = {
    ...fromPullRequest({ action: "closed", repository, pull_request: pull }),
    assignedAtOpening: assignedInEvents(events, pull.created_at ?? ""),
    labellings: labellingsInEvents(events),
  };
  return { ...WITHOUT_CONTENT, facts, reviews };
}
