import { describe, expect, it } from "vitest";
import { micros } from "../../../dev/simulation/examples/spend.ts";
import { decimalText } from "../../../src/domain/spend/money.ts";
import { type Block, judgeRatio } from "../../../src/domain/spend/ratio.ts";

/** Blocks that cost so much for each of 40 normalized deployments. */
function blocksOf(...each: readonly number[]): Block[] {
  return each.map((price) => ({ spend: micros(`${40 * price}`), units: 40 }));
}

const EARLIER = blocksOf(100, 120, 100, 120, 100, 120, 100, 120);

describe("the ratio of a block", () => {
  it("is one of sums, with the usual range of earlier blocks and what would not show", () => {
    const { value, usual, blocks, signal, hiddenBelow } = judgeRatio(
      { spend: micros("4400"), units: 40 },
      EARLIER,
    );

    expect([value, blocks, signal]).toEqual([micros("110"), 8, "none"]);
    // exp(mean log ± 3.1 × log 1.2)
    expect(usual?.map((end) => Number(decimalText(end)).toFixed(1))).toEqual(["62.2", "192.8"]);
    expect(hiddenBelow).toBeCloseTo(1.2 ** 3.1);
  });

  it("has two parts where a change is detected, of which one divided by the other is the whole", () => {
    const { signal, parts } = judgeRatio({ spend: micros("13145.34"), units: 20 }, EARLIER);

    expect(signal).toBe("above");
    expect(parts?.spend).toBeCloseTo(3);
    expect(parts?.units).toBeCloseTo(0.5);
    expect(judgeRatio({ spend: micros("400"), units: 40 }, EARLIER).signal).toBe("below");
  });

  it("has no verdict from fewer than six blocks, of few units, or while a source is behind", () => {
    const current = { spend: micros("4000"), units: 40 };
    const few = { spend: micros("1900"), units: 19 };

    expect(judgeRatio(current, EARLIER.slice(0, 5))).toMatchObject({ signal: "learning", blocks: 5 });
    expect(judgeRatio(few, EARLIER)).toMatchObject({
      signal: "quiet",
      value: micros("100"),
      usual: undefined,
    });
    expect(judgeRatio(current, EARLIER, true).signal).toBe("waiting");
    expect(judgeRatio({ ...current, units: 0 }, EARLIER)).toMatchObject({
      signal: "quiet",
      value: undefined,
    });
  });

  it("leaves out earlier blocks with few units or without money, and those before the last twelve", () => {
    const odd = [
      { spend: micros("9000"), units: 19 },
      { spend: 0n, units: 40 },
    ];

    expect(judgeRatio({ spend: micros("4000"), units: 40 }, [...EARLIER, ...odd]).blocks).toBe(8);
    expect(judgeRatio({ spend: micros("4000"), units: 40 }, [...EARLIER, ...EARLIER]).blocks).toBe(12);
  });
});
