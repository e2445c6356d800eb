import { hourIn, shift, type Week, weekOf } from "../domain/metric/week.ts";
import { DAYS, type DigestPolicy } from "../domain/policy.ts";

/** The week whose digest is due: the last one that ended, from the policy's day and hour on. */
export function dueWeek(now: Date, zone: string, { day, hour }: Pick<DigestPolicy, "day" | "hour">): Week {
  const current = weekOf(now, zone);
  const isDue = now >= hourIn(current, zone, { day: DAYS.indexOf(day), hour });
  return shift(current, isDue ? -1 : -2);
}
