import { describe, expect, it } from "vitest";
import { median, medianInterval } from "../../../src/domain/metric/median.ts";
import { wilsonInterval } from "../../../src/domain/metric/wilson.ts";
import { processLimits } from "../../../src/domain/metric/xmr.ts";

describe("process limits", () => {
  it("are those of the NIST/SEMATECH handbook's flow rates", () => {
    // e-Handbook of Statistical Methods, section 6.3.2.2, "Individuals Control Charts":
    // https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc322.htm. It divides by 1.128, which 2.66 rounds.
    const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
    const { mean, meanMove, low, high } = processLimits(flow) ?? {};

    expect(mean).toBeCloseTo(50.81, 10);
    expect(meanMove).toBeCloseTo(1.8778, 4);
    expect(low).toBeCloseTo(45.8159, 2);
    expect(high).toBeCloseTo(55.8041, 2);
  });

  it("need a move", () => {
    expect(processLimits([5])).toBeUndefined();
  });
});

describe("the interval of a share", () => {
  // R. G. Newcombe, Two-sided confidence intervals for the single proportion: comparison of seven methods,
  // Statistics in Medicine 17 (1998), 857–872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is Newcombe's", (count, of, low, high) => {
    const interval = wilsonInterval(count, of);

    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it("of 2 of 20 is 2.8 % to 30.1 %", () => {
    const { low = 0, high = 0 } = wilsonInterval(2, 20) ?? {};

    expect([low, high].map((share) => (share * 100).toFixed(1))).toEqual(["2.8", "30.1"]);
  });

  it("of all ends at one, and of nothing does not exist", () => {
    expect(wilsonInterval(20, 20)?.high).toBe(1);
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});

describe("the interval of a median", () => {
  // Places of a binomial distribution of one half: 1.6 % of samples of six have none on one side, 10.9 % at most one.
  it.each([
    [6, 1, 6],
    [10, 2, 9],
    [20, 6, 15],
    [100, 40, 61],
    [5_000, 2_431, 2_570],
  ])("of %i numbers goes from that at place %i to that at place %i", (count, low, high) => {
    const numbers = Array.from({ length: count }, (_, index) => count - index);

    expect(medianInterval(numbers)).toEqual([low, high]);
  });

  it("does not exist for fewer than six", () => {
    expect(medianInterval([1, 2, 3, 4, 5])).toBeUndefined();
    expect(medianInterval([])).toBeUndefined();
  });
});

describe("a median", () => {
  it.each([
    [[], undefined],
    [[7], 7],
    [[9, 1, 5], 5],
    [[10, 1, 2, 9], 5.5],
  ])("of %j is %s", (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
