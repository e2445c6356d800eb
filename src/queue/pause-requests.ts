import { ContentLimitError } from "../github/content-limit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import type { RepositoryStore } from "../storage/repositories.ts";
import type { WaitStore } from "../storage/waits.ts";
import { nextTry } from "./backoff.ts";

/** The stores of pauses. */
interface PauseStores {
  readonly waits: WaitStore;
  readonly repositories: RepositoryStore;
}

/** Failed work of an installation, or of a repository of it. */
interface FailedRequest {
  readonly of: { readonly installationId: number } | { readonly repositoryId: number };
  readonly error: unknown;
  readonly at: Date;
}

/**
 * Pauses the work of an installation that met one of GitHub's rate limits, on all servers of the store.
 *
 * Any other error pauses nothing. Nor does our own quota of writes: GitHub still answers what reads.
 */
export async function pauseRequests(
  { waits, repositories }: PauseStores,
  { of, error, at }: FailedRequest,
): Promise<void> {
  if (rateLimitWait(error) === undefined || error instanceof ContentLimitError) return;
  const covered = "repositoryId" in of ? await repositories.find(of.repositoryId) : of;
  const until = nextTry(at, { error, attempts: 0 })?.at;
  if (covered === undefined || until === undefined) return;
  await waits.begin({ name: "requests", installationId: covered.installationId }, { now: at, until });
}
