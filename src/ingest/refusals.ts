import type { RefusalReason, Refused } from "../domain/refusal.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { explainRefusal } from "../github/refusals.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { PAST_MS } from "./past.ts";

/** A refusal that was met: of what, and the failure that tells it. */
interface MetFailure {
  readonly repository: Repository;
  readonly refused: Refused;
  readonly error: unknown;
  readonly at: Date;
}

/** A refusal as it was recorded. */
interface RecordedRefusal {
  readonly reason: RefusalReason;
  /** Whether it is new, or for another reason than before: then it is worth a line in the log. */
  readonly isNew: boolean;
}

/** Records what GitHub refuses for good as a state of the repository; `undefined` for a failure that may pass. */
export async function recordRefusal(
  octokit: GitHubClient,
  { repositories, refusals }: Pick<Stores, "repositories" | "refusals">,
  { repository, refused, error, at }: MetFailure,
): Promise<RecordedRefusal | undefined> {
  const found = await explainRefusal(octokit, repository, error);
  if (found === undefined) return undefined;
  // It may have been renamed; what is refused is told of the one that was asked.
  if (found.repository?.id === repository.id) await repositories.learn([found.repository]);
  // Issues that are off are no reason why anything else is refused.
  const reason = refused !== "issues" && found.reason === "issues-off" ? "not-permitted" : found.reason;
  return { reason, isNew: await refusals.save({ repositoryId: repository.id, refused, reason, at }) };
}

/** The same of all repositories of an installation. */
export async function askAgainOf(
  stores: Pick<Stores, "repositories" | "refusals" | "backfills">,
  installationId: number,
  at: Date,
): Promise<void> {
  const all = (await stores.repositories.list()).filter((each) => each.installationId === installationId);
  const ids = all.map(({ id }) => id);
  await askAgain(stores, ids, at);
}

/** Has all that GitHub refuses of some repositories asked again now, since something of them changed. */
export async function askAgain(
  { refusals, backfills }: Pick<Stores, "refusals" | "backfills">,
  repositoryIds: readonly number[],
  at: Date,
): Promise<void> {
  for (const repositoryId of repositoryIds) {
    const reopened = await refusals.reopen(repositoryId);
    if (!reopened.includes("past")) continue;
    await backfills.request({ repositoryId, since: new Date(at.getTime() - PAST_MS), at });
  }
}
