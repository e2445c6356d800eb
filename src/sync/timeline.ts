import type { Range } from "../domain/shipping/ranges.ts";
import { fetchComparison } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { Settings } from "./settings.ts";

type TimelineStores = Pick<Stores, "timelines" | "commits" | "checkRuns" | "backfills">;

/** Which repository's deployments are played, and when. */
export interface Playing {
  readonly repository: Repository;
  readonly settings: Settings;
  readonly at: Date;
}

/**
 * Plays the deployments that were not played yet, reading the history between them, and has the check runs written of
 * the changes that they moved.
 *
 * While the past of the repository is still being read, nothing is played: that follows when it is.
 */
export async function playTimeline(
  octokit: GitHubClient,
  stores: TimelineStores,
  playing: Playing,
): Promise<void> {
  if (await stores.backfills.isRunning(playing.repository.id)) return;
  await playLandings(octokit, stores, playing);
}

/** Plays at most so many deployments; returns whether all are. A stretch of history that is known is not read. */
export async function playLandings(
  octokit: GitHubClient,
  { timelines, commits, checkRuns }: Pick<Stores, "timelines" | "commits" | "checkRuns">,
  {
    repository,
    settings,
    at,
    most = Number.POSITIVE_INFINITY,
    isKnown = () => false,
  }: Playing & { readonly most?: number; readonly isKnown?: (range: Range) => boolean },
): Promise<boolean> {
  for (let played = 0; played < most; ) {
    const range = await timelines.nextRange(repository.id);
    if (range !== undefined) {
      const { agents } = settings.current;
      const read = isKnown(range)
        ? { commits: [], isComplete: true }
        : await fetchComparison(octokit, repository, { ...range, agents });
      await commits.saveRange(repository.id, range, read);
      continue;
    }
    const moved = await timelines.playNext(repository.id);
    if (moved === undefined) return true;
    await checkRuns.markCarriedStale(repository.id, moved, at);
    played++;
  }
  return false;
}
