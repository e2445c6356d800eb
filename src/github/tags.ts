import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { undefinedWhenUnknown, type When } from "./when.ts";

/** Fetches the commit that a tag names; `undefined` when there is no such tag. */
export async function fetchTagCommit(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { tag, when }: { readonly tag: string; readonly when: When },
): Promise<string | undefined> {
  const ref = `refs/tags/${tag}`;
  const found = await octokit.rest.repos
    .getCommit({ owner, repo: name, ref, per_page: 1 })
    .catch(undefinedWhenUnknown(when));
  return found?.data.sha;
}
