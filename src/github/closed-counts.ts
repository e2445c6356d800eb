import { askGraphql, BUDGET, type BudgetAnswer, isUnanswered } from "./graphql.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhen } from "./octokit.ts";

/** The longest search that GitHub takes. */
const MOST_CHARACTERS = 256;
/** The most searches in one query; each lists one pull request, so they cost one point together. */
const SEARCHES_AT_ONCE = 20;

interface CountsAnswer extends BudgetAnswer {
  readonly [alias: `s${number}`]: { readonly issueCount: number };
}

/**
 * Fetches the approximate number of closed pull requests, merged or not, that were updated since a time; `undefined` where GitHub does
 * not answer. It takes one query, of one point, for a whole owner, and for about a hundred repositories.
 */
export async function fetchClosedCount(
  octokit: GitHubClient,
  of: { readonly owner: string; readonly repositories: readonly RepositoryAddress[] | "all" },
  since: Date,
): Promise<number | undefined> {
  const rest = `is:pr is:closed updated:>=${since.toISOString().slice(0, 10)}`;
  const { owner, repositories } = of;
  const searches =
    repositories === "all"
      ? [`user:${owner} archived:false ${rest}`]
      : searchesOf(
          repositories.map(({ name }) => `repo:${owner}/${name}`),
          rest,
        );
  let count = 0;
  for (let first = 0; first < searches.length; first += SEARCHES_AT_ONCE) {
    const some = searches.slice(first, first + SEARCHES_AT_ONCE);
    const found = await countAll(octokit, some).catch(undefinedWhen(isUnanswered));
    if (found === undefined) return undefined;
    count += found;
  }
  return count;
}

/** Puts as many places as fit into each search. */
function searchesOf(places: readonly string[], rest: string): string[] {
  const searches: string[] = [];
  let search = rest;
  for (const place of places) {
    if (search !== rest && search.length + place.length + 1 > MOST_CHARACTERS) {
      searches.push(search);
      search = rest;
    }
    search = `${place} ${search}`;
  }
  return [...searches, search];
}

async function countAll(octokit: GitHubClient, searches: readonly string[]): Promise<number> {
  const parameters = searches.map((_, index) => `$q${index}: String!`).join(", ");
  const aliases = searches.map(
    (_, index) => `s${index}: search(query: $q${index}, type: ISSUE, first: 1) { issueCount }`,
  );
  const query = `query ClosedCounts(${parameters}) {\n  ${[BUDGET, ...aliases].join("\n  ")}\n}`;
  const variables = Object.fromEntries(searches.map((search, index) => [`q${index}`, search]));
  // `query` is a name that Octokit keeps for itself, so the variables have others.
  const answer = await askGraphql<CountsAnswer>(octokit, query, variables);
  return searches.reduce((sum, _, index) => sum + (answer[`s${index}`]?.issueCount ?? 0), 0);
}
