import type { ShippedChange } from "../shipping/judgement.ts";
import { type Calendar, dayIn } from "./calendar.ts";

/** One day of one builder's merged work that reached production and stayed there: one normalized deployment. */
export interface BuilderDay {
  readonly builder: string;
  /** The place of the day in the calendar. */
  readonly day: number;
  /** How many net changes make it up, at least one, and how many of them are declared or unknown. */
  readonly changes: number;
  readonly declared: number;
  readonly unknown: number;
}

type Open = { -readonly [Key in keyof BuilderDay]: BuilderDay[Key] };

/**
 * Groups net changes by builder and day of merge; a change without a builder is in none.
 *
 * The changes may be those of many repositories: a builder's day is one over all of them.
 */
export function builderDays(changes: Iterable<ShippedChange>, calendar: Calendar): BuilderDay[] {
  const byBuilder = new Map<string, Map<number, Open>>();
  for (const { change, outcome } of changes) {
    const { builder } = change;
    if (outcome !== "net" || builder === undefined) continue;
    const day = dayIn(calendar, change.mergedAt);
    if (day === undefined) continue;
    const days = byBuilder.get(builder) ?? new Map<number, Open>();
    byBuilder.set(builder, days);
    const open = days.get(day) ?? { builder, day, changes: 0, declared: 0, unknown: 0 };
    days.set(day, open);
    open.changes++;
    if (change.attribution === "declared") open.declared++;
    if (change.attribution === "unknown") open.unknown++;
  }
  return [...byBuilder.values()].flatMap((days) => [...days.values()]);
}

/**
 * The sum over builder-days of the fraction of their changes that have an attribution, to two decimals.
 *
 * Fractions of one denominator are added as whole numbers, so that the order of the days does not show.
 */
export function shareOf(days: readonly BuilderDay[], attribution: "declared" | "unknown"): number {
  const numerators = new Map<number, number>();
  for (const day of days) numerators.set(day.changes, (numerators.get(day.changes) ?? 0) + day[attribution]);
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
