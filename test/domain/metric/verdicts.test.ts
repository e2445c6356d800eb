import { describe, expect, it } from "vitest";
import { type JudgedWeek, verdictsOf } from "../../../src/domain/metric/verdicts.ts";
import type { EarlierWeek, WeekFigures } from "../../../src/domain/metric/week-figures.ts";

const HALF_A_YEAR = 26;

/** A week of ten builders who make two changes each, on a day each. */
function week(rest: Partial<WeekFigures> = {}): WeekFigures {
  const { builders = 10 } = rest;
  const made = { total: builders, netChanges: 2 * builders, builtChanges: 2 * builders };
  return { week: "2026-W01", builders, share: 20, ...made, ...rest };
}

/** Weeks before, numbered from the first; what differs in one is told by how many weeks ago it was. */
function earlier(of: (ago: number) => Partial<EarlierWeek> = () => ({})): EarlierWeek[] {
  return Array.from({ length: HALF_A_YEAR }, (_, index) => {
    const name = `2026-W${`${index + 1}`.padStart(2, "0")}`;
    return {
      ...week({ week: name, ...of(HALF_A_YEAR - index) }),
      isComparable: true,
      ...of(HALF_A_YEAR - index),
    };
  });
}

function verdicts(weeks: readonly EarlierWeek[], current: Partial<JudgedWeek> = {}) {
  return verdictsOf(weeks, { ...week(current), isWaiting: false, lastBuilders: 10, ...current });
}

describe("the trend", () => {
  const grown = (ago: number) => (ago < 13 ? { builtChanges: 30 } : {});

  it("is the moving average of net changes per builder, against the weeks that end 13 before", () => {
    // ln 2 + 0.25 Σ 0.75^k (ln 3 − ln 2) over 13 weeks; ln 2 ± 3.25 √(1/20 × (1/7 × (1 − 0.75^26) + 1/14)).
    const { trend } = verdicts(earlier(grown), { builtChanges: 30 });

    expect(trend).toMatchObject({ signal: "above", reference: ["2026-W01", "2026-W14"], learned: 14 });
    expect(trend.perBuilder).toBeCloseTo(2.971, 3);
    expect(trend.usual?.[0]).toBeCloseTo(1.429, 3);
    expect(trend.usual?.[1]).toBeCloseTo(2.8, 3);
  });

  it("does not move with the number of people", () => {
    const half = (ago: number) => (ago < 13 ? { builders: 5 } : {});

    expect(verdicts(earlier(half), { builders: 5 }).trend).toMatchObject({ signal: "none", perBuilder: 2 });
  });

  it("takes no single week for a trend", () => {
    expect(verdicts(earlier(), { builtChanges: 30 }).trend.signal).toBe("none");
  });

  it("widens with how much the weeks vary", () => {
    const [calm, wild] = [0, 12].map(
      (by) =>
        verdicts(earlier((ago) => ({ builtChanges: 20 + (ago % 2 === 0 ? by : -by) }))).trend.usual ?? [0, 0],
    );

    expect((wild?.[1] ?? 0) - (wild?.[0] ?? 0)).toBeGreaterThan(2 * ((calm?.[1] ?? 0) - (calm?.[0] ?? 0)));
  });

  it("is learning until its reference has eight weeks", () => {
    const since = (weeks: number) => earlier((ago) => ({ isComparable: ago <= weeks }));

    expect(verdicts(since(19)).trend).toMatchObject({ signal: "learning", learned: 7, reference: null });
    expect(verdicts(since(20)).trend).toMatchObject({ signal: "none", learned: 8 });
  });

  it("passes over a holiday and a week without builders", () => {
    const quiet = (ago: number) => (ago === 3 || ago === 4 ? { builders: 4, builtChanges: 4 } : {});
    const nobody = (ago: number) => (ago === 3 ? { builders: 0, builtChanges: 0 } : {});

    expect(verdicts(earlier(quiet)).trend.perBuilder).toBeCloseTo(2, 10);
    expect(verdicts(earlier(nobody)).trend.perBuilder).toBeCloseTo(2, 10);
  });

  it("has no verdict in a quiet week, nor in one that waits", () => {
    expect(verdicts(earlier(), { builders: 2 }).trend.signal).toBe("quiet");
    expect(verdicts(earlier(), { isWaiting: true }).trend.signal).toBe("waiting");
  });
});

describe("the builders' own line", () => {
  const uneven = earlier((ago) => ({ builders: ago % 2 === 0 ? 10 : 11 }));

  it.each([
    [10, "none"],
    [14, "none"],
    [15, "above"],
    [7, "none"],
    [6, "quiet"],
  ])("ends with whole people: %i of 7 to 14 are %s", (builders, signal) => {
    // 10.5 ± 2.66.
    expect(verdicts(uneven, { builders }).builders).toMatchObject({ usual: [7, 14], signal });
  });

  it("is below once fewer people are no holiday", () => {
    const left = earlier((ago) => (ago <= 2 ? { builders: 5 } : {}));

    expect(verdicts(left, { builders: 5 })).toMatchObject({
      ...{ quietWeeks: 3, people: "fewer" },
      builders: { signal: "below" },
    });
  });

  it.each([
    [16, 16, "more"],
    [16, 13, "more"],
    [16, 10, "none"],
    [24, 13, "none"],
    [10, 16, "more"],
    [4, 9, "none"],
    [4, 7, "fewer"],
  ])("tells whether people alone moved the total: %i of %i builders: %s", (total, builders, people) => {
    // 10 ± 5.32 normalized deployments, and 7 to 13 builders.
    const weeks = earlier((ago) => ({ total: ago % 2 === 0 ? 9 : 11, builders: ago % 2 === 0 ? 9 : 10 }));

    expect(verdicts(weeks, { total, builders }).people).toBe(people);
  });
});

describe("the AI-assisted share", () => {
  const varied = earlier((ago) => ({ share: ago % 2 === 0 ? 19 : 21 }));

  it.each([
    [20, "none"],
    [35.3, "none"],
    [35.4, "above"],
    [4.6, "below"],
  ])("reaches one normalized deployment beyond how much it varies: %s %% is %s", (share, signal) => {
    // 20 ± 5.32 ± 100 ÷ 10.
    expect(verdicts(varied, { share }).share).toMatchObject({ usual: [4.7, 35.3], learned: 26, signal });
  });

  it("leaves weeks out in which it is not known, and is not told where it is not", () => {
    const unknown = earlier((ago) => ({ share: ago > 11 ? null : 20 }));

    expect(verdicts(unknown).share).toMatchObject({ usual: null, learned: 11, signal: "learning" });
    expect(verdicts(varied, { share: null }).share).toBeNull();
  });
});
