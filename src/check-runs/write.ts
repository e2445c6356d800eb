import { type CheckRunPlace, createCheckRun, fetchCheckRunId, updateCheckRun } from "../github/check-runs.ts";
import { type GitHubClient, isRejected } from "../github/octokit.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { RenderedCheckRun } from "../render/check-run.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";
import type { Repository } from "../storage/repositories.ts";
import { isRecent } from "./refusals.ts";

/** A check run, its repository, and the content to show. */
interface CheckRunToWrite {
  readonly repository: Repository;
  readonly stale: StaleCheckRun;
  readonly content: RenderedCheckRun;
}

/** Writes a check run and returns GitHub's id of it; `undefined` when an existing run is gone. */
export async function writeCheckRun(
  { stores, clock }: Pick<WorkOptions, "stores" | "clock">,
  octokit: GitHubClient,
  { repository, stale, content }: CheckRunToWrite,
): Promise<number | undefined> {
  const place: CheckRunPlace = { headSha: stale.headSha, externalId: `#${stale.number}` };
  const isLost = stale.checkRunId === undefined && stale.createdAt !== undefined;
  const checkRunId = isLost ? await fetchCheckRunId(octokit, repository, place) : stale.checkRunId;
  if (checkRunId !== undefined) {
    const isThere = await updateCheckRun(octokit, repository, { checkRunId, content });
    if (isThere) return checkRunId;
    // The search found it a moment ago, or it is so young that GitHub may not know it everywhere yet.
    if (isLost || isRecent(stale.createdAt, clock())) throw new VanishedError();
    await stores.checkRuns.markGone(stale, clock());
    return undefined;
  }
  await stores.checkRuns.markCreating(stale, clock());
  return createCheckRun(octokit, repository, { place, content }).catch(async (error: unknown) => {
    // A refused creation made no run. So no later search is needed, and it does not count in the hour's quota.
    if (isRejected(error)) await stores.checkRuns.markRefused(stale);
    throw error;
  });
}

/** GitHub lists a check run that it does not know. */
class VanishedError extends Error {
  override readonly name = "VanishedError";

  constructor() {
    super("GitHub does not know a check run that it should have");
  }
}
