import { statementsOf } from "../domain/shipping/statements.ts";
import { claimsOfPull } from "./facts.ts";
import { askGraphql, budgetOf, type MayLack, QueryTooLarge, QueryUnavailable } from "./graphql.ts";
import { toAccount } from "./graphql-account.ts";
import {
  aliasOf,
  namedPullsQuery,
  type QueriedNamedPull,
  type QueriedNumber,
  type QueriedNumbers,
} from "./named-pulls-query.ts";
import { fetchNamedPullByRest, fetchNamedPullsByRest, type NamedPulls } from "./named-pulls-rest.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { assignedInTimeline } from "./opening.ts";
import { type PastPull, reviewsOf, signsOf } from "./past-pulls.ts";
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
  const { told, budget } = await askInParts(octokit, repository, numbers);
  const unanswered = await fetchNamedPullsByRest(
    octokit,
    repository,
    numbers.filter((number) => !told.has(number)),
  );
  const lacking = numbers.filter((number) => told.get(number) === null);
  const unknown = await fetchWhileKnown(octokit, repository, lacking);
  const pulls = [...told.values()].flatMap((each) => toClosedPull(each, repository) ?? []);
  return {
    pulls: [...pulls, ...unanswered.pulls, ...unknown.pulls],
    budget: scarcest(budget, unanswered.budget, unknown.budget),
  };
}

interface Told {
  /** Without the numbers that GitHub could not answer for. */
  readonly told: ReadonlyMap<number, QueriedNumber>;
  readonly budget: RequestBudget | undefined;
}

async function askInParts(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  numbers: readonly number[],
): Promise<Told> {
  try {
    return await ask(octokit, repository, numbers);
  } catch (error) {
    if (!(error instanceof QueryTooLarge)) throw error;
    if (numbers.length <= FEW) return { told: new Map(), budget: undefined };
    const middle = Math.ceil(numbers.length / 2);
    const first = await askInParts(octokit, repository, numbers.slice(0, middle));
    const second = await askInParts(octokit, repository, numbers.slice(middle));
    return { told: new Map([...first.told, ...second.told]), budget: second.budget ?? first.budget };
  }
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
  return { told: new Map(told), budget: budgetOf(answer) };
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
function toClosedPull(told: QueriedNumber, repository: RepositoryAddress): PastPull | undefined {
  if (told?.__typename !== "PullRequest" || told.state === "MERGED") return undefined;
  const closed = told.timelineItems.nodes.filter(({ __typename: type }) => type === "ClosedEvent");
  const closings = closed.map(({ createdAt }) => new Date(createdAt));
  if (closings.length === 0) return undefined;
  return {
    facts: {
      ...factsOf(told, repository),
      ...{ closings, mergeSha: undefined, mergedAt: undefined, mergedBy: undefined, enabledBy: undefined },
    },
    enablers: [],
    reviews: reviewsOf(told),
    commitIds: [],
    content: async () => undefined,
  };
}

function factsOf(pull: QueriedNamedPull, repository: RepositoryAddress) {
  return {
    number: pull.number,
    state: pull.state === "OPEN" ? ("open" as const) : ("closed" as const),
    updatedAt: new Date(pull.updatedAt),
    baseSha: pull.baseRefOid,
    headSha: pull.headRefOid,
    author: toAccount(pull.author),
    assignedAtOpening: assignedInTimeline(pull.timelineItems.nodes, pull.createdAt),
    ...claimsOfPull([statementsOf(`${pull.title}\n\n${pull.body}`)], repository),
    ...signsOf(pull),
  };
}
