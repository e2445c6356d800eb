import { toRestAccount } from "./accounts.ts";
import { type DeploymentFacts, fromRelease } from "./facts.ts";
import { ANY_NODE, askGraphql, BUDGET, type ToldBudget } from "./graphql.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type PastPage, PER_PAGE, undefinedWhenRefused } from "./past-deployments.ts";
import { toBudget } from "./request-budget.ts";
import { fetchTagCommit } from "./tags.ts";
import type { Happening } from "./when.ts";

/** Asks for the commits of the tags of releases by their node ids. */
export const TAG_COMMITS = `query TagCommits($ids: [ID!]!) {
  ${BUDGET}
  nodes(ids: $ids) {
    ... on Release {
      databaseId
      tagCommit { oid }
    }
  }
}`;

interface QueriedTags extends ToldBudget {
  readonly nodes: readonly ({
    readonly databaseId?: number | null;
    readonly tagCommit?: { readonly oid: string } | null;
  } | null)[];
}

/** Which page, from 1 on, and when the past was asked for. */
export interface PastPageRequest extends Omit<Happening, "at"> {
  readonly page: number;
}

/**
 * Reads a page of published releases with the commits of their tags, from 1 on, the newest first.
 *
 * REST lists them, since GraphQL does not name an author that is an app; a release without a tag is left out.
 */
export async function fetchPastReleases(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { page, ...heard }: PastPageRequest,
): Promise<PastPage<DeploymentFacts>> {
  const listed = await octokit.rest.repos.listReleases({ owner, repo: name, per_page: PER_PAGE, page });
  const known = await queryTags(
    octokit,
    listed.data.map(({ node_id: id }) => id),
  );
  const items: DeploymentFacts[] = [];
  for (const told of listed.data) {
    const { id, tag_name, draft, prerelease, published_at } = told;
    const author = toRestAccount(told.author);
    const facts = fromRelease({ release: { id, tag_name, draft, prerelease, published_at, author } });
    if (facts === undefined) continue;
    const when = { ...heard, at: facts.status.at };
    const sha = known.get(id) ?? (await fetchTagCommit(octokit, { owner, name }, { tag: tag_name, when }));
    if (sha !== undefined) items.push({ ...facts, deployment: { ...facts.deployment, sha } });
  }
  return { items, isLast: listed.data.length < PER_PAGE, budget: toBudget(listed.headers) };
}

async function queryTags(
  octokit: GitHubClient,
  ids: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const answer = await undefinedWhenRefused(
    askGraphql<QueriedTags>(octokit, TAG_COMMITS, { ids, mayLack: ANY_NODE }),
  );
  return new Map(
    (answer?.nodes ?? []).flatMap((node) =>
      node?.tagCommit ? [[node.databaseId ?? 0, node.tagCommit.oid] as const] : [],
    ),
  );
}
