import { type GitHubClient, type RepositoryAddress, undefinedWhenUnanswered } from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";

/** Fetches the titles of some pull requests, by number, without those that GitHub does not know or cannot return. */
export async function fetchPullTitles(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const titles = new Map<number, string>();
  for (const number of numbers) {
    const asked = octokit.rest.pulls.get({ owner, repo: name, pull_number: number });
    const found = await asked.catch(undefinedWhenUnknown(NO_EVENT)).catch(undefinedWhenUnanswered);
    if (found !== undefined) titles.set(number, found.data.title);
  }
  return titles;
}
