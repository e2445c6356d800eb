import { attributeAccount } from "../domain/attribution/attribution.ts";
import { toRestAccount } from "./accounts.ts";
import { fromPullRequest, type ReviewFacts } from "./facts.ts";
import { fetchEvents, type IssueEvent } from "./issue-events.ts";
import { hasToolLabel, labellingsInEvents } from "./labellings.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhenUnansweredOrGone } from "./octokit.ts";
import { assignedInEvents } from "./opening.ts";
import { type PastPull, type PastPulls, WITHOUT_CONTENT } from "./past-pulls.ts";
import { PAYLOADS } from "./payloads.ts";
import { toBudget } from "./request-budget.ts";
import { isApproving } from "./review-states.ts";

/** Each pull request costs some requests, and a page must not last long. */
const PER_PAGE = 10;

/** The page, from 1 on, and the earliest update of a pull request to read. */
interface RestPullsRequest {
  readonly number: number;
  readonly updatedSince: Date;
}

/**
 * Fetches a page of closed pull requests, merged or not, without GraphQL, latest update first.
 *
 * Their commits and files are read later. REST does not name the account that enabled the merge.
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
    if (new Date(pull.updated_at) >= updatedSince) pulls.push(await fetchPastPull(octokit, repository, pull));
  }
  const last = listed.data.at(-1);
  const isLast = listed.data.length < PER_PAGE || (last && new Date(last.updated_at) < updatedSince);
  return { pulls, next: isLast ? undefined : String(number + 1), budget: toBudget(listed.headers) };
}

type ListedPull = Awaited<ReturnType<GitHubClient["rest"]["pulls"]["list"]>>["data"][number];

/** Fetches a pull request; where GitHub cannot return it, takes the entry of the list, which lacks the merger. */
async function fetchPastPull(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  listed: ListedPull,
): Promise<PastPull> {
  const of = { owner: repository.owner, repo: repository.name, pull_number: listed.number };
  const found = await octokit.rest.pulls.get(of).catch(undefinedWhenUnansweredOrGone);
  const data = found?.data ?? { ...listed, merged: listed.merged_at !== null, merged_by: null };
  const reviews = await fetchReviews(octokit, repository, listed.number);
  const isAsked = isByAgent(listed) || hasToolLabel(listed.labels);
  const events = isAsked ? await fetchEvents(octokit, repository, listed.number) : [];
  return toPastPull(data, { repository, reviews, events });
}

/** The asker matters only for these; of others, the account that set a tool's label. */
function isByAgent({ user }: ListedPull): boolean {
  const account = toRestAccount(user);
  return account?.type === "Bot" && attributeAccount(account).attribution !== "automation";
}

/** Fetches the reviews of a pull request; none where GitHub cannot return them, or knows it no more. */
export async function fetchReviews(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<ReviewFacts[]> {
  const of = { owner, repo: name, pull_number: number, per_page: 100 };
  const asked = octokit.paginate(octokit.rest.pulls.listReviews, of);
  const reviews = (await asked.catch(undefinedWhenUnansweredOrGone)) ?? [];
  return reviews.flatMap(({ state, submitted_at: at, user }): ReviewFacts[] => {
    const reviewer = toRestAccount(user);
    const isApproval = isApproving(state);
    if (reviewer === undefined || at == null || isApproval === undefined) return [];
    return [{ number, reviewer, isApproval, at: new Date(at) }];
  });
}

/** Reads a pull request of REST; its commits and files are read later. */
export function toPastPull(
  answer: unknown,
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
  const pull = PAYLOADS.pull_request.shape.pull_request.parse(answer);
  const repository = { name, owner: { login: owner } };
  const facts = {
    ...fromPullRequest({ action: "closed", repository, pull_request: pull }),
    assignedAtOpening: assignedInEvents(events, pull.created_at ?? ""),
    labellings: labellingsInEvents(events),
  };
  return { ...WITHOUT_CONTENT, facts, reviews };
}
