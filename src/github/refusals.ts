import { closedFor, type RefusalReason } from "../domain/refusal.ts";
import { UncoveredError } from "./broken-answers.ts";
import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";
import { rateLimitWait } from "./rate-limits.ts";
import { type FoundRepository, findRepository } from "./visibility.ts";

/** What GitHub answers when it will not do something, however often it is asked. */
const FOR_GOOD: ReadonlySet<number | undefined> = new Set([403, 404, 410, 451]);

/** Why GitHub refuses something, and what it tells of the repository, where it tells anything. */
interface ExplainedRefusal {
  readonly reason: RefusalReason;
  readonly repository?: FoundRepository;
}

/** Whether a failure stays until somebody changes something: not a rate limit, an outage, or a mistake of ours. */
export function isForGood(error: unknown): boolean {
  return (
    error instanceof UncoveredError || (FOR_GOOD.has(statusOf(error)) && rateLimitWait(error) === undefined)
  );
}

/**
 * Why GitHub refuses for good what was asked of a repository; `undefined` for a failure that may pass.
 *
 * The status says that it does, and the repository itself says why: a 403 for an archived one differs from one for a
 * permission that the app lacks in nothing but its text.
 */
export async function explainRefusal(
  octokit: GitHubClient,
  address: RepositoryAddress,
  error: unknown,
): Promise<ExplainedRefusal | undefined> {
  if (!isForGood(error)) return undefined;
  if (error instanceof UncoveredError) return { reason: "not-found" };
  if (statusOf(error) === 451) return { reason: "legal" };
  try {
    const repository = await findRepository(octokit, address);
    if (repository === undefined) return { reason: "not-found" };
    return { reason: closedFor(repository) ?? "not-permitted", repository };
  } catch (failure) {
    if (!isForGood(failure)) throw failure;
    return { reason: statusOf(failure) === 451 ? "legal" : "not-permitted" };
  }
}
