import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockSkew } from "../../src/operations/clock-skew.ts";

const SECOND = 1_000;

/** What is measured of an answer that was written so long after it was asked for, and took so long to come back. */
function measured({ skew, asked, there, back }: Record<"skew" | "asked" | "there" | "back", number>) {
  const written = asked + there;
  const date = Math.floor(written / SECOND) * SECOND;
  return clockSkew({ sentAt: asked + skew, answeredAt: written + back + skew, date }) * SECOND;
}

const time = fc.nat(4_000_000_000_000);
const slow = fc.nat(60 * SECOND);

describe("the difference of two clocks", () => {
  it("is none where the answer allows none, however slow it was", () => {
    const answer = fc.record({ asked: time, there: slow, back: slow });

    fc.assert(fc.property(answer, (each) => measured({ skew: 0, ...each }) === 0));
  });

  it("is never exaggerated, and wrong by no more than the answer took and a second", () => {
    const skew = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const answer = fc.record({ skew, asked: time, there: slow, back: slow });

    fc.assert(
      fc.property(answer, (each) => {
        const found = measured(each);
        expect(Math.abs(found)).toBeLessThanOrEqual(Math.abs(each.skew));
        expect(Math.abs(each.skew - found)).toBeLessThanOrEqual(each.there + each.back + SECOND);
      }),
    );
  });

  it.each([
    ["ahead", 90_500, 90_700, 89.5],
    ["behind", -40_500, -40_200, -40.2],
  ])("is %s by what is certain", (_, sentAt, answeredAt, skew) => {
    expect(clockSkew({ sentAt, answeredAt, date: 0 })).toBe(skew);
  });
});
