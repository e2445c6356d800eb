import { hourOf, shift, startOf, type Week } from "../domain/metric/week.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import type { DigestOutcome } from "../operations/outcomes.ts";
import type { Repository } from "../storage/repositories.ts";
import { dueWeek } from "./due-weeks.ts";
import { rememberMistake } from "./mistakes.ts";
import { type DigestJobOptions, organizationSeries } from "./organization-series.ts";
import { publishDigest } from "./publish-digest.ts";
import { repositorySeries } from "./repository-series.ts";
import type { Series } from "./series.ts";

/**
 * Publishes the digests that are due, one after another, edits those of earlier weeks that are restated, and closes those
 * that have a later one.
 *
 * None for a week that ended before the app was installed, none before anything was measured, and none where a config
 * switched it off, while the installation is suspended, or while the past of one of its repositories is being read. One
 * that fails is tried again at the next call.
 */
export async function publishDueDigests(options: DigestJobOptions): Promise<void> {
  const all = await options.stores.repositories.listActive();
  for (const [installationId, repositories] of Map.groupBy(all, (each) => each.installationId)) {
    try {
      await publishOf(options, repositories);
    } catch (error) {
      // One installation must not keep the others waiting.
      await rememberMistake(options.stores, { work: "digest", error, at: options.clock() });
      options.log.warn({ installationId, err: error }, "Digests of an installation not published");
    }
  }
}

/** Publishes what is due in an installation; the rest at the next call when GitHub takes no more of it now. */
async function publishOf(options: DigestJobOptions, repositories: readonly Repository[]): Promise<void> {
  for (const { id } of repositories) if (await options.stores.backfills.isRunning(id)) return;
  const organization = await organizationSeries(options, repositories);
  for (const repository of repositories) {
    const series = await repositorySeries(options, { repository, organization });
    if (series !== undefined && !(await publishSeries(options, series))) return;
  }
  if (organization !== undefined) await publishSeries(options, organization);
}

/** Publishes what is due of a series; a failure is logged. Returns whether GitHub takes more of the installation now. */
async function publishSeries(options: DigestJobOptions, series: Series): Promise<boolean> {
  const { id: repositoryId, isArchived } = series.repository;
  // GitHub lets nobody write to it.
  if (isArchived) return true;
  for (const week of await weeksToPublish(options, series)) {
    const started = performance.now();
    const count = (outcome: DigestOutcome) =>
      options.outcomes?.digestWorked(outcome, (performance.now() - started) / 1000);
    try {
      const published = await publishDigest(options, await series.publicationOf(week));
      count(published.written);
      const outcome = { repositoryId, scope: series.scope, week, ...published };
      if (published.written !== "nothing") options.log.info(outcome, "Digest published");
    } catch (error) {
      count("failed");
      await rememberMistake(options.stores, { work: "digest", error, at: options.clock() });
      options.log.warn({ repositoryId, scope: series.scope, week, err: error }, "Digest not published");
      if (rateLimitWait(error) !== undefined) return false;
    }
  }
  return true;
}

/** The week that is due; those that have a later one and are open; and once a day those that can still change. */
async function weeksToPublish(options: DigestJobOptions, series: Series): Promise<Week[]> {
  const { stores, clock } = options;
  const { zone, policy } = series;
  const now = clock();
  const due = dueWeek(now, zone, policy);
  const all = await stores.digests.list({ repositoryId: series.repository.id, scope: series.scope });
  const isPublished = all.some(({ week }) => week === due);
  const current = isPublished || (await isDue(options, series, due)) ? [due] : [];
  const isDaily = hourOf(now, zone) === policy.hour;
  const earlier = all.filter(({ week, isFinal, isClosed }) => {
    return week < due && ((current.length > 0 && !isClosed) || (isDaily && !isFinal));
  });
  // The due one first: those before it point to it.
  return [...current, ...earlier.map(({ week }) => week)];
}

async function isDue({ stores }: DigestJobOptions, series: Series, week: Week): Promise<boolean> {
  const installation = await stores.installations.find(series.repository.installationId);
  const end = startOf(shift(week, 1), series.zone);
  if (installation === undefined || installation.installedAt >= end) return false;
  const since = await series.measuredSince(week);
  return since !== undefined && since < end;
}
