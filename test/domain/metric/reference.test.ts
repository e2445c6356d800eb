import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  pending,
  repository,
  totals,
  waiting,
} from "../../../dev/simulation/examples/records.ts";
import { isFirstOfQuarter, shiftWeek } from "../../../src/domain/metric/week.ts";

/** The first week of the last quarter of 2026: its Thursday is 1 October. */
const QUARTER = "2026-W40";
const NOW = on("2026-W41", 1);
const FIRST = Array.from(
  { length: 30 },
  (_, index) => [shiftWeek("2026-W05", index), 20 + (index % 2)] as const,
);

const PUBLISHED = new Map(FIRST.map(([week, latest]) => [week, { first: 0, latest }] as const));

function reference(week: string, numbers: readonly number[], rest: Parameters<typeof repository>[1] = {}) {
  const shop = repository(totals(week, numbers), rest);
  return digestOf(shop, { week, now: NOW, published: PUBLISHED }).reference;
}

describe("the first week of a quarter", () => {
  it.each([
    ["2026-W40", true],
    ["2026-W39", false],
    ["2026-W41", false],
    ["2026-W01", true],
    ["2026-W53", false],
    ["2027-W01", true],
    ["2026-W14", true],
    ["2026-W27", true],
  ])("is that of its first Thursday: %s %s", (week, expected) => {
    expect(isFirstOfQuarter(week)).toBe(expected);
  });
});

describe("the quarterly reference", () => {
  const thirty = Array.from({ length: 12 }, () => 30);

  it("compares the week with the first twelve that were published", () => {
    // A mean of 20.5 and moves of 1: 20.5 ± 2.66.
    expect(reference(QUARTER, thirty)).toEqual({
      weeks: ["2026-W05", "2026-W16"],
      first: 246,
      last: 360,
      usual: [17.8, 23.2],
      signal: "above",
    });
  });

  it("starts after the rules changed", () => {
    expect(reference(QUARTER, thirty, { lines: [on("2026-W10", 2)] })?.weeks).toEqual([
      "2026-W11",
      "2026-W22",
    ]);
  });

  it("is not there in other weeks", () => {
    expect(reference("2026-W39", thirty)).toBeNull();
  });

  it("is not there while the week is open or quiet", () => {
    const open = repository([...totals(QUARTER, thirty), ...waiting(on(QUARTER, 6))]);

    expect(digestOf(open, { week: QUARTER, now: NOW, published: PUBLISHED }).reference).toBeNull();
    expect(reference(QUARTER, [...thirty, ...thirty, 3])).toBeNull();
  });

  it("is not there before twelve weeks have passed after the first twelve", () => {
    expect(reference(QUARTER, thirty, { lines: [on("2026-W17", 2)] })).toBeNull();
    expect(digestOf(repository(totals(QUARTER, thirty)), { week: QUARTER, now: NOW }).reference).toBeNull();
  });
});

describe("restated weeks", () => {
  it("are those that differ from what was published first and are not open", () => {
    const shop = repository([...totals("2026-W47", [4, 5, 6]), pending(on("2026-W47", 5))]);
    const published = new Map([
      ["2026-W45", { first: 5, latest: 4 }],
      ["2026-W46", { first: 5, latest: 5 }],
      ["2026-W47", { first: 1, latest: 1 }],
      ["2020-W01", { first: 3, latest: 3 }],
    ]);

    expect(digestOf(shop, { published }).restated).toEqual([{ week: "2026-W45", was: 5, is: 4 }]);
  });
});

describe("weeks that still fill", () => {
  it("are the open ones that have begun after the digest's", () => {
    const shop = repository([...totals("2026-W48", [4, 5, 6]), pending(on("2026-W48", 1))]);
    const query = { week: "2026-W45", now: on("2026-W49", 2) };

    expect(digestOf(shop, query).filling).toEqual([
      { week: "2026-W48", total: 6, pending: 1 },
      { week: "2026-W49", total: 0, pending: 0 },
    ]);
  });
});
