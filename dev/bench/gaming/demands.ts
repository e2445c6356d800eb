import { dayOf } from "../../../src/domain/metric/week.ts";
import type { Figure } from "./figures.ts";
import type { Outcome } from "./outcome.ts";
import { START, ZONE } from "./time.ts";

/** What CASES.md wants of a row: a complaint when it is not so. */
export type Demand = (honest: Outcome, gamed: Outcome) => string | undefined;

/** The move adds nothing: a ratio of at most 1.0 exactly. */
export const addsNothing: Demand = (honest, gamed) => addsAtMost(0)(honest, gamed);

/** The move leaves the total as it is. */
export const changesNothing: Demand = ({ normalized: before }, { normalized: after }) =>
  before === after ? undefined : `the total moves from ${before} to ${after}`;

/** The move adds at most so many builder-days. */
export function addsAtMost(days: number): Demand {
  return ({ normalized: before }, { normalized: after }) =>
    after <= before + days ? undefined : `adds ${after - before} normalized deployments to ${before}`;
}

/** The move multiplies the total at most by a factor. */
export function multipliesAtMostBy(factor: number): Demand {
  return ({ normalized: before }, { normalized: after }) =>
    after <= factor * before ? undefined : `is ${after} instead of ${before}`;
}

/** The total stays the same within a share of it. */
export function staysWithin(share: number): Demand {
  return ({ normalized: before }, { normalized: after }) =>
    Math.abs(after - before) <= share * before ? undefined : `is ${after} instead of ${before}`;
}

/** At most one a day for whoever merges: no more than the days on which each builder merged anything at all. */
export const atMostOneADay: Demand = (_, { shipping, normalized }) => {
  const merged = [...shipping.changes.values()]
    .map(({ change }) => change)
    .filter(({ mergedAt }) => mergedAt >= START);
  const days = new Set(merged.map(({ builder, mergedAt }) => `${builder} ${dayOf(mergedAt, ZONE)}`));
  return normalized <= days.size ? undefined : `${normalized} in ${days.size} days of builders`;
};

/** A figure of the digest rises. */
export const rises = (figure: Figure): Demand => moves(figure, (before, after) => after > before, "rise");
/** A figure of the digest falls. */
export const falls = (figure: Figure): Demand => moves(figure, (before, after) => after < before, "fall");
/** A figure of the digest stays as it is. */
export const stays = (figure: Figure): Demand => moves(figure, (before, after) => after === before, "stay");

/** A figure of the digest rises by so much at most. */
export function risesAtMostBy(most: number, figure: Figure): Demand {
  return moves(figure, (before, after) => after <= before + most, `stay within ${most}`);
}

/** A figure of the digest becomes something. */
export function becomes(figure: Figure, value: string | number): Demand {
  return (_, gamed) => {
    const after = figure.of(gamed);
    return after === value ? undefined : `${figure.name} is ${after}, not ${value}`;
  };
}

function moves(figure: Figure, isSo: (before: number, after: number) => boolean, verb: string): Demand {
  return (honest, gamed) => {
    const [before, after] = [figure.of(honest), figure.of(gamed)];
    const [from, to] = [numberOf(before), numberOf(after)];
    return isSo(from, to) ? undefined : `${figure.name} does not ${verb}: ${before}, then ${after}`;
  };
}

/** The number of a figure, of a share in percent as well. */
function numberOf(value: string | number): number {
  return typeof value === "number" ? value : Number.parseFloat(value);
}
