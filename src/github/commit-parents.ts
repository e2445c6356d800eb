import {
  ANY_NODE,
  askGraphql,
  BUDGET,
  type BudgetAnswer,
  budgetOf,
  QueryTooLarge,
  QueryUnavailable,
} from "./graphql.ts";
import type { GitHubClient } from "./octokit.ts";
import type { RequestBudget } from "./request-budget.ts";

/** A parent of a commit, and the id of its content. */
interface Parent {
  readonly sha: string;
  readonly tree: string;
}

/** The parents of commits, by their shas. */
export type ParentsOf = ReadonlyMap<string, readonly Parent[]>;

/** GitHub accepts this many ids in one list, and any number of lists (sourcecred/sourcecred#908). */
const IDS_A_LIST = 100;
/** This many commits list a fifth of the nodes that a query may. */
const COMMITS_A_QUERY = 1_000;

/**
 * Builds the query for the parents of commits in a number of lists of node ids.
 *
 * By GitHub's formula a hundred named commits cost one point. Below pull requests they cost a point for each pull
 * request, since each could have a hundred commits.
 */
function parentsQuery(lists: number): string {
  const indexes = Array.from({ length: lists }, (_, index) => index);
  return `query Parents(${indexes.map((index) => `$ids${index}: [ID!]!`).join(", ")}) {
  ${BUDGET}
  ${indexes.map((index) => `list${index}: nodes(ids: $ids${index}) { ...parents }`).join("\n  ")}
}
fragment parents on Commit {
  oid
  parents(first: 100) { nodes { oid tree { oid } } }
}`;
}

interface QueriedParent {
  readonly oid: string;
  readonly tree: { readonly oid: string };
}

interface QueriedParents {
  readonly oid?: string;
  readonly parents?: { readonly nodes: readonly QueriedParent[] };
}

type Answer = BudgetAnswer & Readonly<Record<`list${number}`, readonly (QueriedParents | null)[]>>;

/** The parents of commits, and the budget that is left after the last response. */
export interface FoundParents {
  readonly parentsOf: ParentsOf;
  readonly budget: RequestBudget | undefined;
}

/** Fetches the parents of commits by their node ids, and leaves out commits that GraphQL does not return. */
export async function fetchParents(octokit: GitHubClient, ids: readonly string[]): Promise<FoundParents> {
  let found: FoundParents = { parentsOf: new Map(), budget: undefined };
  for (const part of partsOf(ids, COMMITS_A_QUERY)) {
    const { parentsOf, budget } = await askInParts(octokit, part);
    found = { parentsOf: new Map([...found.parentsOf, ...parentsOf]), budget: budget ?? found.budget };
  }
  return found;
}

/** Asks for halves when the whole is too large. */
async function askInParts(octokit: GitHubClient, ids: readonly string[]): Promise<FoundParents> {
  try {
    return await ask(octokit, ids);
  } catch (error) {
    if (error instanceof QueryTooLarge && ids.length > IDS_A_LIST) {
      const [first, second] = [ids.slice(0, ids.length / 2), ids.slice(ids.length / 2)];
      const [one, other] = [await askInParts(octokit, first), await askInParts(octokit, second)];
      return {
        parentsOf: new Map([...one.parentsOf, ...other.parentsOf]),
        budget: other.budget ?? one.budget,
      };
    }
    if (error instanceof QueryTooLarge || error instanceof QueryUnavailable)
      return { parentsOf: new Map(), budget: undefined };
    throw error;
  }
}

async function ask(octokit: GitHubClient, ids: readonly string[]): Promise<FoundParents> {
  const lists = partsOf(ids, IDS_A_LIST);
  const variables = Object.fromEntries(lists.map((list, index) => [`ids${index}`, list]));
  const answer = await askGraphql<Answer>(octokit, parentsQuery(lists.length), {
    ...variables,
    mayLack: ANY_NODE,
  });
  const commits = lists.flatMap((_, index) => answer[`list${index}`] ?? []);
  return {
    parentsOf: new Map(
      commits.flatMap((commit) =>
        commit?.oid && commit.parents ? [[commit.oid, commit.parents.nodes.map(toParent)] as const] : [],
      ),
    ),
    budget: budgetOf(answer),
  };
}

function toParent({ oid: sha, tree }: QueriedParent): Parent {
  return { sha, tree: tree.oid };
}

function partsOf<Item>(items: readonly Item[], size: number): readonly Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
