import { shift, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { finishAll } from "../domain/shipping/deployment.ts";
import { statusOf } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import { publishDigest } from "./publish-digest.ts";
import { type GitHubJobOptions, ZONE } from "./update-check-runs.ts";

/** Digests are published on Mondays from this hour on. */
const HOUR = 9;

/** The week whose digest is due: the last one that ended, from Monday at nine on. */
export function dueWeek(now: Date): Week {
  return shift(weekOf(new Date(now.getTime() - HOUR * 3_600_000), ZONE), -1);
}

/**
 * Publishes the digests that are due, one repository after another, and edits those that have changed since.
 *
 * None for a week that ended before the app was installed, and none for a repository that never deployed to production.
 * One that fails is tried again at the next call.
 */
export async function publishDueDigests(options: GitHubJobOptions): Promise<void> {
  const week = dueWeek(options.clock());
  for (const repository of await options.stores.repositories.list()) {
    const outcome = { repository: `${repository.owner}/${repository.name}`, week };
    try {
      if (!(await isDue(options, repository, week))) continue;
      const published = await publishDigest(options, { repository, week, now: options.clock() });
      if (published.written !== "nothing") options.log.info({ ...outcome, ...published }, "Digest published");
    } catch (error) {
      options.log.warn({ ...outcome, status: statusOf(error), error: String(error) }, "Digest not published");
    }
  }
}

async function isDue({ stores }: GitHubJobOptions, repository: Repository, week: Week): Promise<boolean> {
  const installation = await stores.installations.find(repository.installationId);
  const end = startOf(shift(week, 1), ZONE);
  if (installation === undefined || installation.installedAt >= end) return false;
  const { deployments } = await stores.histories.load(repository.id);
  return finishAll(deployments).some(({ ending, at }) => ending === "production" && at < end);
}
