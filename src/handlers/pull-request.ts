import { attributeAccount } from "../domain/attribution/attribution.ts";
import { isEffectiveFile } from "../domain/shipping/effective.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { fetchComparison, fetchPullRequestFiles, MOST_FILES } from "../github/comparison.ts";
import { fromPullRequest, isHuman, type PullRequestFacts } from "../github/facts.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { StoredPullRequest } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { Handler, HandlerOptions } from "./event.ts";
import { readMissingRanges } from "./ranges.ts";
import { rememberRepository } from "./remember.ts";

/** Records a pull request and what its own commits declare, and has its check run written. */
export function onPullRequest(stores: Stores, { clock, onStale }: HandlerOptions): Handler<"pull_request"> {
  return async ({ octokit, payload, log }) => {
    const facts = fromPullRequest(payload);
    const repository = await rememberRepository(stores, payload, facts.updatedAt);
    await stores.changes.save(await toPullRequest(facts, repository));
    const stored = await stores.changes.find(repository.id, facts.number);
    if (stored === undefined) return;
    await readOwnCommits(octokit, repository, stored);
    if (stored.state === "merged") await readMissingRanges(octokit, stores, repository);
    const key = { repositoryId: repository.id, headSha: stored.headSha, number: stored.number };
    await stores.checkRuns.markStale(key, { at: clock(), isUrgent: stored.state === "open" });
    onStale();
    log.info({ number: stored.number, state: stored.state }, "Pull request recorded");
  };

  async function toPullRequest(facts: PullRequestFacts, { id, installationId }: Repository) {
    const { author, mergedBy, ...pullRequest } = facts;
    const accountable = [author, mergedBy].find((account) => account !== undefined && isHuman(account));
    return {
      ...pullRequest,
      repositoryId: id,
      author: author ? attributeAccount(author) : { attribution: "undeclared" as const, tools: [] },
      builder: accountable && (await stores.installations.pseudonym(installationId, accountable.id)),
    };
  }

  /** Reads the commits of the newest known head, unless they were read before: one comparison for each head. */
  async function readOwnCommits(octokit: GitHubClient, repository: Repository, stored: StoredPullRequest) {
    const range = { base: stored.baseSha, head: stored.headSha };
    if (stored.readRange === rangeKey(range)) return;
    const comparison = await fetchComparison(octokit, repository, range);
    const commits = comparison?.commits ?? [];
    await stores.commits.save(repository.id, commits);
    await stores.changes.saveOwnCommits(repository.id, stored.number, {
      range: rangeKey(range),
      // A merge commit brings in the work of others.
      shas: commits.filter(({ parents }) => parents.length < 2).map(({ sha }) => sha),
      isEffective:
        comparison === undefined || (await isEffective(octokit, repository, stored.number, comparison.files)),
    });
  }
}

async function isEffective(
  octokit: GitHubClient,
  repository: Repository,
  number: number,
  files: readonly string[],
): Promise<boolean> {
  if (files.some(isEffectiveFile)) return true;
  if (files.length < MOST_FILES) return false;
  return (await fetchPullRequestFiles(octokit, repository, number)).some(isEffectiveFile);
}
