import { type GitHubClient, undefinedWhenUnknown } from "./octokit.ts";

/** Finds the numeric id of a login; `undefined` when there is no such account. */
export async function fetchAccountId(octokit: GitHubClient, login: string): Promise<number | undefined> {
  const found = await octokit.rest.users.getByUsername({ username: login }).catch(undefinedWhenUnknown);
  return found?.data.id;
}
