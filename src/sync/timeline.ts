import { fetchComparison } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { Settings } from "./settings.ts";

/**
 * Plays the deployments that were not played yet, reading the history between them, and has the check runs written of
 * the changes that they moved.
 */
export async function playTimeline(
  octokit: GitHubClient,
  { timelines, commits, checkRuns }: Pick<Stores, "timelines" | "commits" | "checkRuns">,
  {
    repository,
    settings,
    at,
  }: { readonly repository: Repository; readonly settings: Settings; readonly at: Date },
): Promise<void> {
  for (;;) {
    const range = await timelines.nextRange(repository.id);
    if (range !== undefined) {
      const comparison = await fetchComparison(octokit, repository, {
        ...range,
        agents: settings.current.agents,
      });
      await commits.saveRange(repository.id, range, comparison);
      continue;
    }
    const moved = await timelines.playNext(repository.id);
    if (moved === undefined) return;
    await checkRuns.markCarriedStale(repository.id, moved, at);
  }
}
