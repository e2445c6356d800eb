import { PLACE_NAMES } from "../domain/digest-choice.ts";
import type { Week } from "../domain/metric/week.ts";
import { ContentLimitError } from "../github/content-limit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import type { DigestResult } from "../operations/tally.ts";
import { recordBug } from "../queue/bugs.ts";
import type { DigestOptions } from "./digest-options.ts";
import { weeksToPublish } from "./due-weeks.ts";
import type { IssueAccess } from "./issue-access.ts";
import { findPublication, TargetError } from "./publication.ts";
import { publishDigest } from "./publish.ts";
import type { Series } from "./series.ts";

/** The options for publishing the digests of an installation. */
export interface Run extends DigestOptions {
  readonly access: IssueAccess;
}

/**
 * Whether GitHub accepts more writes of the installation now; `next-time` when it also refused a write of this
 * repository.
 */
export type Room = "more" | "no-more" | "next-time";

/** Publishes the due digests of a series. Failures are logged. */
export async function publishSeries(run: Run, series: Series): Promise<Room> {
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
    const publication = await findPublication(run, series, week);
    if (series.scope === "owner") await run.stores.installations.liftDigestProblem(series.installationId);
    // A place that was known only by its name is a stored repository now.
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
      await keepProblem(run, series.installationId, error.message);
      return "closed";
    }
    const isRefused = place !== undefined && (await run.access.close(place, error).catch(() => false));
    count(isRefused ? "refused" : "failed");
    return isRefused
      ? "closed"
      : recordFailure(run, { repositoryId: place?.id, scope: series.scope, week }, error);
  }
}

/** Records that no repository can hold an organization's digest, and what people can do. */
export function keepNoPlace(run: Run, installationId: number, owner: string): Promise<void> {
  const [name] = PLACE_NAMES;
  const problem = `no repository can hold the digest of ${owner}: make a private repository ${name} with the app on it, or name one as digest.repository in .github/plimsoll.yml of ${owner}/.github`;
  return keepProblem(run, installationId, problem);
}

/** Records why an organization's digest has no place, which only people there can change. */
async function keepProblem(
  { stores, clock, log }: Run,
  installationId: number,
  problem: string,
): Promise<void> {
  const isNew = await stores.installations.saveDigestProblem(installationId, problem, clock());
  if (isNew) log.warn({ installationId, problem }, "Digest of an organization has no place");
}

/** Logs a failure. Returns whether GitHub accepts more of the installation now. */
export async function recordFailure({ stores, clock, log }: Run, of: object, error: unknown): Promise<Room> {
  await recordBug(stores, { work: "digest", error, at: clock() });
  log.warn({ ...of, err: error }, "Digest not published");
  if (rateLimitWait(error) === undefined) return "more";
  return error instanceof ContentLimitError ? "next-time" : "no-more";
}
