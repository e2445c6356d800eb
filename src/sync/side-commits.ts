import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { type FileChange, fetchCommitFiles, patchIdOf } from "../github/changed-files.ts";
import { fetchCommitContent } from "../github/commit-content.ts";
import { fetchComparison } from "../github/comparison.ts";
import { type GitHubClient, undefinedWhenUntold } from "../github/octokit.ts";
import { NO_EVENT } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { UnreadSides } from "../storage/side-commits.ts";
import type { Stores } from "../storage/stores.ts";

/** Nobody squashes more picks into one commit, and each costs a request. */
const MOST_NAMES = 20;

/**
 * Reads the commits that came to production in no change, as when a fix is picked to a release branch and pushed there.
 *
 * One request for each, and one for each commit that it says it was picked from; returns those that were read. GitHub knows
 * them, since the stretch of history that they lie in was read. What the default branch had too was there before changes
 * were measured, and is left.
 */
export async function readSideCommits(
  octokit: GitHubClient,
  { sides }: Pick<Stores, "sides">,
  repository: Repository,
): Promise<string[]> {
  const read: string[] = [];
  for (const unread of await sides.listUnread(repository.id)) {
    const { aside, onMain } = await sort(octokit, repository, unread);
    await sides.saveRead(repository.id, onMain.map(unrelated));
    for (const sha of aside) {
      const found = await readOne(octokit, repository, sha);
      if (found === undefined) await sides.saveFailure(repository.id, sha);
      else await sides.saveRead(repository.id, [found]);
      read.push(sha);
    }
  }
  return read;
}

/** Tells those apart that the default branch does not have; where GitHub does not compare the two, that is all. */
async function sort(octokit: GitHubClient, repository: Repository, { main, head, shas }: UnreadSides) {
  const compared = await fetchComparison(octokit, repository, {
    ...{ base: main, head, agents: [], when: NO_EVENT },
  }).catch(undefinedWhenUntold);
  const isAside = new Set(compared?.commits.map(({ sha }) => sha) ?? shas);
  return {
    aside: shas.filter((sha) => isAside.has(sha)),
    onMain: shas.filter((sha) => !isAside.has(sha)),
  };
}

function unrelated(sha: string): SideCommit {
  return { sha, pickedFrom: [], patchId: undefined };
}

/** What a commit repeats; `undefined` when GitHub fails to tell, which must not hold up the repository. */
async function readOne(
  octokit: GitHubClient,
  repository: Repository,
  sha: string,
): Promise<SideCommit | undefined> {
  try {
    const content = await fetchCommitContent(octokit, repository, sha);
    if (content === undefined) return unrelated(sha);
    const { files, pickedFrom } = content;
    const names = pickedFrom.slice(0, MOST_NAMES);
    return {
      sha,
      patchId: patchIdOf(files),
      pickedFrom: await namesThatAgree(octokit, repository, { names, files }),
    };
  } catch (error) {
    return undefinedWhenUntold(error);
  }
}

/** Those of the named commits that touch a file of this one: a word alone carries nothing. */
async function namesThatAgree(
  octokit: GitHubClient,
  repository: Repository,
  { names, files }: { readonly names: readonly string[]; readonly files: readonly FileChange[] },
): Promise<string[]> {
  const own = new Set(files.map(({ path }) => path));
  const agreeing: string[] = [];
  for (const name of names) {
    const theirs = await fetchCommitFiles(octokit, repository, { sha: name, when: NO_EVENT });
    if (theirs?.some(({ path }) => own.has(path))) agreeing.push(name);
  }
  return agreeing;
}
