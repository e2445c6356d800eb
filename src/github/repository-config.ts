import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";

const CONFIG = ".github/plimsoll.yml";
const ATTRIBUTES = ".gitattributes";

/** The texts in which a repository says how it is measured; `undefined` for a file that is not there. */
export interface SettingsTexts {
  readonly config: string | undefined;
  readonly gitattributes: string | undefined;
}

/**
 * Reads them from the default branch, or as of a commit; the config else from its owner's `.github` repository.
 *
 * An installation that may not see the owner's repository is told that it has none.
 */
export async function fetchSettingsTexts(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  ref?: string,
): Promise<SettingsTexts> {
  const own = await fetchText(octokit, { owner, name }, { path: CONFIG, ref });
  const gitattributes = await fetchText(octokit, { owner, name }, { path: ATTRIBUTES, ref });
  const isOwners = name === ".github";
  const config =
    own ?? (isOwners ? undefined : await fetchText(octokit, { owner, name: ".github" }, { path: CONFIG }));
  return { config, gitattributes };
}

async function fetchText(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { path, ref }: { readonly path: string; readonly ref?: string | undefined },
): Promise<string | undefined> {
  try {
    const at = ref === undefined ? {} : { ref };
    const { data } = await octokit.rest.repos.getContent({ owner, repo: name, path, ...at });
    if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return undefined;
    return Buffer.from(data.content, "base64").toString("utf8");
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
