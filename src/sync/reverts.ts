import { type FileChange, fetchCommitFiles, fetchPullRequestFiles } from "../github/changed-files.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";

/** Nobody reverts more at once, and each claim costs a request. */
export const MOST_CLAIMS = 20;

/**
 * Keeps those of the claimed reverts that are true: a change that touches no file of what it names reverts nothing.
 *
 * A claim is a commit or, as `#12`, a pull request. What GitHub does not know is left out.
 */
export async function verifyReverts(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { claims, files }: { readonly claims: readonly string[]; readonly files: readonly FileChange[] },
): Promise<string[]> {
  const own = new Set(files.map(({ path }) => path));
  const verified: string[] = [];
  for (const claim of claims) {
    const theirs = claim.startsWith("#")
      ? await fetchPullRequestFiles(octokit, repository, Number(claim.slice(1)))
      : await fetchCommitFiles(octokit, repository, claim);
    if (theirs?.some(({ path }) => own.has(path))) verified.push(claim);
  }
  return verified;
}
