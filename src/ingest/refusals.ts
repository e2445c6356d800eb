import type { RefusalReason, Refused } from "../domain/refusal.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchRefusalReason } from "../github/refusals.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { PAST_MS } from "./past.ts";

/** A refusal: its repository and kind, and the failure that shows it. */
interface MetFailure {
  readonly repository: Repository;
  readonly refused: Refused;
  readonly error: unknown;
  readonly at: Date;
}

/** A recorded refusal. */
interface RecordedRefusal {
  readonly reason: RefusalReason;
  /** Whether it is new, or has another reason than before. Then it is worth a line in the log. */
  readonly isNew: boolean;
}

/** Records a permanent refusal of GitHub's as a state of the repository; `undefined` for a temporary failure. */
export async function recordRefusal(
  octokit: GitHubClient,
  { repositories, refusals }: Pick<Stores, "repositories" | "refusals">,
  { repository, refused, error, at }: MetFailure,
): Promise<RecordedRefusal | undefined> {
  const found = await fetchRefusalReason(octokit, repository, error);
  if (found === undefined) return undefined;
  // The repository may have been renamed. Only facts about the same id are recorded.
  if (found.repository?.id === repository.id) await repositories.saveOpenness([found.repository]);
  // Disabled issues are no reason for a refusal of anything else.
  const reason = refused !== "issues" && found.reason === "issues-off" ? "not-permitted" : found.reason;
  return { reason, isNew: await refusals.save({ repositoryId: repository.id, refused, reason, at }) };
}

/** Requests the refused things of all repositories of an installation again. */
export async function askAgainOf(
  stores: Pick<Stores, "repositories" | "refusals" | "backfills">,
  installationId: number,
  at: Date,
): Promise<void> {
  const all = (await stores.repositories.list()).filter((each) => each.installationId === installationId);
  const ids = all.map(({ id }) => id);
  await askAgain(stores, ids, at);
}

/** Requests everything that GitHub refuses for some repositories again now, since something about them changed. */
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
