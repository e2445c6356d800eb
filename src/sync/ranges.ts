import type { Agent } from "../domain/attribution/agent.ts";
import { rangesNeeded } from "../domain/shipping/ranges.ts";
import { fetchComparison } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** Reads the stretches of history that the facts call for and that were not read yet. */
export async function readMissingRanges(
  octokit: GitHubClient,
  { histories, commits }: Pick<Stores, "histories" | "commits">,
  { repository, agents }: { repository: Repository; agents: readonly Agent[] },
): Promise<void> {
  const { deployments, changes } = await histories.load(repository.id);
  for (const range of rangesNeeded(deployments, changes)) {
    if (await commits.hasRange(repository.id, range)) continue;
    const comparison = await fetchComparison(octokit, repository, { ...range, agents });
    await commits.saveRange(repository.id, range, comparison?.commits);
  }
}
