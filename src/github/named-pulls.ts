import { askGraphql, askInHalves, budgetOf, type MayLack, QueryUnavailable } from "./graphql.ts";
import { aliasOf, namedPullsQuery, type QueriedNumber, type QueriedNumbers } from "./named-pulls-query.ts";
import { fetchNamedPullByRest, fetchNamedPullsByRest, type NamedPulls } from "./named-pulls-rest.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type PastPull, reviewsOf, toFacts, WITHOUT_CONTENT } from "./past-pulls.ts";
import { type RequestBudget, scarcest } from "./request-budget.ts";

/** A query that is too large is halved, down to this many numbers; REST reads those. */
const FEW = 10;
/** A message can name any number. After this many that REST does not know either, the others do not exist. */
const MOST_UNKNOWN = 3;

/** A number that nothing has is `NOT_FOUND` (cli/cli#157), like one that only GraphQL does not return. */
const MAY_LACK: MayLack = ([field, alias, ...below], type) =>
  type === "NOT_FOUND" && field === "repository" && alias !== undefined && below.length === 0;

/**
 * Fetches the pull requests behind some numbers in one query, and by REST where GraphQL does not return them.
 *
 * Throws `QueryUnavailable` where GraphQL does not answer at all.
 */
export async function fetchNamedPulls(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  numbers: readonly number[],
): Promise<NamedPulls> {
  const answers = await askInHalves(numbers, FEW, (some) => ask(octokit, repository, some));
  const found = new Map(answers.flatMap((answer) => [...answer.found]));
  const budget = answers.findLast((answer) => answer.budget !== undefined)?.budget;
  const unfound = numbers.filter((number) => !found.has(number));
  const unanswered = await fetchNamedPullsByRest(octokit, repository, unfound);
  const lacking = numbers.filter((number) => found.get(number) === null);
  const unknown = await fetchWhileKnown(octokit, repository, lacking);
  const pulls = [...found.values()].flatMap((each) => toClosedPull(each, repository) ?? []);
  return {
    pulls: [...pulls, ...unanswered.pulls, ...unknown.pulls],
    budget: scarcest(budget, unanswered.budget, unknown.budget),
  };
}

interface FoundNumbers {
  readonly found: readonly (readonly [number, QueriedNumber])[];
  readonly budget: RequestBudget | undefined;
}

async function ask(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  numbers: readonly number[],
): Promise<FoundNumbers> {
  const variables = { owner, name, mayLack: MAY_LACK };
  const answer = await askGraphql<QueriedNumbers>(octokit, namedPullsQuery(numbers), variables);
  const { repository } = answer;
  if (repository === null) throw new QueryUnavailable(`GitHub does not return ${owner}/${name}`);
  const found = numbers.map((number) => [number, repository[aliasOf(number)] ?? null] as const);
  return { found, budget: budgetOf(answer) };
}

async function fetchWhileKnown(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  numbers: readonly number[],
): Promise<NamedPulls> {
  const pulls: PastPull[] = [];
  let [unknown, budget]: [number, RequestBudget | undefined] = [0, undefined];
  for (const number of numbers) {
    if (unknown >= MOST_UNKNOWN) break;
    const found = await fetchNamedPullByRest(octokit, repository, number);
    if (found.pull !== undefined) pulls.push(found.pull);
    unknown += found.isKnown ? 0 : 1;
    budget = found.budget ?? budget;
  }
  return { pulls, budget };
}

/** `undefined` for an issue, and for a pull request that was merged or never closed. */
function toClosedPull(found: QueriedNumber, repository: RepositoryAddress): PastPull | undefined {
  if (found?.__typename !== "PullRequest" || found.state === "MERGED") return undefined;
  const closed = found.timelineItems.nodes.filter(({ __typename: type }) => type === "ClosedEvent");
  const closings = closed.map(({ createdAt }) => new Date(createdAt));
  if (closings.length === 0) return undefined;
  const state = found.state === "OPEN" ? "open" : "closed";
  return {
    ...WITHOUT_CONTENT,
    facts: { ...toFacts(found, repository), state, closings },
    reviews: reviewsOf(found),
  };
}
