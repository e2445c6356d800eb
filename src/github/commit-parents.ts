import { partsOf } from "../domain/parts.ts";
import {
  ANY_NODE,
  askGraphql,
  askInHalves,
  BUDGET,
  type BudgetAnswer,
  budgetOf,
  isUnavailable,
} from "./graphql.ts";
import { type GitHubClient, undefinedWhen } from "./octokit.ts";
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
  const found: FoundParents[] = [];
  for (const part of partsOf(ids, COMMITS_A_QUERY)) {
    const answers = await askInHalves(part, IDS_A_LIST, (some) =>
      ask(octokit, some).catch(undefinedWhen(isUnavailable)),
    );
    found.push(...answers.filter((answer) => answer !== undefined));
  }
  const parentsOf = new Map(found.flatMap((each) => [...each.parentsOf]));
  return { parentsOf, budget: found.findLast(({ budget }) => budget !== undefined)?.budget };
}

async function ask(octokit: GitHubClient, ids: readonly string[]): Promise<FoundParents> {
  const lists = partsOf(ids, IDS_A_LIST);
  const named = Object.fromEntries(lists.map((list, index) => [`ids${index}`, list]));
  const variables = { ...named, mayLack: ANY_NODE };
  const answer = await askGraphql<Answer>(octokit, parentsQuery(lists.length), variables);
  const found = lists.flatMap((_, index) => answer[`list${index}`] ?? []);
  const parents = found.flatMap((commit) =>
    commit?.oid && commit.parents ? [[commit.oid, commit.parents.nodes.map(toParent)] as const] : [],
  );
  return { parentsOf: new Map(parents), budget: budgetOf(answer) };
}

function toParent({ oid: sha, tree }: QueriedParent): Parent {
  return { sha, tree: tree.oid };
}
