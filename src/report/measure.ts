import { computeDigest } from "../digests/compute.ts";
import { newestComplete } from "../digests/newest.ts";
import { findState } from "../digests/state.ts";
import { DAY_MS } from "../domain/durations.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { shiftWeek, type Week, weekOf } from "../domain/metric/week.ts";
import type { Stores } from "../storage/stores.ts";
import type { ReportSubject } from "./subject.ts";

const ZONE = "UTC";

/** The weeks that are read whole. */
interface ReadWeeks {
  readonly first: Week;
  readonly last: Week;
}

/** The weeks that are read whole by whatever zone, and the present one. */
export function readWeeks(since: Date, now: Date): ReadWeeks {
  // Some weeks begin 14 hours before those of UTC.
  const first = shiftWeek(weekOf(new Date(since.getTime() + DAY_MS), ZONE), 1);
  return { first, last: weekOf(now, ZONE) };
}

/** Computes the digest of a week, or of the newest complete one; of the last one while none is complete. */
export async function measure(
  stores: Stores,
  subject: ReportSubject,
  of: { readonly week: Week | undefined; readonly since: Date; readonly now: Date },
): Promise<Digest> {
  const { week, since, now } = of;
  const compute = (each: Week) => computeDigest(stores, { ...subject, week: each, now });
  if (week !== undefined) return compute(week);
  const { zone } = await findState(stores, { ...subject, week: weekOf(now, ZONE), now });
  const last = shiftWeek(weekOf(now, zone), -1);
  const newest = await newestComplete(last, compute);
  return newest.week < readWeeks(since, now).first ? compute(last) : newest;
}
