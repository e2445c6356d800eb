import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterAnswer, afterRefusal, wasOnePage } from "../../../src/ingest/backfill/page-size.ts";
import { runs } from "../../support/limits.ts";

const FIRST = { size: 100, refused: 101, answered: 0 };

/** Reads so many pull requests from a server that refuses larger pages, and tells the size of each page. */
function read(count: number, most: (page: number) => number): number[] {
  const sizes: number[] = [];
  let paging = FIRST;
  for (let done = 0; done < count; ) {
    sizes.push(paging.size);
    const isAnswered = paging.size <= most(sizes.length);
    if (isAnswered) done += paging.size;
    paging = isAnswered ? afterAnswer(paging) : afterRefusal(paging);
  }
  return sizes;
}

describe("the size of a page", () => {
  it("stays at 100 while nothing is refused", () => {
    expect(new Set(read(10_000, () => 100))).toEqual(new Set([100]));
  });

  it("tells whether the first page was all that was read", () => {
    const first = afterAnswer(FIRST);

    expect(wasOnePage({ paging: first, done: 100 })).toBe(true);
    expect(wasOnePage({ paging: afterAnswer(first), done: 100 })).toBe(false);
    expect(wasOnePage({ paging: afterAnswer(afterRefusal(FIRST)), done: 50 })).toBe(false);
    expect(wasOnePage({ paging: FIRST, done: 0 })).toBe(false);
  });

  it("halves when a page is refused, and grows back halfway to what was refused", () => {
    const sizes = read(1_000, () => 20);

    expect(sizes.slice(0, 3)).toEqual([100, 50, 25]);
    expect(sizes.slice(4)).toContain(20);
  });

  it("comes back to 100 when only a bad moment was", () => {
    const sizes = read(20_000, (page) => (page < 8 ? 3 : 100));

    expect(sizes.at(-1)).toBe(100);
  });

  it("is never under 1, never over 100, and ends, whatever is refused", () => {
    const limits = fc.integer({ min: 1, max: 110 });
    fc.assert(
      fc.property(limits, limits, (first, later) => {
        const sizes = read(2_000, (page) => (page < 40 ? first : later));

        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
      }),
      { numRuns: runs(100) },
    );
  });

  it.each([5, 10, 20, 30, 49])("asks little more often than it must where %i are the most", (most) => {
    expect(read(10_000, () => most).length).toBeLessThan((10_000 / most) * 1.25 + 20);
  });
});
