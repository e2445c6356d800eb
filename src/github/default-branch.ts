import type { Openness } from "../domain/refusal.ts";
import { type GitHubClient, type RepositoryAddress, undefinedOn } from "./octokit.ts";
import { opennessOf } from "./visibility.ts";

/** A default branch, and the commit at its tip. */
interface DefaultBranch {
  readonly branch: string;
  readonly head: string;
}

/** Fetches the default branch; `undefined` without any commit. Throws when there is no such repository. */
export async function fetchDefaultBranch(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<{ readonly openness: Openness; readonly found: DefaultBranch | undefined }> {
  const address = { owner, repo: name };
  const { data } = await octokit.rest.repos.get(address);
  const branch = data.default_branch;
  // GitHub answers 409 for a repository without a commit, and 404 for a branch that does not exist yet.
  const newest = await octokit.rest.repos
    .listCommits({ ...address, sha: branch, per_page: 1 })
    .catch(undefinedOn(404, 409));
  const head = newest?.data[0]?.sha;
  return { openness: opennessOf(data), found: head === undefined ? undefined : { branch, head } };
}
