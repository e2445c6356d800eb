import { DAY_MS } from "../domain/durations.ts";
import type { UnreadKind } from "../domain/records/unread.ts";
import type { Stores } from "../storage/stores.ts";
import type { Shortfall } from "./shortfalls.ts";

/** The kinds of facts in words, one and several. */
const WORDS: Readonly<Record<UnreadKind, readonly [one: string, several: string]>> = {
  range: ["range of commits", "ranges of commits"],
  change: ["change", "changes"],
  tag: ["tag", "tags"],
  deployment: ["deployment's statuses", "deployments' statuses"],
  side: ["commit", "commits"],
  part: ["part of a push", "parts of pushes"],
};

/** Finds the single facts that GitHub has not returned, though they were requested again. */
export async function missingFacts(
  { unread }: Pick<Stores, "unread">,
  of: { readonly owner: string; readonly now: Date },
): Promise<readonly Shortfall[]> {
  const counts = (await unread.countByKind()).map(
    ({ kind, count }) => `${count} ${WORDS[kind][count === 1 ? 0 : 1]}`,
  );
  // Deployments wait for a fact that is not recorded as missing yet.
  const ever = { busyRepositories: [], isUrgentOnly: true };
  const waiting = await unread.findNextDue(new Date(of.now.getTime() + DAY_MS), ever);
  const isWaiting = waiting !== undefined && waiting.missing === undefined;
  const lacks = [...counts, ...(isWaiting ? ["deployments that wait for commits"] : [])];
  return lacks.length === 0 ? [] : [{ repository: of.owner, lacks, isLeftOut: false }];
}
