import type { Change } from "../shipping/change.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import { type Calendar, dayIn } from "./calendar.ts";

/** One day of one builder's merged work that reached production and stayed there: one normalized deployment. */
export interface BuilderDay {
  readonly builder: string;
  /** The place of the day in the calendar. */
  readonly day: number;
  /** How many net changes make it up, at least one, and how many of them are declared. */
  readonly changes: number;
  readonly declared: number;
  /** What these changes weigh together; see `weightsOf`. */
  readonly weight: Weight;
}

/** Whole numbers, so that the order of a sum does not show. */
interface Weight {
  readonly all: number;
  readonly declared: number;
  readonly unknown: number;
}

/**
 * Groups net changes by builder and day of merge; a change without a builder is in none.
 *
 * The changes may be those of many repositories: a builder's day is one over all of them.
 */
export function builderDays(changes: Iterable<ShippedChange>, calendar: Calendar): BuilderDay[] {
  const byBuilder = new Map<string, Map<number, Change[]>>();
  for (const { change, outcome } of changes) {
    const { builder } = change;
    if (outcome !== "net" || builder === undefined) continue;
    const day = dayIn(calendar, change.mergedAt);
    if (day === undefined) continue;
    const days = byBuilder.get(builder) ?? new Map<number, Change[]>();
    byBuilder.set(builder, days);
    const all = days.get(day);
    if (all === undefined) days.set(day, [change]);
    else all.push(change);
  }
  return [...byBuilder].flatMap(([builder, days]) => [...days].map(([day, all]) => dayOf(builder, day, all)));
}

function dayOf(builder: string, day: number, changes: readonly Change[]): BuilderDay {
  const weights = weightsOf(changes);
  const sum = (attribution?: Change["attribution"]) =>
    changes.reduce((all, change, index) => {
      return (
        all + (attribution === undefined || change.attribution === attribution ? (weights[index] ?? 0) : 0)
      );
    }, 0);
  return {
    ...{ builder, day, changes: changes.length },
    declared: changes.filter(({ attribution }) => attribution === "declared").length,
    weight: { all: sum(), declared: sum("declared"), unknown: sum("unknown") },
  };
}

/** A change weighs no more than this, in lines. */
const MOST_WEIGHT = 400;

/**
 * What each change of a builder's day weighs: its effective lines, at most 400.
 *
 * They weigh alike where the lines of one of them are unknown, and where none has any.
 */
export function weightsOf(changes: readonly Pick<Change, "lines">[]): number[] {
  const lines = changes.map((change) => change.lines);
  const isAlike = lines.includes(undefined) || !lines.some((number = 0) => number > 0);
  return lines.map((number = 0) => (isAlike ? 1 : Math.min(MOST_WEIGHT, number)));
}

/**
 * The sum over builder-days of the part of their weight that has an attribution, to two decimals.
 *
 * Fractions of one denominator are added as whole numbers, so that the order of the days does not show.
 */
export function shareOf(days: readonly BuilderDay[], attribution: "declared" | "unknown"): number {
  const numerators = new Map<number, number>();
  for (const { weight } of days)
    numerators.set(weight.all, (numerators.get(weight.all) ?? 0) + weight[attribution]);
  const fractions = [...numerators].sort(([a], [b]) => a - b);
  return round2(fractions.reduce((sum, [denominator, numerator]) => sum + numerator / denominator, 0));
}

/** How many people some builder-days belong to. */
export function distinctBuilders(days: readonly BuilderDay[]): number {
  return new Set(days.map(({ builder }) => builder)).size;
}

/** Rounds to two decimals. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Rounds to one decimal. */
export function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
