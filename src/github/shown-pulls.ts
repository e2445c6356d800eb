import { askGraphql, isUnanswered, type MayLack } from "./graphql.ts";
import {
  type GitHubClient,
  type RepositoryAddress,
  undefinedWhen,
  undefinedWhenUnanswered,
} from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";

/** What a digest shows of a pull request, as it is now. */
export interface ShownPull {
  readonly title: string;
  /** The address of its page. */
  readonly url: string;
}

type ShownPulls = ReadonlyMap<number, ShownPull>;

/** A number that is no pull request, or that GitHub cannot return. */
const MAY_LACK: MayLack = ([field, alias]) => field === "repository" && alias !== undefined;

/** REST needs a request for each number, so it is asked only for the first ones. */
const MOST_BY_REST = 20;

/**
 * Fetches the titles of some pull requests, by number, without those that GitHub does not return.
 *
 * It sends one query for all, which costs one point, since it selects no lists; none for no numbers. Where GraphQL does
 * not answer, REST is asked.
 */
export async function fetchShownPulls(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  numbers: readonly number[],
): Promise<ShownPulls> {
  if (numbers.length === 0) return new Map();
  const found = await ask(octokit, repository, numbers).catch(undefinedWhen(isUnanswered));
  return found ?? askByRest(octokit, repository, numbers.slice(0, MOST_BY_REST));
}

async function ask(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  numbers: readonly number[],
): Promise<ShownPulls> {
  const variables = { owner, name, mayLack: MAY_LACK };
  const { repository } = await askGraphql<QueriedPulls>(octokit, queryOf(numbers), variables);
  const found = numbers.map((number) => [number, repository?.[aliasOf(number)] ?? undefined] as const);
  return new Map(found.flatMap(([number, pull]) => (pull === undefined ? [] : [[number, pull] as const])));
}

async function askByRest(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  numbers: readonly number[],
): Promise<ShownPulls> {
  const pulls = new Map<number, ShownPull>();
  for (const number of numbers) {
    const asked = octokit.rest.pulls.get({ owner, repo: name, pull_number: number });
    const found = await asked.catch(undefinedWhenUnknown(NO_EVENT)).catch(undefinedWhenUnanswered);
    if (found !== undefined) pulls.set(number, { title: found.data.title, url: found.data.html_url });
  }
  return pulls;
}

interface QueriedPulls {
  readonly repository: Readonly<Record<string, ShownPull | null>> | null;
}

function queryOf(numbers: readonly number[]): string {
  const pulls = [...new Set(numbers)].map((number) => {
    return `${aliasOf(number)}: pullRequest(number: ${number}) { title url }`;
  });
  return `query ShownPulls($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ${pulls.join("\n    ")}
  }
}`;
}

function aliasOf(number: number): string {
  return `n${number}`;
}
