import type { CommonWork } from "./person-days.ts";

/** A sum of unknown numbers: the factor of each. */
type Sum = Map<number, number>;

/** Smaller factors are errors of rounding. */
const NOTHING = 1e-9;
const DECIMALS = 6;

/**
 * Whether the last of some figures may be published beside the others.
 *
 * A reader may multiply each figure by any factor, and add up the results. The sum is about the people whose work does
 * not cancel out. If it includes the last figure, these must be nobody, or at least the floor.
 *
 * The factors are unknowns. A sum that leaves the work of enough people exposes nobody. Every other sum satisfies
 * equations: in it, the work of each large group cancels out. Work that has one equation in common is a group. An
 * equation may join smaller groups, so this is repeated until no group is large. The last figure is safe if its factor
 * is zero in every sum that is left, or if such a sum leaves no work at all.
 */
export function isLastSafe(work: readonly CommonWork[], count: number, floor: number): boolean {
  const factors = Array.from({ length: count }, (_, place): Sum => new Map([[place, 1]]));
  for (;;) {
    const groups = alikeWork(work, factors);
    if (groups.length === 0) return true;
    const large = groups.filter(({ people }) => people.size >= floor);
    if (large.length === 0) return factors.at(-1)?.size === 0;
    for (const { figures } of large) cancel(sumOf(figures, factors), factors);
  }
}

/** Joins the people of work that cancels out for the same factors. Work that always cancels out is left out. */
function alikeWork(work: readonly CommonWork[], factors: readonly Sum[]): readonly CommonWork[] {
  const groups = new Map<string, { figures: readonly number[]; people: Set<string> }>();
  for (const { figures, people } of work) {
    const sum = sumOf(figures, factors);
    if (sum.size === 0) continue;
    const key = proportionsOf(sum);
    const group = groups.get(key) ?? { figures, people: new Set() };
    groups.set(key, group);
    for (const person of people) group.people.add(person);
  }
  return [...groups.values()];
}

function sumOf(figures: readonly number[], factors: readonly Sum[]): Sum {
  const sum: Sum = new Map();
  for (const figure of figures) add(factors[figure] ?? new Map(), 1, sum);
  return sum;
}

function proportionsOf(sum: Sum): string {
  const [first = [0, 1], ...others] = [...sum].sort(([a], [b]) => a - b);
  const rest = others.map(([unknown, factor]) => `${unknown}:${(factor / first[1]).toFixed(DECIMALS)}`);
  return [first[0], ...rest].join(" ");
}

/** Solves "the sum is zero" for one unknown, and replaces it in all factors. */
function cancel(sum: Sum, factors: readonly Sum[]): void {
  const [largest] = [...sum].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  if (largest === undefined) return;
  const [unknown, divisor] = largest;
  for (const factor of factors) {
    const times = factor.get(unknown);
    if (times === undefined) continue;
    add(sum, -times / divisor, factor);
    factor.delete(unknown);
  }
}

function add(sum: Sum, times: number, to: Sum): void {
  for (const [unknown, factor] of sum) {
    const value = (to.get(unknown) ?? 0) + times * factor;
    if (Math.abs(value) < NOTHING) to.delete(unknown);
    else to.set(unknown, value);
  }
}
