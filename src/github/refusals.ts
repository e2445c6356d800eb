import { closedFor, type RefusalReason } from "../domain/refusal.ts";
import { UncoveredError } from "./broken-answers.ts";
import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";
import { rateLimitWait } from "./rate-limits.ts";
import { type FoundRepository, fetchRepository } from "./visibility.ts";

/** The statuses with which GitHub refuses for good, however often it is asked. */
const FOR_GOOD: ReadonlySet<number | undefined> = new Set([403, 404, 410, 451]);

/** The reason of a refusal, and the state of the repository, if GitHub returns one. */
interface ExplainedRefusal {
  readonly reason: RefusalReason;
  readonly repository?: FoundRepository;
}

/** Whether a failure stays until somebody changes something: not a rate limit, an outage, or a bug of ours. */
export function isForGood(error: unknown): boolean {
  return (
    error instanceof UncoveredError || (FOR_GOOD.has(statusOf(error)) && rateLimitWait(error) === undefined)
  );
}

/**
 * Finds the reason why GitHub refuses a request about a repository for good; `undefined` for a failure that may pass.
 *
 * The status shows that it is for good, and the repository itself shows the reason: only its text distinguishes a 403
 * for an archived one from a 403 for a missing permission.
 */
export async function fetchRefusalReason(
  octokit: GitHubClient,
  address: RepositoryAddress,
  error: unknown,
): Promise<ExplainedRefusal | undefined> {
  if (!isForGood(error)) return undefined;
  if (error instanceof UncoveredError) return { reason: "not-found" };
  if (statusOf(error) === 451) return { reason: "legal" };
  try {
    const repository = await fetchRepository(octokit, address);
    if (repository === undefined) return { reason: "not-found" };
    return { reason: closedFor(repository) ?? "not-permitted", repository };
  } catch (failure) {
    if (!isForGood(failure)) throw failure;
    return { reason: statusOf(failure) === 451 ? "legal" : "not-permitted" };
  }
}
