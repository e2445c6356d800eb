import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { on, reverted, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { compareGroups } from "../../../src/domain/metric/comparison.ts";
import { midPInterval } from "../../../src/domain/metric/mid-p.ts";
import { pooledOddsRatio } from "../../../src/domain/metric/odds-ratio.ts";
import { largestPart, strataOf } from "../../../src/domain/metric/strata.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(100);

/** What of a change the comparison depends on. */
interface Piece {
  readonly builder: string | undefined;
  readonly lines: number | undefined;
  readonly attribution: "declared" | "undeclared" | "unknown";
  readonly isUndone: boolean;
}

function changeOf({ isUndone, ...rest }: Piece): ShippedChange {
  return isUndone ? reverted(on(WEEK, 0), 2, rest) : shipped(on(WEEK, 0), { change: rest });
}

const said = (pieces: readonly Piece[]) => compareGroups(pieces.map(changeOf), { floor: 5 });

const piece = (builders: number): fc.Arbitrary<Piece> =>
  fc.record({
    builder: fc.integer({ min: 1, max: builders }).map((number) => `builder-${number}`),
    lines: fc.constantFrom(1, 2, 3, 40, 50, 400),
    attribution: fc.constantFrom("declared", "undeclared"),
    isUndone: fc.boolean(),
  });
const history = (builders: number) => fc.array(piece(builders), { minLength: 60, maxLength: 200 });

const SWAPPED = { declared: "undeclared", undeclared: "declared", unknown: "unknown" } as const;
const swap = (pieces: readonly Piece[]) =>
  pieces.map((each) => ({ ...each, attribution: SWAPPED[each.attribution] }));
const INVERSE = { more: "less", less: "more", none: "none", "cannot tell": "cannot tell" } as const;

function findingOf(found: ReturnType<typeof said>): keyof typeof INVERSE {
  return "cannotTell" in found ? "cannot tell" : found.finding;
}

/** Equal but for rounding, whichever of them are infinite or unknown. */
function isNear(one: number | undefined, other: number): boolean {
  if (one === undefined) return Number.isNaN(other);
  return one === other || Math.abs(Math.log(one / other)) < 1e-9;
}

describe("the comparison of declared and undeclared changes", () => {
  it("does not depend on the order of the changes", () => {
    fc.assert(
      fc.property(history(8), fc.infiniteStream(fc.nat()), (pieces, places) => {
        const shuffled = pieces
          .map((each) => ({ each, place: places.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ each }) => each);

        expect(said(shuffled)).toEqual(said(pieces));
      }),
      { numRuns },
    );
  });

  it("turns into its inverse when the kinds change places", () => {
    fc.assert(
      fc.property(history(8), (pieces) => {
        const [one, other] = [pieces, swap(pieces)].map((each) => strataOf(each.map(changeOf)));
        const [low, high] = midPInterval(one ?? []);
        const [inverseLow, inverseHigh] = midPInterval(other ?? []);

        expect(isNear(pooledOddsRatio(other ?? []), 1 / (pooledOddsRatio(one ?? []) ?? Number.NaN))).toBe(
          true,
        );
        expect([isNear(inverseLow, 1 / high), isNear(inverseHigh, 1 / low)]).toEqual([true, true]);
        expect(findingOf(said(swap(pieces)))).toBe(INVERSE[findingOf(said(pieces))]);
      }),
      { numRuns },
    );
  });

  it("takes nothing from builders who have one kind of each size only", () => {
    const lone = fc.array(
      piece(3).map((each) => ({
        ...each,
        builder: `lone-${each.builder}`,
        attribution: "declared" as const,
      })),
    );
    fc.assert(
      fc.property(history(8), lone, (pieces, others) => {
        expect(said([...pieces, ...others])).toEqual(said(pieces));
      }),
      { numRuns },
    );
  });

  it("takes nothing from changes whose builder, size or attribution is not known", () => {
    const blind = fc.oneof(
      piece(8).map((each): Piece => ({ ...each, builder: undefined })),
      piece(8).map((each): Piece => ({ ...each, lines: undefined })),
      piece(8).map((each): Piece => ({ ...each, attribution: "unknown" })),
    );
    fc.assert(
      fc.property(history(8), fc.array(blind, { maxLength: 10 }), (pieces, others) => {
        expect(said([...pieces, ...others])).toEqual(said(pieces));
      }),
      { numRuns },
    );
  });

  it("never finds a difference among fewer than five builders", () => {
    fc.assert(
      fc.property(history(4), (pieces) => {
        expect(said(pieces)).toEqual({ cannotTell: "builders" });
      }),
      { numRuns },
    );
  });

  it("never finds a difference where one builder's changes tell more than a third", () => {
    const dominant = fc.array(piece(1), { minLength: 200, maxLength: 300 });
    fc.assert(
      fc.property(history(6), dominant, (pieces, most) => {
        const all = [...pieces, ...most];
        fc.pre((largestPart(strataOf(all.map(changeOf))) ?? 0) > 1 / 3);

        expect(findingOf(said(all))).toBe("cannot tell");
      }),
      { numRuns },
    );
  });

  it("depends on which builders there are, never on how they are called", () => {
    fc.assert(
      fc.property(history(8), (pieces) => {
        const renamed = pieces.map((each) => ({
          ...each,
          builder: `${each.builder?.length}-${each.builder?.slice(-1)}z`,
        }));

        expect(said(renamed)).toEqual(said(pieces));
      }),
      { numRuns },
    );
  });
});
