import { type Touched, takesBack } from "../domain/shipping/takes-back.ts";
import { type FileChange, fetchCommitFiles, fetchPullRequestFiles } from "../github/changed-files.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import type { When } from "../github/when.ts";
import { isOfWhatWasAsked } from "./unread.ts";

/** Nobody reverts more at once, and each claim costs a request. */
export const MOST_CLAIMS = 20;

/** What a change says it reverts, with what it touches. */
export interface Claims {
  readonly claims: readonly string[];
  readonly touched: Touched;
  readonly when: When;
}

/** The claims that are true, and whether there are some that GitHub cannot tell of yet. */
export interface VerifiedClaims {
  readonly reverts: readonly string[];
  readonly isAll: boolean;
}

/**
 * Keeps those of the claimed reverts that are true, by the files of what they name; see `takesBack`.
 *
 * A claim is a commit or, as `#12`, a pull request. What GitHub does not know is left out. Anybody can claim anything, so
 * what GitHub does not know yet, or cannot tell, holds up nothing: it is verified later.
 */
export async function verifyReverts(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { claims, touched, when }: Claims,
): Promise<VerifiedClaims> {
  const reverts: string[] = [];
  let isAll = true;
  for (const claim of claims) {
    const theirs = await filesOf(octokit, repository, { claim, when });
    if (theirs === NOT_YET) isAll = false;
    else if (theirs !== undefined && takesBack(touched, theirs)) reverts.push(claim);
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
