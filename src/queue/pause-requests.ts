import { ContentLimitError } from "../github/content-limit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import type { WaitStore } from "../storage/waits.ts";

/** Failed work of an installation, and the time of its next try. */
interface FailedRequest {
  readonly installationId: number;
  readonly error: unknown;
  readonly now: Date;
  readonly until: Date;
}

/**
 * Pauses the work of an installation that met one of GitHub's rate limits, on all servers of the store.
 *
 * Any other error pauses nothing, nor does our own quota of writes: GitHub still answers what reads.
 */
export async function pauseRequests(
  { waits }: { readonly waits: WaitStore },
  { installationId, error, now, until }: FailedRequest,
): Promise<void> {
  if (rateLimitWait(error) === undefined || error instanceof ContentLimitError) return;
  await waits.begin({ name: "requests", installationId }, { now, until });
}
