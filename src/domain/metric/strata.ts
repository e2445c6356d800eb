import type { CountedChange } from "./counted-part.ts";
import { type Stratum, weightOf } from "./odds-ratio.ts";
import { isReverted } from "./undone-share.ts";

/** Changes of both kinds, by one builder, of about the same size. */
interface BuilderStratum extends Stratum {
  readonly builder: string;
}

type Open = { builder: string; declared: Tally; undeclared: Tally };
type Tally = { undone: number; of: number };

/**
 * Sorts changes by builder and by size, each size up to twice the one before: 1, 2–3, 4–7 … effective lines.
 *
 * Changes can be compared only where one builder has both kinds of one size. All others are left out, and so are
 * changes with unknown builder, size or attribution. The order of the result does not depend on the order of the
 * changes.
 */
export function strataOf(changes: readonly CountedChange[]): BuilderStratum[] {
  const byBuilder = new Map<string, Map<number, Open>>();
  for (const shipped of changes) {
    const { builder, lines, attribution } = shipped.change;
    if (builder === undefined || lines === undefined) continue;
    if (attribution !== "declared" && attribution !== "undeclared") continue;
    const sizes = byBuilder.get(builder) ?? new Map<number, Open>();
    byBuilder.set(builder, sizes);
    const size = Math.floor(Math.log2(Math.max(1, lines)));
    const open = sizes.get(size) ?? { builder, declared: tally(), undeclared: tally() };
    sizes.set(size, open);
    open[attribution].of++;
    if (isReverted(shipped)) open[attribution].undone++;
  }
  return [...byBuilder.values()]
    .flatMap((sizes) => [...sizes.values()])
    .filter(({ declared, undeclared }) => declared.of > 0 && undeclared.of > 0)
    .sort((a, b) => inOrder(numbersOf(a), numbersOf(b)));
}

/**
 * The largest part of the information about the odds ratio that comes from one builder; `undefined` where there is
 * none.
 */
export function largestPart(strata: readonly BuilderStratum[]): number | undefined {
  const byBuilder = new Map<string, number>();
  for (const stratum of strata)
    byBuilder.set(stratum.builder, (byBuilder.get(stratum.builder) ?? 0) + weightOf(stratum));
  const weights = [...byBuilder.values()].sort((a, b) => a - b);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return whole === 0 ? undefined : (weights.at(-1) ?? 0) / whole;
}

function tally(): Tally {
  return { undone: 0, of: 0 };
}

function numbersOf({ declared, undeclared }: Stratum): readonly number[] {
  return [declared.of, declared.undone, undeclared.of, undeclared.undone];
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((number, index) => number !== b[index]);
  return (a[place] ?? 0) - (b[place] ?? 0);
}
