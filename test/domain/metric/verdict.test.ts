import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  repository,
  shipped,
  shippedBy,
  totals,
  WEEK,
  waiting,
} from "../../../dev/simulation/examples/records.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";

const TWELVE = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12];

function normalized(numbers: readonly number[], rest: Parameters<typeof repository>[1] = {}) {
  return digestOf(repository(totals(WEEK, numbers), rest)).normalizedDeployments;
}

describe("a week's verdict", () => {
  it.each([
    [16, "none"],
    [17, "above"],
    [6, "quiet"],
  ])("of %i after twelve weeks of 10 and 12 is %s", (total, signal) => {
    // A mean of 11 and moves of 2: 11 ± 5.32.
    const since = on(shiftWeek(WEEK, -12), 0, 0);

    expect(normalized([...TWELVE, total], { measuredSince: since })).toMatchObject({
      usual: [5.7, 16.3],
      learned: 12,
      signal,
    });
  });

  it("is below when as many builders ship on fewer days", () => {
    const weeks = Array.from({ length: 13 }, (_, index) => shiftWeek(WEEK, index - 12));
    const changes = weeks.flatMap((week) =>
      [0, 1, 2, 3].filter((day) => day === 0 || week !== WEEK).map((day) => shipped(on(week, day))),
    );

    expect(digestOf(repository(changes)).normalizedDeployments).toMatchObject({ total: 1, signal: "below" });
  });

  it("is learning until there are twelve weeks after the first, which is not a whole one", () => {
    const since = on(shiftWeek(WEEK, -12), 0, 10);

    expect(normalized([...TWELVE, 11], { measuredSince: since })).toMatchObject({
      usual: null,
      learned: 11,
      signal: "learning",
    });
  });

  it("looks back 26 weeks", () => {
    const lately = Array.from({ length: 26 }, () => 8);

    expect(normalized([500, ...lately, 9])).toMatchObject({ usual: [8, 8], learned: 26, signal: "above" });
  });

  it("waits while the week is open", () => {
    const changes = [...totals(WEEK, [...TWELVE, 30]), ...waiting(on(WEEK, 4))];

    expect(digestOf(repository(changes)).normalizedDeployments).toMatchObject({
      total: 30,
      signal: "waiting",
    });
  });

  it("leaves open weeks out of the range", () => {
    const lastWeek = shiftWeek(WEEK, -1);
    const changes = [...totals(lastWeek, TWELVE), ...waiting(on(lastWeek, 6)), ...waiting(on(WEEK, 1))];

    expect(digestOf(repository(changes)).normalizedDeployments).toMatchObject({
      learned: 25,
      signal: "waiting",
    });
  });
});

describe("a quiet week", () => {
  const weeks = (before: readonly number[], builders: number) => normalized([...before, builders]);
  const TEN = Array.from({ length: 26 }, () => 10);

  it.each([
    [5, "quiet"],
    [6, "below"],
  ])("has fewer than three fifths of the usual builders: with %i of 10 it is %s", (builders, signal) => {
    expect(weeks(TEN, builders)).toMatchObject({ usual: [10, 10], signal });
  });

  it("is not in later ranges, whose moves are between the weeks that are", () => {
    const holidays = TEN.with(-1, 2).with(-2, 3);

    expect(weeks(holidays, 10)).toMatchObject({ usual: [10, 10], learned: 24, signal: "none" });
  });

  it("is not known before there are four weeks", () => {
    const since = (count: number) => ({ measuredSince: on(shiftWeek(WEEK, -count), 0, 0) });
    const changes = [...shippedBy(WEEK, 1), ...totals(shiftWeek(WEEK, -1), [10, 10, 10, 10])];

    expect(digestOf(repository(changes, since(3))).normalizedDeployments.signal).toBe("learning");
    expect(digestOf(repository(changes, since(4))).normalizedDeployments.signal).toBe("quiet");
  });
});

describe("W2: few people for long", () => {
  const HALF_A_YEAR = Array.from({ length: 26 }, () => 10);
  const ended = (...builders: readonly number[]) => normalized([...HALF_A_YEAR, ...builders]);

  it.each([
    [[5], { signal: "quiet", quietWeeks: 1 }],
    [[5, 5], { signal: "quiet", quietWeeks: 2 }],
    [[5, 5, 5], { signal: "below", quietWeeks: 3, usual: [10, 10] }],
    [[5, 5, 5, 4], { signal: "learning", quietWeeks: 4, learned: 3 }],
    [[5, 10], { signal: "none", quietWeeks: 0, learned: 25 }],
    [[5, 5, 10], { signal: "none", quietWeeks: 0, learned: 24 }],
    [[5, 5, 5, 5, 10], { signal: "none", quietWeeks: 0, learned: 22, usual: [10, 10] }],
  ])("is a holiday for two weeks, then a finding: %j", (builders, expected) => {
    expect(ended(...builders)).toMatchObject(expected);
  });

  it("is what is usual after twelve weeks", () => {
    const few = (weeks: number) => Array.from({ length: weeks }, () => 5);

    expect(ended(...few(12))).toMatchObject({ signal: "learning", quietWeeks: 12, learned: 11 });
    expect(ended(...few(13))).toMatchObject({ signal: "none", quietWeeks: 0, learned: 12, usual: [5, 5] });
    expect(ended(...few(13), 1)).toMatchObject({ signal: "quiet", quietWeeks: 1 });
  });
});

describe("the ceiling of the usual range", () => {
  it("is seven days for each builder", () => {
    const weeks = Array.from({ length: 27 }, (_, index) => shiftWeek(WEEK, index - 26));
    const changes = weeks.flatMap((week, index) =>
      Array.from({ length: index % 2 === 0 ? 7 : 1 }, (_, day) => shipped(on(week, day))),
    );

    expect(digestOf(repository(changes)).normalizedDeployments.usual).toEqual([0, 7]);
    expect(digestOf(repository(changes)).beside.netChanges.usual).toEqual([0, 20]);
  });

  it("H12: is seven days for as many as the floor where there are fewer, since it would show how few", () => {
    const weeks = Array.from({ length: 27 }, (_, index) => shiftWeek(WEEK, index - 26));
    const changes = weeks.flatMap((week, index) =>
      Array.from({ length: index % 2 === 0 ? 7 : 1 }, (_, day) => shipped(on(week, day))),
    );
    const ofOthers = digestOf(repository(changes), { isOwnReader: false });

    expect(ofOthers.normalizedDeployments.usual).toEqual([0, 20]);
  });
});
