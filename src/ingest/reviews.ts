import type { StoredPullRequest } from "../domain/records/change.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchReviews } from "../github/past-pulls-rest.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, recordReview } from "./pull-requests.ts";

/** A pull request as a delivery tells it. */
interface Told {
  readonly stored: StoredPullRequest;
  readonly openedAt: string;
}

/**
 * Asks GitHub for the reviews of a merged pull request that was open before the repository was covered.
 *
 * No delivery told those, and the past is read of what was merged by then. One request for each hundred reviews.
 */
export async function readEarlierReviews(
  octokit: GitHubClient,
  stores: Pick<Stores, "backfills" | "changes" | "reviews" | "installations">,
  { stored: { number, state }, openedAt }: Told,
  found: Found,
): Promise<void> {
  const { repository } = found;
  if (state !== "merged") return;
  const coveredAt = await stores.backfills.startedAt(repository.id);
  if (coveredAt === undefined || new Date(openedAt) >= coveredAt) return;
  for (const review of await fetchReviews(octokit, repository, number))
    await recordReview(stores, review, found);
}
