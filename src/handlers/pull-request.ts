import type { Agent } from "../domain/attribution/agent.ts";
import { attributeAccount } from "../domain/attribution/attribution.ts";
import { fromPullRequest, isHuman, type PullRequestFacts } from "../github/facts.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { readOwnCommits, sourceOf } from "../sync/own-commits.ts";
import { readMissingRanges } from "../sync/ranges.ts";
import { rememberRepository } from "../sync/repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

interface Found {
  readonly repository: Repository;
  readonly agents: readonly Agent[];
}

/** Records a pull request and what its own commits declare, and has its check run written. */
export function onPullRequest(
  stores: Stores,
  { clock, onStale, agentsOf }: HandlerOptions,
): Handler<"pull_request"> {
  return async ({ octokit, payload, log }) => {
    const facts = fromPullRequest(payload);
    const repository = await rememberRepository(stores, payload, facts.updatedAt);
    const agents = await agentsOf(octokit, repository);
    await stores.changes.save(await toPullRequest(facts, { repository, agents }));
    const stored = await stores.changes.find(repository.id, facts.number);
    if (stored === undefined) return;
    if (stored.readFrom !== sourceOf(stored))
      await readOwnCommits(octokit, stores, { repository, pull: stored, agents });
    if (stored.state === "merged") await readMissingRanges(octokit, stores, { repository, agents });
    const key = { repositoryId: repository.id, headSha: stored.headSha, number: stored.number };
    await stores.checkRuns.markStale(key, { at: clock(), isUrgent: stored.state === "open" });
    onStale();
    log.debug({ number: stored.number, state: stored.state }, "Pull request recorded");
  };

  async function toPullRequest(facts: PullRequestFacts, { repository, agents }: Found) {
    const { id, installationId } = repository;
    const { author, mergedBy, ...pullRequest } = facts;
    const accountable = [author, mergedBy].find((account) => account !== undefined && isHuman(account));
    return {
      ...pullRequest,
      repositoryId: id,
      author: author ? attributeAccount(author, agents) : { attribution: "undeclared" as const, tools: [] },
      builder: accountable && (await stores.installations.pseudonym(installationId, accountable.id)),
    };
  }
}
