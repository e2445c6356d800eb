import { linesRead } from "../domain/clone/lines-read.ts";
import type { Preview, PreviewWeek } from "../domain/clone/preview.ts";
import { WEEK_MS } from "../domain/durations.ts";
import { type Calendar, openCalendar } from "../domain/metric/calendar.ts";
import { completionOf } from "../domain/metric/completion.ts";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { scopeOf } from "../domain/metric/scope.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import { toolTotals } from "../domain/metric/tool-totals.ts";
import { wasLive } from "../domain/metric/undone-share.ts";
import { MOST_WEEKS } from "../domain/metric/usual-range.ts";
import { createWeekTest, shiftWeek, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { stateOfWeek, type WeekState } from "../domain/metric/week-state.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import { type Clone, type CloneRequest, readClone } from "./clone.ts";
import { measureAsShown, measureClone, withLines } from "./measure-clone.ts";
import { onMixedDays } from "./mixed-days.ts";

/** The clone to preview, and the options. */
export interface PreviewRequest extends Omit<CloneRequest, "weeks"> {
  /** The ship mode; `auto` uses the config, or else the releases in the clone. */
  readonly ship: "auto" | "releases" | "merges";
  /** The number of weeks to show, at least one. */
  readonly weeks: number;
}

/** The most weeks after which a release may carry a week's work, and the preview still finds that week. */
const MOST_WAITING = 13;
/** The number of settled weeks whose changes are compared by size. */
const COMPARED = 12;

/**
 * Previews a clone: the digest of its newest complete week, by the domain code that the server uses.
 *
 * Throws a `GitError` when git cannot read it, and a `ConfigError` when its config is invalid.
 */
export async function previewClone({ ship, weeks, ...request }: PreviewRequest): Promise<Preview> {
  const clone = await readClone({ ...request, weeks: weeks + MOST_WAITING + MOST_WEEKS });
  const given = ship === "auto" ? clone.config.ship : ship;
  const isShipTold = given === "releases" || given === "merges";
  const measured = isShipTold ? measureClone(clone, given) : measureAsShown(clone);
  const week = newestComplete(measured, clone, weeks);
  const compared = comparedWeeks(measured, clone, week).map((each) =>
    createWeekTest(each, clone.config.timezone),
  );
  const mixed = onMixedDays(measured.changes, clone, calendarOf(clone, week, weeks));
  const isWanted = (shipped: ShippedChange) =>
    mixed.has(shipped) || (wasLive(shipped) && compared.some((isIn) => isIn(shipped.change.mergedAt)));
  const sized = await withLines(request.path, clone, { measured, isWanted });
  const before = Array.from({ length: weeks - 1 }, (_, index) => shiftWeek(week, index + 1 - weeks));
  const last = previewWeek(sized, clone, week);
  const measuredFrom = measured.measuredSince ?? clone.asOf;
  return {
    ...last,
    weeks: [
      ...before
        .filter((each) => startOf(shiftWeek(each, 1), clone.config.timezone) > measuredFrom)
        .map((each) => previewWeek(sized, clone, each)),
      last,
    ],
    source: {
      branch: clone.branch.name,
      asOf: clone.asOf.toISOString(),
      commits: clone.graph.size,
      changes: clone.changes.length,
      lines: linesRead(clone),
      releases: clone.releases.length,
      isShallow: clone.isShallow,
      isShipTold,
      saysDeployments: given === "deployments",
      weeksSilent: weeksSilent(request, clone),
    },
  };
}

/** All weeks from the first one in a shown week's range until now. */
function calendarOf({ asOf, config: { timezone } }: Clone, week: Week, weeks: number): Calendar {
  return openCalendar(firstWeekNeeded(shiftWeek(week, 1 - weeks)), weekOf(asOf, timezone), timezone);
}

function weeksSilent({ until, now }: Pick<PreviewRequest, "until" | "now">, { asOf }: Clone): number {
  return until === undefined ? Math.max(0, Math.floor((now.getTime() - asOf.getTime()) / WEEK_MS)) : 0;
}

function previewWeek(measured: Measured, clone: Clone, week: Week): PreviewWeek {
  const digest = digestOf(measured, clone, week);
  const calendar = openCalendar(week, week, clone.config.timezone);
  return {
    // A clone knows nothing of reviews.
    digest: { ...digest, beside: { ...digest.beside, approvals: null } },
    tools: toolTotals(around(measured, clone, week).changes, ({ id }) => clone.tools.get(id) ?? [], calendar),
  };
}

function digestOf(measured: Measured, clone: Clone, week: Week): Digest {
  const { timezone: zone, privacy } = clone.config;
  return digestWeek([around(measured, clone, week)], {
    scope: clone.scope,
    week,
    zone,
    now: clone.asOf,
    floor: privacy.floor,
    // The owner of a clone can read each of its commits.
    isOwnReader: true,
  });
}

/** The state of a week, as its digest says. A whole digest takes much longer. */
function stateOf(measured: Measured, clone: Clone, week: Week): WeekState {
  const { timezone } = clone.config;
  const scope = scopeOf([around(measured, clone, week)], clone.scope);
  const [start, end] = [startOf(week, timezone), startOf(shiftWeek(week, 1), timezone)];
  return stateOfWeek(completionOf(scope)({ start: start.getTime(), end: end.getTime() }).at, clone.asOf);
}

/** The newest week that has ended and is complete; without one, the newest that has ended. */
function newestComplete(measured: Measured, clone: Clone, most: number): Week {
  const last = shiftWeek(weekOf(clone.asOf, clone.config.timezone), -1);
  const weeks = Array.from({ length: most + MOST_WAITING }, (_, count) => shiftWeek(last, -count));
  return weeks.find((week) => stateOf(measured, clone, week) !== "open") ?? last;
}

/** The week itself, and the settled weeks whose changes its digest compares. */
function comparedWeeks(measured: Measured, clone: Clone, week: Week): Week[] {
  const isSettled = (each: Week) => ["settled", "final"].includes(stateOf(measured, clone, each));
  const weeks = Array.from({ length: MOST_WEEKS + 1 }, (_, count) => shiftWeek(week, -count));
  return [week, ...weeks.filter(isSettled).slice(0, COMPARED)];
}

/** The part of the measured changes that a week's digest needs. The changes are in the order of their merges. */
function around(measured: Measured, { config: { timezone } }: Clone, week: Week): Measured {
  const { changes } = measured;
  const since = firstMergedSince(changes, startOf(firstWeekNeeded(week), timezone));
  const until = firstMergedSince(changes, startOf(shiftWeek(week, MOST_WAITING + 1), timezone));
  return { ...measured, changes: changes.slice(since, until) };
}

function firstMergedSince(changes: readonly ShippedChange[], at: Date): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mergedAt = changes[middle]?.change.mergedAt ?? at;
    if (mergedAt < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
