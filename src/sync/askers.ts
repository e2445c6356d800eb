import type { Account } from "../github/facts.ts";
import { fetchEvents } from "../github/issue-events.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { assignedInEvents } from "../github/opening.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, isAgents, recordAskers } from "./pull-requests.ts";

/** A merged pull request of which it may not be known who asked for it. */
interface Merged {
  readonly number: number;
  readonly author: Account | undefined;
  readonly openedAt: string;
}

/** Asks GitHub who asked for an agent's pull request that was merged, where no delivery told: one request for each hundred events. */
export async function readAskers(
  octokit: GitHubClient,
  stores: Pick<Stores, "changes" | "reviews" | "installations">,
  { number, author, openedAt }: Merged,
  found: Found,
): Promise<void> {
  const stored = await stores.changes.find(found.repository.id, number);
  const isUntold = stored?.state === "merged" && stored.asker === undefined;
  if (!isUntold || !(await isAgents(stores, author, found))) return;
  const events = await fetchEvents(octokit, found.repository, number);
  const assignedAtOpening = assignedInEvents(events, openedAt);
  await recordAskers(stores, { number, author, assignedAtOpening }, found);
}
