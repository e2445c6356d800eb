import { fetchEvents } from "../github/issue-events.ts";
import { labellingsInEvents } from "../github/labellings.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, recordLabel } from "./pull-requests.ts";

/** A merged pull request, and the tools that its labels name. */
interface Labelled {
  readonly number: number;
  readonly tools: readonly string[];
}

/** Asks GitHub who set the labels of tools on a merged pull request, where no delivery told. */
export async function readLabels(
  octokit: GitHubClient,
  stores: Pick<Stores, "changes" | "labels">,
  { number, tools }: Labelled,
  found: Found,
): Promise<void> {
  if (tools.length === 0) return;
  const stored = await stores.changes.find(found.repository.id, number);
  const isUntold = tools.some((tool) => !stored?.labels.some((label) => label.tool === tool));
  if (stored?.state !== "merged" || !isUntold) return;
  const labellings = labellingsInEvents(await fetchEvents(octokit, found.repository, number));
  for (const labelling of labellings) await recordLabel(stores, { ...labelling, number }, found);
}
