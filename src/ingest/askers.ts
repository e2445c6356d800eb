import type { StoredPullRequest } from "../domain/records/change.ts";
import type { Account } from "../github/account.ts";
import { fetchEvents } from "../github/issue-events.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { assignedInEvents } from "../github/opening.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, isAgents, recordAskers } from "./pull-requests.ts";

/** A pull request, of which it may not be known who asked for it. */
interface Told {
  readonly stored: StoredPullRequest;
  readonly author: Account | undefined;
  readonly openedAt: string;
}

/** Asks GitHub who asked for an agent's pull request that was merged, where no delivery told: one request for each hundred events. */
export async function readAskers(
  octokit: GitHubClient,
  stores: Pick<Stores, "changes" | "reviews" | "installations">,
  { stored: { number, state, asker }, author, openedAt }: Told,
  found: Found,
): Promise<void> {
  const isUntold = state === "merged" && asker === undefined;
  if (!isUntold || !(await isAgents(stores, author, found))) return;
  const events = await fetchEvents(octokit, found.repository, number);
  const assignedAtOpening = assignedInEvents(events, openedAt);
  await recordAskers(stores, { number, author, assignedAtOpening }, found);
}
