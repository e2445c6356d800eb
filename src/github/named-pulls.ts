import { askGraphql, askInHalves, budgetOf, type MayLack, QueryUnavailable } from "./graphql.ts";
import { aliasOf, namedPullsQuery, type QueriedNumber, type QueriedNumbers } from "./named-pulls-query.ts";
import { fetchNamedPullByRest, fetchNamedPullsByRest, type NamedPulls } from "./named-pulls-rest.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type PastPull, reviewsOf, toFacts, WITHOUT_CONTENT } from "./past-pulls.ts";
import { type RequestBudget, scarcest } from "./request-budget.ts";

/** What is too much at once is asked for in halves, down to so few; these are read by REST. */
const FEW = 10;
/** A message can name any number. After so many that REST does not know either, the others are not there. */
const MOST_UNKNOWN = 3;

/** A number that nothing has is `NOT_FOUND` (cli/cli#157), like what GraphQL alone does not tell. */
const MAY_LACK: MayLack = ([field, alias, ...below], type) =>
  type === "NOT_FOUND" && field === "repository" && alias !== undefined && below.length === 0;

/**
 * Reads what some numbers are in one query, and by REST what GraphQL does not tell.
 *
 * Throws `QueryUnavailable` where GraphQL does not answer at all.
 */
export async function fetchNamedPulls(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  numbers: readonly number[],
): Promise<NamedPulls> {
  const answers = await askInHalves(numbers, FEW, (some) => ask(octokit, repository, some));
  const told = new Map(answers.flatMap((answer) => [...answer.told]));
  const budget = answers.findLast((answer) => answer.budget !== undefined)?.budget;
  const untold = numbers.filter((number) => !told.has(number));
  const unanswered = await fetchNamedPullsByRest(octokit, repository, untold);
  const lacking = numbers.filter((number) => told.get(number) === null);
  const unknown = await fetchWhileKnown(octokit, repository, lacking);
  const pulls = [...told.values()].flatMap((each) => toClosedPull(each, repository) ?? []);
  return {
    pulls: [...pulls, ...unanswered.pulls, ...unknown.pulls],
    budget: scarcest(budget, unanswered.budget, unknown.budget),
  };
}

interface Told {
  readonly told: readonly (readonly [number, QueriedNumber])[];
  readonly budget: RequestBudget | undefined;
}

async function ask(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  numbers: readonly number[],
): Promise<Told> {
  const variables = { owner, name, mayLack: MAY_LACK };
  const answer = await askGraphql<QueriedNumbers>(octokit, namedPullsQuery(numbers), variables);
  const { repository } = answer;
  if (repository === null) throw new QueryUnavailable(`${owner}/${name} is not told of`);
  const told = numbers.map((number) => [number, repository[aliasOf(number)] ?? null] as const);
  return { told, budget: budgetOf(answer) };
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

/** `undefined` for an issue, and for what was merged or never closed. */
function toClosedPull(told: QueriedNumber, repository: RepositoryAddress): PastPull | undefined {
  if (told?.__typename !== "PullRequest" || told.state === "MERGED") return undefined;
  const closed = told.timelineItems.nodes.filter(({ __typename: type }) => type === "ClosedEvent");
  const closings = closed.map(({ createdAt }) => new Date(createdAt));
  if (closings.length === 0) return undefined;
  const state = told.state === "OPEN" ? "open" : "closed";
  return {
    ...WITHOUT_CONTENT,
    facts: { ...toFacts(told, repository), state, closings },
    reviews: reviewsOf(told),
  };
}
