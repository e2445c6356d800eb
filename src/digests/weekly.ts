import { hourOf, shift, startOf, type Week } from "../domain/metric/week.ts";
import { ContentLimitError } from "../github/content-limit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import type { DigestResult } from "../operations/tally.ts";
import { rememberMistake } from "../queue/mistakes.ts";
import type { Repository } from "../storage/repositories.ts";
import { dueWeek } from "./due-weeks.ts";
import { createIssueAccess, type IssueAccess } from "./issue-access.ts";
import { TargetError } from "./organization-publication.ts";
import { type DigestJobOptions, type OrganizationSeries, organizationSeries } from "./organization-series.ts";
import { publishDigest } from "./publish.ts";
import { repositorySeries } from "./repository-series.ts";
import type { Series } from "./series.ts";

/** What publishing the digests of an installation needs. */
interface Run extends DigestJobOptions {
  readonly access: IssueAccess;
}

/** Whether GitHub takes more of the installation now; `next-time` when it took nothing of this repository either. */
type Room = "more" | "no-more" | "next-time";

/**
 * Publishes the digests that are due, edits those of earlier weeks that are restated, and closes those that have a later
 * one: an organization's first, then those of its repositories in turn.
 *
 * None for a week that ended before the app was installed, none before anything was measured, none where a config switched
 * it off or GitHub refuses it for good, and none while the installation is suspended. That of a repository waits until its
 * past is read. One that fails is tried again at the next call.
 */
export async function publishDueDigests(options: DigestJobOptions): Promise<void> {
  const all = await options.stores.repositories.listActive();
  for (const [installationId, repositories] of Map.groupBy(all, (each) => each.installationId)) {
    const run = { ...options, access: createIssueAccess(options, options.log) };
    try {
      await publishOf(run, installationId, repositories);
    } catch (error) {
      // One installation must not keep the others waiting.
      await rememberMistake(options.stores, { work: "digest", error, at: options.clock() });
      options.log.warn({ installationId, err: error }, "Digests of an installation not published");
    }
  }
}

/** Publishes what is due in an installation until GitHub takes no more of it; the next call begins where this one ends. */
async function publishOf(
  run: Run,
  installationId: number,
  repositories: readonly Repository[],
): Promise<void> {
  const { backfills, installations } = run.stores;
  const organization = await organizationSeries(run, repositories);
  if (organization === undefined) await installations.liftDigestProblem(installationId);
  if (organization !== undefined && (await publishOrganization(run, organization)) !== "more") return;
  const ordered = inTurn(repositories, await installations.digestTurn(installationId));
  for (const [index, repository] of ordered.entries()) {
    if (await backfills.isRunning(repository.id)) continue;
    const room = await publishRepository(run, repository, organization);
    if (room === "more") continue;
    // One that met GitHub's own limit had its turn: it must not keep the others from theirs each hour.
    const next = room === "next-time" ? repository : (ordered[index + 1] ?? ordered[0]);
    return installations.saveDigestTurn(installationId, next?.id ?? repository.id);
  }
}

/** Repositories from the one on whose turn it is; they come by their ids. */
function inTurn(repositories: readonly Repository[], turn = 0): readonly Repository[] {
  const before = repositories.filter(({ id }) => id < turn);
  return [...repositories.filter(({ id }) => id >= turn), ...before];
}

async function publishOrganization(run: Run, organization: OrganizationSeries): Promise<Room> {
  try {
    return await publishSeries(run, organization);
  } catch (error) {
    return fail(run, { installationId: organization.installationId, scope: "owner" }, error);
  }
}

async function publishRepository(
  run: Run,
  repository: Repository,
  organization: OrganizationSeries | undefined,
): Promise<Room> {
  try {
    const series = await repositorySeries(run, { repository, organization });
    return series === undefined ? "more" : await publishSeries(run, series);
  } catch (error) {
    return fail(run, { repositoryId: repository.id, scope: "repository" }, error);
  }
}

/** Publishes what is due of a series; a failure is logged. */
async function publishSeries(run: Run, series: Series): Promise<Room> {
  const { repository } = series;
  if (repository !== undefined && (await run.access.isClosed(repository))) return "more";
  for (const week of await weeksToPublish(run, series)) {
    const room = await publishWeek(run, series, week);
    if (room === "closed") return "more";
    if (room !== "more") return room;
  }
  return "more";
}

async function publishWeek(run: Run, series: Series, week: Week): Promise<Room | "closed"> {
  const started = performance.now();
  const count = (result: DigestResult) =>
    run.tally?.digestWorked(result, (performance.now() - started) / 1000);
  let place = series.repository;
  try {
    if (place !== undefined && !(await run.access.isOpen(place))) return "closed";
    const publication = await series.publicationOf(week);
    if (series.scope === "owner") await run.stores.installations.liftDigestProblem(series.installationId);
    // One that was known by its name only is known now.
    if (place === undefined && !(await run.access.isOpen(publication.repository))) return "closed";
    place = publication.repository;
    const published = await publishDigest(run, publication);
    count(published.written);
    await run.access.open(place);
    const line = { repositoryId: place.id, scope: series.scope, week, ...published };
    if (published.written !== "nothing") run.log.info(line, "Digest published");
    return "more";
  } catch (error) {
    if (error instanceof TargetError) {
      count("refused");
      return keepProblem(run, series, error);
    }
    const isRefused = place !== undefined && (await run.access.close(place, error).catch(() => false));
    count(isRefused ? "refused" : "failed");
    return isRefused ? "closed" : fail(run, { repositoryId: place?.id, scope: series.scope, week }, error);
  }
}

/** Keeps why an organization's digest cannot be where its config wants it, which only somebody there can mend. */
async function keepProblem(
  { stores, clock, log }: Run,
  { installationId }: Series,
  { message }: TargetError,
): Promise<"closed"> {
  const isNew = await stores.installations.saveDigestProblem(installationId, message, clock());
  if (isNew) log.warn({ installationId, problem: message }, "Digest of an organization has no place");
  return "closed";
}

/** Logs a failure; returns whether GitHub takes more of the installation now. */
async function fail({ stores, clock, log }: Run, of: object, error: unknown): Promise<Room> {
  await rememberMistake(stores, { work: "digest", error, at: clock() });
  log.warn({ ...of, err: error }, "Digest not published");
  if (rateLimitWait(error) === undefined) return "more";
  return error instanceof ContentLimitError ? "next-time" : "no-more";
}

/** The week that is due; those that have a later one and are open; and once a day those that can still change. */
async function weeksToPublish(run: Run, series: Series): Promise<Week[]> {
  const { stores, clock } = run;
  const { zone, policy, repository, scope } = series;
  const now = clock();
  const due = dueWeek(now, zone, policy);
  const all = repository ? await stores.digests.list({ repositoryId: repository.id, scope }) : [];
  const isPublished = all.some(({ week }) => week === due);
  const current = isPublished || (await isDue(run, series, due)) ? [due] : [];
  const isDaily = hourOf(now, zone) === policy.hour;
  const earlier = all.filter(({ week, isFinal, isClosed }) => {
    return week < due && ((current.length > 0 && !isClosed) || (isDaily && !isFinal));
  });
  const left = new Set(all.filter(({ leftAt }) => leftAt !== undefined).map(({ week }) => week));
  // The due one first: those before it point to it.
  return [...current, ...earlier.map(({ week }) => week)].filter((week) => !left.has(week));
}

async function isDue({ stores }: Run, series: Series, week: Week): Promise<boolean> {
  const installation = await stores.installations.find(series.installationId);
  const end = startOf(shift(week, 1), series.zone);
  if (installation === undefined || installation.installedAt >= end) return false;
  const since = await series.measuredSince(week);
  return since !== undefined && since < end;
}
