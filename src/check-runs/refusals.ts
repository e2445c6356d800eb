import { HOUR_MS } from "../domain/durations.ts";
import { UncoveredError } from "../github/broken-answers.ts";
import { fetchCommit } from "../github/commits.ts";
import { statusOf } from "../github/octokit.ts";
import { NO_EVENT } from "../github/when.ts";
import { recordRefusal } from "../ingest/refusals.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";

/** GitHub may learn of an event up to an hour late: a 404 within that time is not final. */
const YOUNG_MS = HOUR_MS;

/** Whether an event is so new that GitHub may not know it yet. */
export function isYoung(since: Date | undefined, now: Date): boolean {
  return since !== undefined && now.getTime() - since.getTime() < YOUNG_MS;
}

/**
 * Whether a check run failed for good; then that is kept: as a state of the repository, or that its head is gone.
 *
 * What is not found so soon after it was asked for is a failure like any other.
 */
export async function isRefusedForGood(
  { stores, authenticate, log, clock }: Pick<WorkOptions, "stores" | "authenticate" | "log" | "clock">,
  stale: StaleCheckRun,
  error: unknown,
): Promise<boolean> {
  const { repositoryId, number, headSha } = stale;
  const repository = await stores.repositories.find(repositoryId);
  const status = statusOf(error);
  const isNotFound = status === 404 || status === 422 || error instanceof UncoveredError;
  if (repository === undefined || (isNotFound && isYoung(stale.staleSince, clock()))) return false;
  const octokit = await authenticate(repository);
  if (status === 422) {
    // Pushed away by force long ago, so that GitHub has deleted it.
    const head = await fetchCommit(octokit, repository, { ref: headSha, when: NO_EVENT, per_page: 1 });
    if (head !== undefined) return false;
    await stores.checkRuns.markUnneeded(stale);
    log.info({ repositoryId, number }, "Check run left out, its head is gone");
    return true;
  }
  const met = { repository, refused: "check-runs", error, at: clock() } as const;
  const recorded = await recordRefusal(octokit, stores, met);
  const refusal = { repositoryId, reason: recorded?.reason };
  if (recorded?.isNew) log.info(refusal, "Check runs refused, asked again after a change or a day");
  return recorded !== undefined;
}
