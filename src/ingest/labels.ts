import type { StoredPullRequest } from "../domain/records/change.ts";
import { fetchEvents } from "../github/issue-events.ts";
import { labellingsInEvents } from "../github/labellings.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, recordLabel } from "./pull-requests.ts";

/** A pull request, and the tools that its labels name. */
interface Labelled {
  readonly stored: StoredPullRequest;
  readonly tools: readonly string[];
}

/** Asks GitHub who set the labels of tools on a merged pull request, where no delivery told. */
export async function readLabels(
  octokit: GitHubClient,
  stores: Pick<Stores, "labels">,
  { stored: { number, state, labels }, tools }: Labelled,
  found: Found,
): Promise<void> {
  const isUntold = tools.some((tool) => !labels.some((label) => label.tool === tool));
  if (state !== "merged" || !isUntold) return;
  const labellings = labellingsInEvents(await fetchEvents(octokit, found.repository, number));
  for (const labelling of labellings) await recordLabel(stores, { ...labelling, number }, found);
}
