import type { Week } from "../domain/metric/week.ts";
import type { DigestResult } from "../operations/tally.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";
import { weeksToPublish } from "./due-weeks.ts";
import { keepRefusedPlace } from "./no-place.ts";
import { findPublication, TargetError } from "./publication.ts";
import { publishDigest } from "./publish.ts";
import { closeIfRefused, type Room, type Run, recordFailure } from "./run.ts";
import type { Series } from "./series.ts";

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
    throwIfLost(error);
    if (error instanceof TargetError && series.scope === "owner") {
      count("refused");
      await keepRefusedPlace(run, series, error.message);
      return "closed";
    }
    const isRefused = place !== undefined && (await closeIfRefused(run, place, error));
    count(isRefused ? "refused" : "failed");
    return isRefused
      ? "closed"
      : recordFailure(run, { repositoryId: place?.id, scope: series.scope, week }, error);
  }
}
