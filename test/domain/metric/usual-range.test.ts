import { describe, expect, it } from "vitest";
import { usualRange } from "../../../src/domain/metric/usual-range.ts";

describe("the usual range", () => {
  it("is not known before twelve weeks", () => {
    expect(usualRange([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5], 100)).toBeUndefined();
  });

  it("is the mean ± 2.66 × the mean moving range", () => {
    // A mean of 11 and moves of 2: 11 ± 5.32.
    const totals = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12];

    expect(usualRange(totals, 100)).toEqual([5.7, 16.3]);
  });

  it("never falls below nothing, nor rises above what the builders could do", () => {
    expect(usualRange([0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9], 21)).toEqual([0, 21]);
  });

  it("forgets what lies more than 26 weeks back", () => {
    const lately = Array.from({ length: 26 }, () => 8);

    expect(usualRange([500, 0, ...lately], 100)).toEqual([8, 8]);
  });
});
