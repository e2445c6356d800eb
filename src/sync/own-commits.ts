import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { isEffectiveFile } from "../domain/shipping/effective.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { fetchComparison, fetchPullRequestFiles, MOST_FILES } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { StoredPullRequest } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/**
 * Reads the own commits of a pull request's newest known head, attributes and stores them.
 *
 * One comparison, and more requests only while none of its first 300 files counts. When GitHub does not know the commits
 * any more, what was read of them before stays.
 */
export async function readOwnCommits(
  octokit: GitHubClient,
  { commits, changes }: Pick<Stores, "commits" | "changes">,
  { repository, pull }: { repository: Repository; pull: StoredPullRequest },
): Promise<void> {
  const range = { base: pull.baseSha, head: pull.headSha };
  const comparison = await fetchComparison(octokit, repository, range);
  if (comparison !== undefined) await commits.save(repository.id, comparison.commits);
  await changes.saveOwnCommits(repository.id, pull.number, {
    range: rangeKey(range),
    agentsVersion: AGENTS_VERSION,
    ...(comparison === undefined
      ? readBefore(pull, rangeKey(range))
      : {
          // A merge commit brings in the work of others.
          shas: comparison.commits.filter(({ parents }) => parents.length < 2).map(({ sha }) => sha),
          isEffective: await isEffective(octokit, repository, { pull, files: comparison.files }),
        }),
  });
}

function readBefore({ readRange, commits, isEffective }: StoredPullRequest, range: string) {
  return readRange === range
    ? { shas: commits.map(({ sha }) => sha), isEffective }
    : { shas: [], isEffective: true };
}

async function isEffective(
  octokit: GitHubClient,
  repository: Repository,
  { pull, files }: { pull: StoredPullRequest; files: readonly string[] },
): Promise<boolean> {
  if (files.some(isEffectiveFile)) return true;
  if (files.length < MOST_FILES) return false;
  return (await fetchPullRequestFiles(octokit, repository, pull.number)).some(isEffectiveFile);
}
