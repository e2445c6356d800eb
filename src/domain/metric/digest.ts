import type { Shipping } from "../shipping/shipping.ts";
import { type BuilderFigures, builderFigures } from "./builders.ts";
import { type ChangeCounts, countChanges, countDeployments, type DeploymentCounts } from "./counts.ts";
import { type BuilderDay, builderDays, round2, shareOf } from "./normalized-deployments.ts";
import { MOST_WEEKS, usualRange } from "./usual-range.ts";
import { shift, startOf, type Week, weekOf, within } from "./week.ts";
import { stateOfWeek, type WeekState } from "./week-state.ts";

/** The version of the metric's definition: see docs/metric.md. */
const DEFINITION = 1;

/** One week in the history that a digest shows. */
export interface WeekTotal {
  readonly week: Week;
  readonly state: WeekState;
  readonly total: number;
  readonly aiAssisted: number;
}

/** How a week's total compares with the usual range. */
export type Signal = "none" | "above" | "below" | "learning" | "waiting";

/** The numbers of one week of one scope; the keys are a stable interface (`digest --json`). */
export interface Digest {
  readonly definition: typeof DEFINITION;
  readonly week: Week;
  /** `owner/name` of the repository. */
  readonly scope: string;
  readonly ship: "deployments";
  readonly state: WeekState;
  readonly deployments: DeploymentCounts;
  readonly changes: ChangeCounts;
  readonly normalizedDeployments: {
    readonly total: number;
    readonly aiAssisted: number;
    readonly unknown: number;
    readonly usual: readonly [number, number] | null;
    /** How many complete weeks there are for a usual range; it takes twelve. */
    readonly learned: number;
    readonly signal: Signal;
    /** Builder-days ÷ (builders of the last four weeks × weekdays); `null` when nobody built anything. */
    readonly occupancy: number | null;
  };
  readonly builders: BuilderFigures;
  /** The last twelve weeks, this one last; none from before the first deployment. */
  readonly weeks: readonly WeekTotal[];
}

/** What a digest is asked for; `now` decides which weeks are complete. */
export interface DigestQuery {
  readonly scope: string;
  readonly week: Week;
  readonly zone: string;
  readonly now: Date;
}

const WEEKDAYS = 5;
const DAYS = 7;
const WEEKS_SHOWN = 12;

/** Computes one week's digest from what shipped. */
export function digestWeek(shipping: Shipping, { scope, week, zone, now }: DigestQuery): Digest {
  const measured = [...shipping.changes.values()].filter(({ outcome }) => outcome !== "outside");
  const shown = weeksUpTo(week, firstWeek(shipping, zone));
  const since = startOf(shown[0] ?? week, zone);
  const recent = measured.filter(({ change }) => change.mergedAt >= since);
  const byWeek = Map.groupBy(builderDays(recent, zone), ({ day }) => weekOfDay(day));
  const daysOf = (wanted: Week) => byWeek.get(wanted) ?? [];
  const totalOf = (wanted: Week): WeekTotal => ({
    week: wanted,
    state: stateOfWeek(measured, startOf(shift(wanted, 1), zone), now),
    total: daysOf(wanted).length,
    aiAssisted: shareOf(daysOf(wanted), "declared"),
  });
  const weeks = shown.map(totalOf);
  const lastFour = [0, -1, -2, -3].flatMap((count) => daysOf(shift(week, count)));
  const isInWeek = within(week, zone);
  return {
    definition: DEFINITION,
    week,
    scope,
    ship: "deployments",
    state: totalOf(week).state,
    deployments: countDeployments(shipping.ledger.filter(({ at }) => isInWeek(at))),
    changes: countChanges(recent.filter(({ change }) => isInWeek(change.mergedAt))),
    normalizedDeployments: {
      ...figuresOf(weeks, distinctBuilders(lastFour)),
      unknown: shareOf(daysOf(week), "unknown"),
    },
    builders: builderFigures(daysOf(week)),
    weeks: weeks.slice(-WEEKS_SHOWN),
  };
}

/** The figures of the last week, judged by those before it; the first week is not a whole one. */
function figuresOf(
  weeks: readonly WeekTotal[],
  builders: number,
): Omit<Digest["normalizedDeployments"], "unknown"> {
  const { total = 0, aiAssisted = 0, state } = weeks.at(-1) ?? {};
  const complete = weeks.slice(1, -1).filter((each) => each.state !== "open");
  const totals = complete.map((each) => each.total);
  const usual = usualRange(totals, builders * DAYS) ?? null;
  return {
    total,
    aiAssisted,
    usual,
    learned: totals.length,
    signal: state === "open" ? "waiting" : signalOf(total, usual),
    occupancy: builders === 0 ? null : round2(total / (builders * WEEKDAYS)),
  };
}

function weekOfDay(day: string): Week {
  return weekOf(new Date(`${day}T00:00:00Z`), "utc");
}

/** The week of the first deployment to production; measurement starts there. */
function firstWeek({ ledger }: Shipping, zone: string): Week | undefined {
  const first = ledger.find(({ reason }) => reason === "baseline");
  return first && weekOf(first.at, zone);
}

/** The weeks from the first to this one, as far back as a usual range can look. */
function weeksUpTo(week: Week, first: Week = week): Week[] {
  const counts = Array.from({ length: MOST_WEEKS + 2 }, (_, index) => index - MOST_WEEKS - 1);
  return counts.map((count) => shift(week, count)).filter((each) => each >= first || each === week);
}

function distinctBuilders(days: readonly BuilderDay[]): number {
  return new Set(days.map(({ builder }) => builder)).size;
}

function signalOf(total: number, usual: readonly [number, number] | null): Signal {
  if (usual === null) return "learning";
  if (total > usual[1]) return "above";
  return total < usual[0] ? "below" : "none";
}
