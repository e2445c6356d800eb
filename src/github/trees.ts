import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { undefinedWhenUnknown, type When } from "./when.ts";

/** The ids of the content of commits, by their shas. */
export type Trees = ReadonlyMap<string, string>;

/** The content id of a fetched commit; an older server may leave it out. */
export function treesOf(
  fetched: { readonly sha: string; readonly commit: { readonly tree: { readonly sha: string } } } | undefined,
): Trees {
  return new Map(fetched === undefined ? [] : [[fetched.sha, fetched.commit.tree.sha]]);
}

/** Fetches the content ids of some commits, with one request each, without those that GitHub does not know. */
export async function fetchTrees(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { shas, when }: { readonly shas: readonly string[]; readonly when: When },
): Promise<Trees> {
  const trees = new Map<string, string>();
  for (const sha of shas) {
    const found = await octokit.rest.repos
      .getCommit({ owner, repo: name, ref: sha, per_page: 1 })
      .catch(undefinedWhenUnknown(when));
    for (const [id, tree] of treesOf(found?.data)) trees.set(id, tree);
  }
  return trees;
}
