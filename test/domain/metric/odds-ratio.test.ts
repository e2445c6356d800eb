import { describe, expect, it } from "vitest";
import { midPInterval } from "../../../src/domain/metric/mid-p.ts";
import { pooledOddsRatio, type Stratum, weightOf } from "../../../src/domain/metric/odds-ratio.ts";

/** A table of two rows: of the declared so many undone and not, of the undeclared so many undone and not. */
function table(...[a, b, c, d]: readonly [number, number, number, number]): Stratum {
  return { declared: { undone: a, of: a + b }, undeclared: { undone: c, of: c + d } };
}

/**
 * Admitted and rejected men, then women, of the six largest departments of Berkeley in 1973: P. J. Bickel, E. A. Hammel and
 * J. W. O'Connell, Science 187 (1975), 398–404, as R has them in `UCBAdmissions`.
 */
const BERKELEY = [
  table(512, 313, 89, 19),
  table(353, 207, 17, 8),
  table(120, 205, 202, 391),
  table(138, 279, 131, 244),
  table(53, 138, 94, 299),
  table(22, 351, 24, 317),
];

/** Rabbits cured and dead at five doses of penicillin, at once and late: N. Mantel, JASA 58 (1963), 690–700, as in R's manual. */
const RABBITS = [
  table(0, 6, 0, 5),
  table(3, 3, 0, 6),
  table(6, 0, 2, 4),
  table(5, 1, 6, 0),
  table(2, 0, 5, 0),
];

describe("the pooled odds ratio", () => {
  it("is what R's mantelhaen.test gives for published tables", () => {
    expect(pooledOddsRatio(BERKELEY)).toBeCloseTo(0.9046968, 7);
    expect(pooledOddsRatio(RABBITS)).toBe(7);
  });

  it("reverses within strata what all of them together show", () => {
    const all = table(1198, 1493, 557, 1278);

    expect(pooledOddsRatio([all])).toBeCloseTo(1.841, 3);
  });

  it("of one stratum is that of its table", () => {
    expect(pooledOddsRatio([table(2, 8, 1, 12)])).toBeCloseTo(3, 12);
  });

  it("is infinite when only declared changes were undone, and unknown when none were", () => {
    expect(pooledOddsRatio([table(2, 8, 0, 12)])).toBe(Number.POSITIVE_INFINITY);
    expect(pooledOddsRatio([table(0, 8, 0, 12), table(0, 0, 0, 0)])).toBeUndefined();
  });
});

describe("the interval of a pooled odds ratio", () => {
  it("is near that of the variance of Robins, Breslow and Greenland where counts are large", () => {
    // R's mantelhaen.test: 0.7719074 to 1.0603298.
    const [low, high] = midPInterval(BERKELEY);

    expect(low).toBeCloseTo(0.772, 3);
    expect(high).toBeCloseTo(1.06, 3);
  });

  it("of one pair of which one change was undone is worked by hand", () => {
    // P(declared) = ψ ÷ (1 + ψ), and half of that is 2.5 % at ψ = 1/19.
    const [low, high] = midPInterval([table(1, 0, 0, 1)]);

    expect(low).toBeCloseTo(1 / 19, 10);
    expect(high).toBe(Number.POSITIVE_INFINITY);
  });

  it("of two such pairs, one undone change of each group, too", () => {
    // The numbers 0, 1, 2 weigh 1, 2ψ, ψ². At the low end 2ψ ÷ 2 + ψ² is 2.5 % of (1 + ψ)², so ψ² + 0.95 ÷ 0.975 ψ = 1 ÷ 39.
    const [low, high] = midPInterval([table(1, 0, 0, 1), table(0, 1, 1, 0)]);
    const half = 0.95 / 0.975 / 2;
    const root = Math.sqrt(half ** 2 + 1 / 39) - half;

    expect(low).toBeCloseTo(root, 10);
    expect(high).toBeCloseTo(1 / root, 8);
  });

  it("has no ends where nothing is told", () => {
    expect(midPInterval([])).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(midPInterval([table(0, 3, 0, 4), table(2, 0, 1, 0)])).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it("holds numbers that no product of probabilities could", () => {
    const [low, high] = midPInterval([table(2_000, 18_000, 10, 19_990)]);

    expect([low, high].map(Math.round)).toEqual([124, 438]);
  });
});

describe("the weight of a stratum", () => {
  it("is the variance of the hypergeometric distribution", () => {
    // Of 4 changes, 2 of them declared, 1 undone: it is a declared one with probability ½.
    expect(weightOf(table(1, 1, 0, 2))).toBeCloseTo(0.25, 12);
  });

  it("does not depend on the group that the undone changes are in", () => {
    expect(weightOf(table(3, 7, 0, 12))).toBe(weightOf(table(0, 10, 3, 9)));
  });

  it.each([
    ["one kind only", table(3, 7, 0, 0)],
    ["nothing undone", table(0, 7, 0, 12)],
    ["all undone", table(7, 0, 12, 0)],
    ["nothing at all", table(0, 0, 0, 0)],
  ])("is zero with %s", (_, stratum) => {
    expect(weightOf(stratum)).toBe(0);
  });
});
