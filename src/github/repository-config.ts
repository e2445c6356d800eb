import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";

const PATH = ".github/plimsoll.yml";

/**
 * Reads the text of a repository's config from its default branch, or else from its owner's `.github` repository.
 *
 * `undefined` when neither has one; an installation that may not see the owner's repository is told that it has none.
 */
export async function fetchConfigText(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<string | undefined> {
  const own = await fetchText(octokit, { owner, name });
  return own ?? (name === ".github" ? undefined : await fetchText(octokit, { owner, name: ".github" }));
}

async function fetchText(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.repos.getContent({ owner, repo: name, path: PATH });
    if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return undefined;
    return Buffer.from(data.content, "base64").toString("utf8");
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
