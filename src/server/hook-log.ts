import { MINUTE_MS } from "../domain/durations.ts";
import { type DeliveryAttempt, fetchLatestAttempts } from "../github/app-settings.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { causeOf, hintFor } from "../operations/doctor/webhook.ts";
import { minute } from "../operations/text.ts";
import type { HookReach } from "../pages/progress-page.ts";

/** GitHub's log of the App's deliveries, for the page after the installation. */
export interface HookLog {
  find(): Promise<HookReach>;
}

interface HookLogOptions {
  readonly authenticateApp: () => Promise<GitHubClient>;
  readonly clock: () => Date;
}

const TIMEOUT_MS = 3_000;
const KEPT_MS = MINUTE_MS / 4;

/** Reads the log at most once in a quarter of a minute, however often the page is loaded. */
export function createHookLog({ authenticateApp, clock }: HookLogOptions): HookLog {
  let known: Promise<HookReach> = Promise.resolve("unknown");
  let until = 0;
  return {
    find() {
      const now = clock().getTime();
      if (now < until) return known;
      until = now + KEPT_MS;
      known = read().catch(() => "unknown");
      return known;
    },
  };

  async function read(): Promise<HookReach> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const attempts = await fetchLatestAttempts(await authenticateApp(), { signal });
    return attempts === undefined ? "unknown" : reachOf(attempts);
  }
}

/** The ping comes first, and is the first proof; every later delivery is another one. */
function reachOf([latest]: readonly DeliveryAttempt[]): HookReach {
  if (latest === undefined) return "none yet";
  const at = minute(latest.deliveredAt);
  if (latest.isAnswered) return { reachedAt: at };
  return { failedAt: at, cause: causeOf(latest), remedy: hintFor(latest) };
}
