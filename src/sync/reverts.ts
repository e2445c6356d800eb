import { type FileChange, fetchCommitFiles, fetchPullRequestFiles } from "../github/changed-files.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import type { When } from "../github/when.ts";
import { isOfWhatWasAsked } from "./unread.ts";

/** Nobody reverts more at once, and each claim costs a request. */
export const MOST_CLAIMS = 20;

/** What a change says it reverts, with its own files. */
export interface Claims {
  readonly claims: readonly string[];
  readonly files: readonly FileChange[];
  readonly when: When;
}

/** The claims that are true, and whether there are some that GitHub cannot tell of yet. */
export interface VerifiedClaims {
  readonly reverts: readonly string[];
  readonly isAll: boolean;
}

/**
 * Keeps those of the claimed reverts that are true: a change that touches no file of what it names reverts nothing.
 *
 * A claim is a commit or, as `#12`, a pull request. What GitHub does not know is left out. Anybody can claim anything, so
 * what GitHub does not know yet, or cannot tell, holds up nothing: it is verified later.
 */
export async function verifyReverts(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { claims, files, when }: Claims,
): Promise<VerifiedClaims> {
  const own = new Set(files.map(({ path }) => path));
  const reverts: string[] = [];
  let isAll = true;
  for (const claim of claims) {
    const theirs = await filesOf(octokit, repository, { claim, when });
    if (theirs === NOT_YET) isAll = false;
    else if (theirs?.some(({ path }) => own.has(path))) reverts.push(claim);
  }
  return { reverts, isAll };
}

const NOT_YET = Symbol("not yet");

async function filesOf(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { claim, when }: { readonly claim: string; readonly when: When },
): Promise<readonly FileChange[] | typeof NOT_YET | undefined> {
  try {
    return claim.startsWith("#")
      ? await fetchPullRequestFiles(octokit, repository, { number: Number(claim.slice(1)), when })
      : await fetchCommitFiles(octokit, repository, { sha: claim, when });
  } catch (error) {
    if (isOfWhatWasAsked(error)) return NOT_YET;
    throw error;
  }
}
