import type { Agent } from "../domain/attribution/agent.ts";
import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { isEffectiveFile } from "../domain/shipping/effective.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { type Comparison, fetchComparison, fetchPullRequestFiles, MOST_FILES } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { OwnCommits, StoredPullRequest } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { verifyReverts } from "./reverts.ts";

/** What a pull request's own commits are read from; they must be read again when it differs from `readFrom`. */
export function sourceOf({ baseSha, headSha, claimedReverts }: StoredPullRequest): string {
  return [rangeKey({ base: baseSha, head: headSha }), ...claimedReverts].join(" ");
}

/**
 * Reads the own commits of a pull request's newest known head, attributes and stores them.
 *
 * One comparison; more requests only while none of its first 300 files counts, and one for each revert that it claims.
 * When GitHub does not know the commits any more, what was read of them before stays.
 */
export async function readOwnCommits(
  octokit: GitHubClient,
  { commits, changes }: Pick<Stores, "commits" | "changes">,
  { repository, pull, agents }: { repository: Repository; pull: StoredPullRequest; agents: readonly Agent[] },
): Promise<void> {
  const readFrom = sourceOf(pull);
  const range = { base: pull.baseSha, head: pull.headSha };
  const comparison = await fetchComparison(octokit, repository, { ...range, agents });
  if (comparison !== undefined) await commits.save(repository.id, comparison.commits);
  const own =
    comparison === undefined
      ? readBefore(pull, readFrom)
      : await ownOf(octokit, repository, { pull, comparison });
  await changes.saveOwnCommits(repository.id, pull.number, {
    readFrom,
    agentsVersion: AGENTS_VERSION,
    ...own,
  });
}

type Own = Pick<OwnCommits, "shas" | "isEffective" | "reverts">;

function readBefore({ readFrom, commits, isEffective, reverts }: StoredPullRequest, source: string): Own {
  return readFrom === source
    ? { shas: commits.map(({ sha }) => sha), isEffective, reverts }
    : { shas: [], isEffective: true, reverts: [] };
}

async function ownOf(
  octokit: GitHubClient,
  repository: Repository,
  { pull, comparison: { commits, files } }: { pull: StoredPullRequest; comparison: Comparison },
): Promise<Own> {
  // A merge commit brings in the work of others.
  const own = commits.filter(({ parents }) => parents.length < 2);
  const claims = [...own.flatMap(({ reverts }) => reverts), ...pull.claimedReverts];
  return {
    shas: own.map(({ sha }) => sha),
    isEffective: await isEffective(octokit, repository, { pull, files }),
    reverts: await verifyReverts(octokit, repository, { claims, files }),
  };
}

async function isEffective(
  octokit: GitHubClient,
  repository: Repository,
  { pull, files }: { pull: StoredPullRequest; files: readonly string[] },
): Promise<boolean> {
  if (files.some(isEffectiveFile)) return true;
  if (files.length < MOST_FILES) return false;
  return (await fetchPullRequestFiles(octokit, repository, pull.number))?.some(isEffectiveFile) ?? true;
}
