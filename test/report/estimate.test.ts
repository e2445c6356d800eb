import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { estimate, misfit } from "../../src/report/estimate.ts";

const budget = (remaining: number) => ({ limit: 5_000, remaining, cost: 1, resetAt: at(24, 13) });
const NONE = { rest: undefined, graphql: undefined };
const LARGE = { weeks: 26, repositories: 200, pulls: 40_000 };

describe("the estimate of a report", () => {
  it("lets everything begin where GitHub sets no limit", () => {
    expect(misfit(LARGE, NONE)).toBeUndefined();
  });

  it("keeps a fifth of the limit for others", () => {
    const { points } = estimate({ repositories: 100, pulls: 1_000 });
    const size = { weeks: 26, repositories: 100, pulls: 1_000 };
    const left = (remaining: number) => ({ rest: undefined, graphql: budget(remaining) });

    expect(misfit(size, left(1_000 + points))).toBeUndefined();
    expect(misfit(size, left(1_000 + points - 1))).toContain("880 points of GraphQL");
  });

  it("names fewer weeks, fewer repositories, and the reset, where each would fit", () => {
    expect(misfit(LARGE, { rest: budget(5_000), graphql: budget(4_000) })).toBe(
      "this would take about 4,400 requests and 4,800 points of GraphQL, and 4,000 requests and 3,000 points of GraphQL " +
        "are left to it until 13:00 UTC, a fifth of the limit kept for others: --weeks 11, or about 125 of the 200 repositories would fit",
    );
    expect(misfit({ ...LARGE, pulls: 10_000 }, { rest: budget(5_000), graphql: budget(1_500) })).toBe(
      "this would take about 2,900 requests and 2,400 points of GraphQL, and 4,000 requests and 500 points of GraphQL " +
        "are left to it until 13:00 UTC, a fifth of the limit kept for others: about 41 of the 200 repositories, or the whole after 13:00 UTC would fit",
    );
    expect(
      misfit({ weeks: 26, repositories: 1, pulls: 200_000 }, { rest: budget(1_001), graphql: budget(5_000) }),
    ).toMatch(/: nothing fits before 13:00 UTC$/);
  });

  it("names only what fits", () => {
    const size = fc.record({
      weeks: fc.integer({ min: 2, max: 104 }),
      repositories: fc.integer({ min: 1, max: 300 }),
      pulls: fc.nat(60_000),
    });
    const left = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(size, left, left, (of, rest, graphql) => {
        const budgets = { rest: budget(rest), graphql: budget(graphql) };
        const said = misfit(of, budgets) ?? "";
        const [, weeks] = /--weeks (\d+)/.exec(said) ?? [];
        if (weeks === undefined) return;
        expect(
          misfit({ ...of, weeks: Number(weeks), pulls: (of.pulls * Number(weeks)) / of.weeks }, budgets),
        ).toBeUndefined();
      }),
    );
  });
});
