import type { Change } from "../shipping/change.ts";
import { type Calendar, dayIn } from "./calendar.ts";
import type { CountedChange } from "./counted-part.ts";

/** One day of one builder's merged work that reached production and stayed there: one normalized deployment. */
export interface BuilderDay {
  readonly builder: string;
  /** The place of the day in the calendar. */
  readonly day: number;
  /** The number of its net changes, at least one, and the number of declared ones. */
  readonly changes: number;
  readonly declared: number;
  /** The weight of these changes together; see `weightsOf`. */
  readonly weight: Weight;
}

/** Whole numbers, so that sums do not depend on their order. */
interface Weight {
  readonly all: number;
  readonly declared: number;
  readonly unknown: number;
}

type Sum = { -readonly [Key in keyof Weight]: Weight[Key] };

/** A day under summation, by the number of its changes and by their lines. */
interface Open {
  readonly builder: string;
  readonly day: number;
  readonly number: Sum;
  readonly lines: Sum;
  areLinesKnown: boolean;
}

/**
 * Groups net changes by builder and day of merge. A change without a builder is in no group.
 *
 * The changes may be from many repositories. A builder's day spans all of them.
 */
export function builderDays(changes: Iterable<CountedChange>, calendar: Calendar): BuilderDay[] {
  const byBuilder = new Map<string, Map<number, Open>>();
  for (const { change, outcome } of changes) {
    const { builder } = change;
    if (outcome !== "net" || builder === undefined) continue;
    const day = dayIn(calendar, change.mergedAt);
    if (day === undefined) continue;
    const days = byBuilder.get(builder) ?? new Map<number, Open>();
    byBuilder.set(builder, days);
    const open = days.get(day) ?? openDay(builder, day);
    days.set(day, open);
    add(change, 1, open.number);
    add(change, Math.min(MOST_WEIGHT, change.lines ?? 0), open.lines);
    if (change.lines === undefined) open.areLinesKnown = false;
  }
  return [...byBuilder.values()].flatMap((days) => [...days.values()].map(closeDay));
}

function openDay(builder: string, day: number): Open {
  const nothing = { all: 0, declared: 0, unknown: 0 };
  return { builder, day, number: { ...nothing }, lines: { ...nothing }, areLinesKnown: true };
}

function add({ attribution }: Pick<Change, "attribution">, weight: number, sum: Sum): void {
  sum.all += weight;
  if (attribution === "declared") sum.declared += weight;
  if (attribution === "unknown") sum.unknown += weight;
}

/** See `weightsOf`. */
function closeDay({ builder, day, number, lines, areLinesKnown }: Open): BuilderDay {
  const weight = areLinesKnown && lines.all > 0 ? lines : number;
  return { builder, day, changes: number.all, declared: number.declared, weight };
}

/** The largest weight of a change, in lines. */
const MOST_WEIGHT = 400;

/**
 * The weight of each change of a builder's day: its effective lines, at most 400.
 *
 * All weigh the same where the lines of one are unknown, and where none has any.
 */
export function weightsOf(changes: readonly Pick<Change, "lines">[]): number[] {
  const lines = changes.map((change) => change.lines);
  const isAlike = lines.includes(undefined) || !lines.some((number = 0) => number > 0);
  return lines.map((number = 0) => (isAlike ? 1 : Math.min(MOST_WEIGHT, number)));
}

/**
 * The sum, over builder-days, of the part of their weight with an attribution, to two decimals.
 *
 * Fractions with one denominator are added as whole numbers, so that the order of the days does not matter.
 */
export function shareOf(days: readonly BuilderDay[], attribution: "declared" | "unknown"): number {
  const numerators = new Map<number, number>();
  for (const { weight } of days)
    numerators.set(weight.all, (numerators.get(weight.all) ?? 0) + weight[attribution]);
  const fractions = [...numerators].sort(([a], [b]) => a - b);
  return round2(fractions.reduce((sum, [denominator, numerator]) => sum + numerator / denominator, 0));
}

/** The number of different builders in some builder-days. */
export function distinctBuilders(days: readonly BuilderDay[]): number {
  return new Set(days.map(({ builder }) => builder)).size;
}

export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

export function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
