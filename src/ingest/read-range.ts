import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import { type Range, rangeKey } from "../domain/shipping/ranges.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { readComparison } from "./compare.ts";
import { afterFailure, afterRecord, isAboutRequest } from "./unread.ts";

/** The range to read, and the options. */
interface RangeReading {
  readonly repository: Repository;
  readonly range: Range;
  /** GitHub's time of the event that needs it; `undefined` when that is long ago. */
  readonly at: Date | undefined;
  readonly rules: AttributionRules;
  readonly now: Date;
  /** Whether to read it although it was recorded as unknown. */
  readonly isAgain?: boolean;
}

/**
 * Reads a range between deployments and records it. Returns whether it is recorded now.
 *
 * A range that cannot be read yet does not fail a delivery: it is noted, and read again when due.
 */
export async function readRange(
  octokit: GitHubClient,
  { commits, unread }: Pick<Stores, "commits" | "unread">,
  { repository, range, at, rules, now, isAgain = false }: RangeReading,
): Promise<boolean> {
  const source = rangeKey(range);
  const key = { repositoryId: repository.id, kind: "range", name: source } as const;
  const before = await unread.find(key);
  const isWaiting = before?.missing === undefined && before?.dueAt !== undefined && before.dueAt > now;
  if (isWaiting) return false;
  const asked = { key, source, before, now };
  try {
    const refusals = before?.refusals ?? 0;
    const when = { at, heardAt: before?.since ?? now, now };
    const read = await readComparison(octokit, repository, { ...range, rules, when, refusals, isAgain });
    await commits.saveRange(repository.id, range, read);
    if (read !== undefined) await unread.remove(key);
    else await unread.save(afterRecord(asked, "everything"));
    return true;
  } catch (error) {
    if (!isAboutRequest(error)) throw error;
    await unread.save(afterFailure(asked, error));
    return false;
  }
}
