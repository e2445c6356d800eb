import type { ShippedChange } from "../shipping/shipping.ts";
import { dayOf } from "./week.ts";

/** One day of one builder's merged work that reached production and stayed there: one normalized deployment. */
export interface BuilderDay {
  readonly builder: string;
  readonly day: string;
  /** The net changes that make it up, at least one. */
  readonly changes: readonly ShippedChange[];
}

/** Groups net changes by builder and day of merge; a change without a builder is in none. */
export function builderDays(changes: Iterable<ShippedChange>, zone: string): BuilderDay[] {
  const days = new Map<string, { builder: string; day: string; changes: ShippedChange[] }>();
  for (const shipped of changes) {
    const { builder, mergedAt } = shipped.change;
    if (shipped.outcome !== "net" || builder === undefined) continue;
    const day = dayOf(mergedAt, zone);
    const key = `${day} ${builder}`;
    const known = days.get(key) ?? { builder, day, changes: [] };
    known.changes.push(shipped);
    days.set(key, known);
  }
  return [...days.values()];
}

/** The sum over builder-days of the fraction of their changes that have an attribution. */
export function shareOf(days: readonly BuilderDay[], attribution: "declared" | "unknown"): number {
  const fractions = days.map(
    ({ changes }) =>
      changes.filter(({ change }) => change.attribution === attribution).length / changes.length,
  );
  return round2(fractions.reduce((sum, fraction) => sum + fraction, 0));
}

/** Rounds to two decimals, so that numbers compare and print alike whatever the order of their sum. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
