import type { Outcome, ShippedChange, Shipping } from "../shipping/shipping.ts";
import type { Reason } from "../shipping/timeline.ts";
import { type BuilderFigures, builderFigures } from "./builders.ts";
import { type BuilderDay, builderDays, round2, shareOf } from "./normalized-deployments.ts";
import { usualRange } from "./usual-range.ts";
import { shift, startOf, type Week, weekOf } from "./week.ts";
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

/** The numbers of one week of one scope; the keys are a stable interface (`digest --json`). */
export interface Digest {
  readonly definition: typeof DEFINITION;
  readonly week: Week;
  /** `owner/name` of the repository. */
  readonly scope: string;
  readonly ship: "deployments";
  readonly state: WeekState;
  readonly deployments: {
    readonly seen: number;
    readonly counted: number;
    readonly uncounted: Readonly<Partial<Record<Reason, number>>>;
  };
  readonly changes: ChangeCounts;
  readonly normalizedDeployments: {
    readonly total: number;
    readonly aiAssisted: number;
    readonly unknown: number;
    readonly usual: readonly [number, number] | null;
    /** How many complete weeks there are for a usual range; it takes twelve. */
    readonly learned: number;
    readonly signal: "none" | "above" | "below" | "learning" | "waiting";
    /** Builder-days ÷ (builders of the last four weeks × weekdays); `null` when nobody built anything. */
    readonly occupancy: number | null;
  };
  readonly builders: BuilderFigures;
  /** The last twelve weeks, this one last; none from before the first deployment. */
  readonly weeks: readonly WeekTotal[];
}

/** Changes merged in the week: merged = pending + arrived, arrived = the four classes, effective = its three outcomes. */
export interface ChangeCounts {
  readonly merged: number;
  readonly pending: number;
  readonly arrived: number;
  readonly automation: number;
  readonly ineffective: number;
  readonly rework: number;
  readonly effective: number;
  readonly withdrawn: number;
  readonly undone: number;
  readonly net: number;
  readonly declared: number;
  readonly undeclared: number;
  readonly unknown: number;
  readonly noBuilder: number;
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
  const inWeek = measured.filter(({ change }) => weekOf(change.mergedAt, zone) === week);
  const days = builderDays(measured, zone);
  const ofWeek = (wanted: Week) => days.filter(({ day }) => weekOfDay(day) === wanted);
  const stateOf = (wanted: Week) => stateOfWeek(measured, startOf(shift(wanted, 1), zone), now);
  const state = stateOf(week);
  const history = weeksUpTo(week, firstWeek(shipping, zone)).map((each) => ({
    week: each,
    state: stateOf(each),
    total: ofWeek(each).length,
    aiAssisted: shareOf(ofWeek(each), "declared"),
  }));
  const recentBuilders = distinctBuilders([0, -1, -2, -3].flatMap((count) => ofWeek(shift(week, count))));
  const total = ofWeek(week).length;
  const earlier = history.slice(1, -1).filter((each) => each.state !== "open");
  const usual = usualRange(
    earlier.map((each) => each.total),
    recentBuilders * DAYS,
  );
  return {
    definition: DEFINITION,
    week,
    scope,
    ship: "deployments",
    state,
    deployments: countDeployments(shipping, week, zone),
    changes: countChanges(inWeek),
    normalizedDeployments: {
      total,
      aiAssisted: shareOf(ofWeek(week), "declared"),
      unknown: shareOf(ofWeek(week), "unknown"),
      usual: usual ?? null,
      learned: earlier.length,
      signal: state === "open" ? "waiting" : signalOf(total, usual),
      occupancy: recentBuilders === 0 ? null : round2(total / (recentBuilders * WEEKDAYS)),
    },
    builders: builderFigures(ofWeek(week)),
    weeks: history.slice(-WEEKS_SHOWN),
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

function weeksUpTo(week: Week, first: Week | undefined): Week[] {
  const weeks = [week];
  while (first !== undefined && (weeks[0] ?? first) > first) weeks.unshift(shift(weeks[0] ?? week, -1));
  return weeks;
}

function distinctBuilders(days: readonly BuilderDay[]): number {
  return new Set(days.map(({ builder }) => builder)).size;
}

function signalOf(total: number, usual: readonly [number, number] | undefined) {
  if (usual === undefined) return "learning";
  if (total > usual[1]) return "above";
  return total < usual[0] ? "below" : "none";
}

function countDeployments({ ledger }: Shipping, week: Week, zone: string): Digest["deployments"] {
  const rows = ledger.filter(({ at }) => weekOf(at, zone) === week);
  const uncounted: Partial<Record<Reason, number>> = {};
  for (const { reason } of rows) if (reason !== undefined) uncounted[reason] = (uncounted[reason] ?? 0) + 1;
  return { seen: rows.length, counted: rows.filter(({ reason }) => reason === undefined).length, uncounted };
}

function countChanges(changes: readonly ShippedChange[]): ChangeCounts {
  const count = (outcome: Outcome) => changes.filter((shipped) => shipped.outcome === outcome).length;
  const net = changes.filter(({ outcome }) => outcome === "net").map(({ change }) => change);
  const netOf = (attribution: string) => net.filter((change) => change.attribution === attribution).length;
  const effective = count("withdrawn") + count("undone") + count("net");
  return {
    merged: changes.length,
    pending: count("pending"),
    arrived: changes.length - count("pending"),
    automation: count("automation"),
    ineffective: count("ineffective"),
    rework: count("rework"),
    effective,
    withdrawn: count("withdrawn"),
    undone: count("undone"),
    net: net.length,
    declared: netOf("declared"),
    undeclared: netOf("undeclared"),
    unknown: netOf("unknown"),
    noBuilder: net.filter(({ builder }) => builder === undefined).length,
  };
}
