import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type EventTimeOrNone, undefinedWhenUnknown } from "./when.ts";

/**
 * Fetches the id of the app's installation that covers a repository now; `undefined` when there is none.
 *
 * Octokit asks as the app itself, so the client of any installation will do.
 */
export async function fetchInstallationId(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  when: EventTimeOrNone,
): Promise<number | undefined> {
  const asked = octokit.rest.apps.getRepoInstallation({ owner, repo: name });
  return (await asked.catch(undefinedWhenUnknown(when)))?.data.id;
}

/** Fetches the repositories that an installation covers now. */
export async function fetchCovered(
  octokit: GitHubClient,
): Promise<readonly { readonly id: number; readonly full_name: string }[]> {
  return octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
}
