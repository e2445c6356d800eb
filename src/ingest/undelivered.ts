import type { StoredPullRequest } from "../domain/records/change.ts";
import type { Account } from "../github/account.ts";
import { fetchEvents } from "../github/issue-events.ts";
import { labellingsInEvents } from "../github/labellings.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { assignedInEvents } from "../github/opening.ts";
import { fetchReviews } from "../github/past-pulls-rest.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, isAgents, recordAskers, recordLabel, recordReview } from "./pull-requests.ts";

/** A pull request in a delivery. */
interface DeliveredPull {
  readonly stored: StoredPullRequest;
  readonly author: Account | undefined;
  readonly openedAt: string;
}

type PullStores = Pick<Stores, "backfills" | "changes" | "reviews" | "labels" | "installations">;

/** Fetches the accounts that set some tools' labels on a merged pull request, if no delivery reported them. */
export async function readLabels(
  octokit: GitHubClient,
  stores: PullStores,
  { stored, tools }: Pick<DeliveredPull, "stored"> & { readonly tools: readonly string[] },
  found: Found,
): Promise<void> {
  const { number, state, labels } = stored;
  const isUnknown = tools.some((tool) => !labels.some((label) => label.tool === tool));
  if (state !== "merged" || !isUnknown) return;
  const labellings = labellingsInEvents(await fetchEvents(octokit, found.repository, number));
  for (const labelling of labellings) await recordLabel(stores, { ...labelling, number }, found);
}

/**
 * Fetches the asker of an agent's merged pull request, if no delivery reported one. One request for each hundred
 * events.
 */
export async function readAskers(
  octokit: GitHubClient,
  stores: PullStores,
  { stored: { number, state, asker }, author, openedAt }: DeliveredPull,
  found: Found,
): Promise<void> {
  const isUnknown = state === "merged" && asker === undefined;
  if (!isUnknown || !(await isAgents(stores, author, found))) return;
  const events = await fetchEvents(octokit, found.repository, number);
  const assignedAtOpening = assignedInEvents(events, openedAt);
  await recordAskers(stores, { number, author, assignedAtOpening }, found);
}

/**
 * Fetches the reviews of a merged pull request that was open before the repository was covered.
 *
 * No delivery brought these, and the backfill reads only pull requests that were merged by then. One request for each
 * hundred reviews.
 */
export async function readEarlierReviews(
  octokit: GitHubClient,
  stores: PullStores,
  { stored: { number, state }, openedAt }: DeliveredPull,
  found: Found,
): Promise<void> {
  const { repository } = found;
  if (state !== "merged") return;
  const coveredAt = await stores.backfills.findStart(repository.id);
  if (coveredAt === undefined || new Date(openedAt) >= coveredAt) return;
  for (const review of await fetchReviews(octokit, repository, number))
    await recordReview(stores, review, found);
}
