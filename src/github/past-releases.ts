import { toRestAccount } from "./accounts.ts";
import { fetchTagCommit } from "./commits.ts";
import { ANY_NODE, askGraphql, BUDGET, type BudgetAnswer, isUnanswered } from "./graphql.ts";
import {
  type GitHubClient,
  type RepositoryAddress,
  undefinedWhen,
  undefinedWhenUnanswered,
} from "./octokit.ts";
import { type PastPage, PER_PAGE } from "./past-deployments.ts";
import { fromListedRelease, type ReleaseFacts } from "./release-facts.ts";
import { toBudget } from "./request-budget.ts";
import type { EventTime } from "./when.ts";

/** The query for the commits of release tags by their node ids. */
export const TAG_COMMITS = `query TagCommits($ids: [ID!]!) {
  ${BUDGET}
  nodes(ids: $ids) {
    ... on Release {
      databaseId
      tagCommit { oid }
    }
  }
}`;

interface QueriedTags extends BudgetAnswer {
  readonly nodes: readonly ({
    readonly databaseId?: number | null;
    readonly tagCommit?: { readonly oid: string } | null;
  } | null)[];
}

/** The page, from 1 on, and the time of reading the past. */
interface PastPageRequest extends Omit<EventTime, "at"> {
  readonly page: number;
}

/**
 * A release of the past, and the current commit of its tag; without one where the tag is gone, or GitHub could not
 * return it.
 */
interface PastRelease extends ReleaseFacts {
  readonly sha: string | undefined;
}

/**
 * Fetches a page of published releases with the commits of their tags, from 1 on, newest first.
 *
 * REST lists them, since GraphQL does not name an author that is an app.
 */
export async function fetchPastReleases(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { page, ...heard }: PastPageRequest,
): Promise<PastPage<PastRelease>> {
  const listed = await octokit.rest.repos.listReleases({ owner, repo: name, per_page: PER_PAGE, page });
  const ids = listed.data.map(({ node_id: id }) => id);
  const known = await queryTags(octokit, ids);
  const items: PastRelease[] = [];
  for (const each of listed.data) {
    const { id, tag_name, draft, prerelease, published_at, updated_at } = each;
    const author = toRestAccount(each.author);
    const release = { id, tag_name, draft, prerelease, published_at, updated_at, author };
    const facts = fromListedRelease(release, heard.now);
    if (facts === undefined) continue;
    const when = { ...heard, at: facts.releaseState.at };
    const read = () => fetchTagCommit(octokit, { owner, name }, { tag: tag_name, when });
    const sha = known.get(id) ?? (await read().catch(undefinedWhenUnanswered));
    items.push({ ...facts, sha });
  }
  return { items, isLast: listed.data.length < PER_PAGE, budget: toBudget(listed.headers) };
}

async function queryTags(
  octokit: GitHubClient,
  ids: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const asked = askGraphql<QueriedTags>(octokit, TAG_COMMITS, { ids, mayLack: ANY_NODE });
  const answer = await asked.catch(undefinedWhen(isUnanswered));
  const entries = (answer?.nodes ?? []).flatMap((node) =>
    node?.tagCommit ? [[node.databaseId ?? 0, node.tagCommit.oid] as const] : [],
  );
  return new Map(entries);
}
