import { type GitHubClient, type RepositoryAddress, undefinedWhenUnknown } from "./octokit.ts";

/** The commit that a tag names; `undefined` when there is no such tag. */
export async function fetchTagCommit(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  tag: string,
): Promise<string | undefined> {
  const ref = `refs/tags/${tag}`;
  const found = await octokit.rest.repos
    .getCommit({ owner, repo: name, ref, per_page: 1 })
    .catch(undefinedWhenUnknown);
  return found?.data.sha;
}
