import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { undefinedWhenUnknown, type When } from "./when.ts";

/** The ids of the content of commits, by their shas. */
export type Trees = ReadonlyMap<string, string>;

/** The content of a commit that GitHub tells beside what was asked for; an older server may leave it out. */
export function treesOf(
  told: { readonly sha: string; readonly commit: { readonly tree: { readonly sha: string } } } | undefined,
): Trees {
  return new Map(told === undefined ? [] : [[told.sha, told.commit.tree.sha]]);
}

/** Asks for the content of some commits, each by a request; those that GitHub does not know are left out. */
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
    for (const [told, tree] of treesOf(found?.data)) trees.set(told, tree);
  }
  return trees;
}
