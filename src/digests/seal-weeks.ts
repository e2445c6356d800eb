import { DAY_MS } from "../domain/durations.ts";
import { shiftWeek, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";
import type { WeekPart } from "../storage/seals.ts";
import type { DigestOptions } from "./digest-options.ts";
import { zoneOf } from "./zone.ts";

/**
 * The number of later weeks that use the builders of a week: a digest uses the builders of four weeks, its own and the
 * three before.
 */
const WEEKS_AFTER = 3;
/** A week is final after at most 17 weeks: 13 weeks of waiting for a silent repository, then 4. */
const SURELY_FINAL_WEEKS = 17;
const SURELY_SEALED_MS = (WEEKS_AFTER + SURELY_FINAL_WEEKS) * 7 * DAY_MS;
/** The time for which the author of a pull request that was closed without a merge is remembered. */
const CLOSED_FOR = 28 * DAY_MS;

/** The options for sealing. */
type SealOptions = Pick<DigestOptions, "stores" | "log" | "clock" | "compute">;

/**
 * Seals the weeks that are final in a whole installation, the oldest first.
 *
 * From then on nobody, not even the operator, can follow a person from one week to the next.
 */
export async function sealFinalWeeks({ stores, log, clock, compute }: SealOptions) {
  const now = clock();
  await stores.seals.forgetClosed(new Date(now.getTime() - CLOSED_FOR));
  const all = await stores.repositories.list();
  for (const { id } of all) await stores.seals.forgetCreators(id, new Date(now.getTime() - SURELY_SEALED_MS));
  for (const [installationId, repositories] of Map.groupBy(all, (each) => each.installationId)) {
    for (;;) {
      const oldest = await stores.seals.findOldestUnsealed(installationId);
      if (oldest === undefined) break;
      const week = weekOf(oldest.at, await zoneOf(stores, { id: oldest.repositoryId }));
      const parts = await partsOf({ stores, clock, compute }, repositories, week);
      if (parts === undefined) break;
      await stores.seals.seal(week, parts);
      log.info({ installationId, week }, "Week sealed");
    }
  }
}

/**
 * The repositories' parts of a week; `undefined` while the week can still change in one of them, or one is still being
 * read.
 */
async function partsOf(
  { stores, clock, compute }: Omit<SealOptions, "log">,
  repositories: readonly Repository[],
  week: Week,
): Promise<WeekPart[] | undefined> {
  const now = clock();
  const parts: WeekPart[] = [];
  for (const repository of repositories) {
    if (await stores.backfills.isRunning(repository.id)) return undefined;
    const zone = await zoneOf(stores, repository);
    const last = shiftWeek(week, WEEKS_AFTER);
    const isSure = startOf(shiftWeek(last, 1 + SURELY_FINAL_WEEKS), zone) <= now;
    const isFinal = isSure || (await compute.digest({ repository, week: last, now })).state === "final";
    if (!isFinal) return undefined;
    const digest = await compute.digest({ repository, week, now });
    const [from, until] = [startOf(week, zone), startOf(shiftWeek(week, 1), zone)];
    parts.push({ repositoryId: repository.id, from, until, digest });
  }
  return parts;
}
