import { hourOf, shift, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { statusOf } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import { measureRepository, zoneOf } from "./measure.ts";
import { publishDigest } from "./publish-digest.ts";
import type { GitHubJobOptions } from "./update-check-runs.ts";

/** Digests are published on Mondays from this hour on. */
const HOUR = 9;

/** The week whose digest is due: the last one that ended, from Monday at nine on. */
export function dueWeek(now: Date, zone: string): Week {
  return shift(weekOf(new Date(now.getTime() - HOUR * 3_600_000), zone), -1);
}

/**
 * Publishes the digests that are due, one repository after another, and edits those of earlier weeks that are restated.
 *
 * None for a week that ended before the app was installed, and none for a repository that never shipped. One that fails
 * is tried again at the next call.
 */
export async function publishDueDigests(options: GitHubJobOptions): Promise<void> {
  for (const repository of await options.stores.repositories.list()) {
    const name = `${repository.owner}/${repository.name}`;
    for (const week of await weeksToPublish(options, repository)) {
      try {
        const published = await publishDigest(options, { repository, week, now: options.clock() });
        if (published.written !== "nothing")
          options.log.info({ repository: name, week, ...published }, "Digest published");
      } catch (error) {
        const outcome = { repository: name, week, status: statusOf(error), error: String(error) };
        options.log.warn(outcome, "Digest not published");
      }
    }
  }
}

/** The week that is due, and at the hour of digests those that were published and can still change. */
async function weeksToPublish(options: GitHubJobOptions, repository: Repository): Promise<Week[]> {
  const zone = await zoneOf(options.stores, repository);
  const now = options.clock();
  const due = dueWeek(now, zone);
  const unfinished = await options.stores.digests.listUnfinished(repository.id);
  const isPublished = unfinished.includes(due);
  const current = isPublished || (await isDue(options, repository, { week: due, zone })) ? [due] : [];
  const earlier = hourOf(now, zone) === HOUR ? unfinished.filter((week) => week !== due) : [];
  return [...earlier, ...current];
}

async function isDue(
  { stores, clock }: GitHubJobOptions,
  repository: Repository,
  { week, zone }: { readonly week: Week; readonly zone: string },
): Promise<boolean> {
  const installation = await stores.installations.find(repository.installationId);
  const end = startOf(shift(week, 1), zone);
  if (installation === undefined || installation.installedAt >= end) return false;
  const { measured } = await measureRepository(stores, repository, { week, zone, now: clock() });
  return measured.measuredSince !== undefined && measured.measuredSince < end;
}
