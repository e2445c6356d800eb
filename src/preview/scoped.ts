import { completionOf } from "../domain/metric/completion.ts";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import { firstMergedSince } from "../domain/metric/first-merged.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { scopeOf } from "../domain/metric/scope.ts";
import { firstWeekNeeded, type OpenWeeks, openWeeks } from "../domain/metric/scope-weeks.ts";
import { MOST_WEEKS } from "../domain/metric/usual-range.ts";
import { shiftWeek, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { stateOfWeek, type WeekState } from "../domain/metric/week-state.ts";
import type { Subject } from "./configure.ts";

/** The measured repositories of a preview. */
export interface Scoped {
  readonly subject: Subject;
  readonly measured: readonly Measured[];
  readonly asOf: Date;
}

/** The repositories of a preview, with all weeks that its digests need. */
export interface Opened extends Scoped {
  readonly opened: OpenWeeks;
}

/** The most weeks after which a release may carry a week's work, and the preview still finds that week. */
export const MOST_WAITING = 13;
/** The number of settled weeks whose changes are compared by size. */
const COMPARED = 12;

/** Opens the weeks from the first digest until now, for many digests: each takes a half year of weeks. */
export function openScoped(scoped: Scoped, first: Week): Opened {
  const { subject, measured, asOf } = scoped;
  const { name, zone } = subject;
  const scope = scopeOf(measured, name, { countsMerges: countsMerges(measured) });
  return { ...scoped, opened: openWeeks(scope, [first, weekOf(asOf, zone)], { zone, now: asOf }) };
}

/** Computes the digest of a week. */
export function digestOf({ subject, measured, asOf, opened }: Opened, week: Week): Digest {
  const { name: scope, zone, floor } = subject;
  const query = { scope, week, zone, now: asOf, floor, countsMerges: countsMerges(measured), opened };
  const digest = digestWeek(around(measured, subject, week), {
    ...query,
    // The owner of a clone can read each of its commits.
    isOwnReader: true,
  });
  // A clone knows nothing of reviews.
  return { ...digest, beside: { ...digest.beside, approvals: null } };
}

/** The repositories that count. An organization leaves out those that only merge, unless all of them do. */
export function counted({ measured, subject }: Scoped): readonly Measured[] {
  return scopeOf(measured, subject.name, { countsMerges: countsMerges(measured) }).repositories;
}

/** The names of the repositories that do not count, since only merges are known of them. */
export function leftOut(scoped: Scoped): string[] {
  const inScope = counted(scoped);
  return scoped.measured.filter((each) => !inScope.includes(each)).map(({ repository }) => repository);
}

function countsMerges(measured: readonly Measured[]): boolean {
  return measured.every(({ ship }) => ship === "merges");
}

/** The newest week that has ended and is complete; without one, the newest that has ended. */
export function newestComplete(scoped: Scoped, most: number): Week {
  const last = shiftWeek(weekOf(scoped.asOf, scoped.subject.zone), -1);
  const weeks = Array.from({ length: most + MOST_WAITING }, (_, count) => shiftWeek(last, -count));
  return weeks.find((week) => stateOf(scoped, week) !== "open") ?? last;
}

/** The week itself, and the settled weeks whose changes its digest compares. */
export function comparedWeeks(scoped: Scoped, week: Week): Week[] {
  const isSettled = (each: Week) => ["settled", "final"].includes(stateOf(scoped, each));
  const weeks = Array.from({ length: MOST_WEEKS + 1 }, (_, count) => shiftWeek(week, -count));
  return [week, ...weeks.filter(isSettled).slice(0, COMPARED)];
}

/** The state of a week, as its digest says. A whole digest takes much longer. */
function stateOf({ subject, measured, asOf }: Scoped, week: Week): WeekState {
  const { name, zone } = subject;
  // What was merged in other weeks has no part in it.
  const merged = mergedBetween(measured, subject, [week, week]);
  const scope = scopeOf(merged, name, { countsMerges: countsMerges(measured) });
  const [start, end] = [startOf(week, zone), startOf(shiftWeek(week, 1), zone)];
  return stateOfWeek(completionOf(scope)({ start: start.getTime(), end: end.getTime() }).at, asOf);
}

/** The part of the measured changes that a week's digest needs. */
function around(measured: readonly Measured[], subject: Subject, week: Week): Measured[] {
  return mergedBetween(measured, subject, [firstWeekNeeded(week), shiftWeek(week, MOST_WAITING)]);
}

/** The repositories with only the changes merged from one week to another. Changes are in the order of their merges. */
export function mergedBetween(
  measured: readonly Measured[],
  { zone }: Subject,
  [first, last]: readonly [Week, Week],
): Measured[] {
  const [since, until] = [startOf(first, zone), startOf(shiftWeek(last, 1), zone)];
  return measured.map((each) => {
    const part = [since, until].map((at) => firstMergedSince(each.changes, at));
    return { ...each, changes: each.changes.slice(...part) };
  });
}
