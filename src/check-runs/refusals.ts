import { HOUR_MS } from "../domain/durations.ts";
import { UncoveredError } from "../github/broken-answers.ts";
import { fetchCommit } from "../github/commits.ts";
import { statusOf } from "../github/octokit.ts";
import { NO_EVENT } from "../github/when.ts";
import { recordRefusal } from "../ingest/refusals.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";

/** GitHub's API may know an event up to an hour late, so a 404 within that time is not final. */
const RECENT_MS = HOUR_MS;

/** Whether an event is so new that GitHub may not know it yet. */
export function isRecent(since: Date | undefined, now: Date): boolean {
  return since !== undefined && now.getTime() - since.getTime() < RECENT_MS;
}

/**
 * Records why a check run failed for good: GitHub refuses the repository's check runs, or the head is gone. Returns
 * whether it did.
 *
 * A 404 about a recent event is an ordinary failure.
 */
export async function recordPermanentRefusal(
  { stores, authenticate, log, clock }: Pick<WorkOptions, "stores" | "authenticate" | "log" | "clock">,
  stale: StaleCheckRun,
  error: unknown,
): Promise<boolean> {
  const { repositoryId, number, headSha } = stale;
  const repository = await stores.repositories.find(repositoryId);
  const status = statusOf(error);
  const isNotFound = status === 404 || status === 422 || error instanceof UncoveredError;
  if (repository === undefined || (isNotFound && isRecent(stale.staleSince, clock()))) return false;
  const octokit = await authenticate(repository);
  if (status === 422) {
    // A forced push removed the commit long ago, and GitHub has deleted it.
    const head = await fetchCommit(octokit, repository, { ref: headSha, when: NO_EVENT, per_page: 1 });
    if (head !== undefined) return false;
    await stores.checkRuns.markUnneeded(stale);
    log.info({ repositoryId, number }, "Check run skipped, its head is gone");
    return true;
  }
  const met = { repository, refused: "check-runs", error, at: clock() } as const;
  const recorded = await recordRefusal(octokit, stores, met);
  const refusal = { repositoryId, reason: recorded?.reason };
  if (recorded?.isNew) log.info(refusal, "Check runs refused, requested again after a change or a day");
  return recorded !== undefined;
}
