import { hourIn, hourOf, shiftWeek, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { DAYS, type DigestPolicy } from "../domain/policy.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { Series } from "./series.ts";

type DueOptions = Pick<DigestOptions, "stores" | "clock" | "compute">;

/** The week whose digest is due: the last ended one, from the policy's day and hour on. */
export function dueWeek(now: Date, zone: string, { day, hour }: Pick<DigestPolicy, "day" | "hour">): Week {
  const current = weekOf(now, zone);
  const isDue = now >= hourIn(current, zone, { day: DAYS.indexOf(day), hour });
  return shiftWeek(current, isDue ? -1 : -2);
}

/**
 * The weeks to publish: the due one, the open issues before a later one, and once a day the weeks that can still
 * change.
 */
export async function weeksToPublish(options: DueOptions, series: Series): Promise<Week[]> {
  const { stores, clock } = options;
  const { zone, policy, repository, scope } = series;
  const now = clock();
  const due = dueWeek(now, zone, policy);
  const all = repository ? await stores.digests.list({ repositoryId: repository.id, scope }) : [];
  const isPublished = all.some(({ week }) => week === due);
  const current = isPublished || (await isDue(options, series, due)) ? [due] : [];
  const isDaily = hourOf(now, zone) === policy.hour;
  const earlier = all.filter(({ week, isFinal, isClosed }) => {
    return week < due && ((current.length > 0 && !isClosed) || (isDaily && !isFinal));
  });
  const left = new Set(all.filter(({ leftAt }) => leftAt !== undefined).map(({ week }) => week));
  // The due one comes first, since the earlier ones link to it.
  return [...current, ...earlier.map(({ week }) => week)].filter((week) => !left.has(week));
}

async function isDue({ stores, clock, compute }: DueOptions, series: Series, week: Week): Promise<boolean> {
  const { installationId, zone } = series;
  const installation = await stores.installations.find(installationId);
  const end = startOf(shiftWeek(week, 1), zone);
  if (installation === undefined || installation.installedAt >= end) return false;
  const { since } = await compute.state({ ...series.subject, week, now: clock() });
  return since !== undefined && since < end;
}
