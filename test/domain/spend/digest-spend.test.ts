import { describe, expect, it } from "vitest";
import { NOW } from "../../../dev/simulation/examples/records.ts";
import {
  declared,
  eachDay,
  factOf,
  knownOf,
  seatsOf,
  sourceOf,
  steadyWork,
  workOf,
} from "../../../dev/simulation/examples/spend.ts";
import { digestSpend, type StoredSpend } from "../../../src/domain/spend/digest-spend.ts";
import type { DigestSpend, ShownSpend } from "../../../src/domain/spend/shown.ts";

const WORK = steadyWork(10);

function spendOf(
  known: Partial<StoredSpend>,
  query: Partial<Parameters<typeof digestSpend>[1]> = {},
): DigestSpend {
  return digestSpend(knownOf(known), { work: WORK, declared: [], now: NOW, ...query });
}

function shownOf(...of: Parameters<typeof spendOf>): ShownSpend {
  const found = spendOf(...of);
  return "withheld" in found ? expect.fail(`withheld: ${found.withheld}`) : found;
}

describe("what a digest says of spend", () => {
  it("is the total, the normalized deployments and the ratio of four weeks and of twelve", () => {
    expect(shownOf({ facts: eachDay(365, "20") })).toMatchObject({
      currency: "USD",
      window: { from: "2026-W44", to: "2026-W47", weeks: 4 },
      total: "560.00",
      normalizedDeployments: 40,
      perNormalizedDeployment: { value: "14.00", usual: ["14.00", "14.00"], blocks: 12, signal: "none" },
      twelveWeeks: {
        from: "2026-W36",
        to: "2026-W47",
        total: "1680.00",
        normalizedDeployments: 120,
        value: "14.00",
      },
      tools: [{ tool: "claude-code", total: "560.00", basis: ["estimate"], completeThrough: "2026-11-22" }],
      unallocated: "0",
      provisionalFrom: null,
      coverage: null,
    });
  });

  it("has the declared seats by tool, and the active ones where they and the others are as many as the floor", () => {
    const seats = [seatsOf({ count: 2 }), seatsOf({ count: 3 }), seatsOf({ count: 9, until: "2026-11-21" })];
    const activeOf = (activeSeats: number | undefined, floor = 5) => {
      const sources = [sourceOf(1, { name: "copilot", seats: 31, activeSeats }), sourceOf(2)];
      return shownOf({ sources, declarations: [declared({ seats })] }, { work: { ...WORK, floor } }).seats;
    };

    expect(activeOf(18)).toEqual({
      declared: [{ tool: "cursor", count: 5 }],
      counted: [{ source: "copilot", paid: 31, active: 18 }],
    });
    const shown = (...of: Parameters<typeof activeOf>) => activeOf(...of).counted[0]?.active;
    expect([4, 5, 26, 27, 31, undefined].map((active) => shown(active))).toEqual([
      null,
      5,
      26,
      null,
      null,
      null,
    ]);
    expect(shown(27, 3)).toBe(27);
  });

  it("compares only blocks since the first money, with complete weeks that are measured in the same way", () => {
    const blocks = (known: Partial<StoredSpend>, work = WORK) =>
      shownOf(known, { work }).perNormalizedDeployment.blocks;
    const facts = eachDay(365, "20");
    const open = workOf([]).weeks;
    const weeks = WORK.weeks.map((week, index) => ({ ...week, isComplete: index !== 46 }));

    expect(open).toEqual([]);
    expect(blocks({ facts: eachDay(11 * 28, "20") })).toBe(10);
    expect(blocks({ facts: eachDay(11 * 28 - 1, "20") })).toBe(9);
    expect(blocks({ facts }, { ...WORK, weeks })).toBe(11);
    expect(blocks({ facts }, { ...WORK, since: WORK.weeks[20]?.start ?? 0 })).toBe(7);
    expect(blocks({ facts }, steadyWork(10, 30))).toBe(6);
  });

  it("says from which day sources may still change days, and waits for a source that is behind", () => {
    const late = sourceOf(1, { readThrough: "2026-11-20", settlesAfterDays: 10 });
    const found = shownOf({ facts: eachDay(365, "20"), sources: [late] });

    expect(found.provisionalFrom).toBe("2026-11-14");
    expect(found.perNormalizedDeployment.signal).toBe("waiting");
  });

  it("names what was restated, left out, not converted, below zero, and in no scope", () => {
    const restated = ["12", "14"].map((to, index) => ({
      source: 1,
      day: "2026-11-03",
      currency: "USD",
      from: BigInt(10 + 2 * index) * 1_000_000n,
      to: BigInt(to) * 1_000_000n,
      at: new Date(Date.UTC(2026, 10, 5 + index)),
    }));
    const found = shownOf({
      facts: [
        ...eachDay(28, "20"),
        ...eachDay(2, "5", { source: 2 }),
        factOf("2026-11-10", "7", { currency: "EUR" }),
        factOf("2026-11-11", "-30", { charge: "adjustment" }),
      ],
      sources: [sourceOf(1, { hasHardLimit: false }), sourceOf(2)],
      restated,
      declarations: [
        declared({ scopes: [{ name: "payments", repositories: [], native: {} }] }),
        declared(
          { scopes: [{ name: "payments", repositories: [], native: {} }], seats: [seatsOf()] },
          new Date("2026-11-23T00:00:00Z"),
        ),
      ],
    });

    expect(found).toMatchObject({
      restated: [{ source: "source 1", day: "2026-11-03", currency: "USD", from: "10.00", to: "14.00" }],
      overlapped: [{ tool: "claude-code", used: "source 1", leftOut: "source 2", amount: "10.00" }],
      unconverted: [{ currency: "EUR", amount: "7.00" }],
      negative: [{ day: "2026-11-11", tool: "claude-code", amount: "-10.00" }],
      adjustment: "-30.00",
      total: "560.00",
      unallocated: "560.00",
      limits: [{ source: "source 1", hasHardLimit: false }],
      declared: [],
    });
  });

  it("says when what the config declares changed", () => {
    const declarations = [
      declared({ seats: [seatsOf()] }),
      declared({ seats: [seatsOf({ price: "20" })] }, new Date("2026-11-10T12:00:00Z")),
    ];

    expect(shownOf({ facts: eachDay(28, "20"), declarations }).declared).toEqual([
      { day: "2026-11-10", keys: ["seats"] },
    ]);
  });
});

describe("spend is withheld", () => {
  const facts = eachDay(365, "20");

  it("while one of the four weeks is not complete or not measured", () => {
    const weeks = WORK.weeks.map((week, index) => ({ ...week, isComplete: index !== 49 }));

    expect(spendOf({ facts }, { work: { ...WORK, weeks } })).toEqual({ withheld: "open-week" });
    expect(spendOf({ facts }, { work: steadyWork(10, 3) })).toEqual({ withheld: "open-week" });
  });

  it("where a source that had money in twelve weeks is silent for over 7 days, and ended before the window does", () => {
    const silent = (readThrough: string, now: Date) =>
      spendOf(
        { facts: facts.filter(({ day }) => day <= readThrough), sources: [sourceOf(1, { readThrough })] },
        { now },
      );

    expect(silent("2026-11-17", new Date("2026-11-26T00:00:00Z"))).toEqual({ withheld: "silence" });
    expect(silent("2026-11-17", new Date("2026-11-25T23:00:00Z"))).toHaveProperty("total");
    expect(silent("2026-11-22", new Date("2026-12-20T00:00:00Z"))).toHaveProperty("total");
    expect(silent("2026-08-01", new Date("2026-11-24T00:00:00Z"))).toEqual({ withheld: "no-data" });
  });

  it("without money that can be added", () => {
    expect(spendOf({})).toEqual({ withheld: "no-data" });
    expect(spendOf({ facts: eachDay(28, "20", { currency: "EUR" }) })).toEqual({ withheld: "no-data" });
  });

  it("where less than 80 % of the declared work is by tools with spend data", () => {
    const of = (...tools: readonly string[][]) => spendOf({ facts }, { declared: tools });
    const [own, other] = [["claude-code"], ["cursor"]];

    expect(of(own, own, own, other)).toEqual({ withheld: "coverage" });
    expect(
      spendOf({ facts: [...facts, ...eachDay(28, "0", { tool: "cursor" })] }, { declared: [own, other] }),
    ).toEqual({ withheld: "coverage" });
    expect(of(own, own, own, own, other)).toMatchObject({ coverage: { share: 0.8, tools: 2, covered: 1 } });
    expect(of(own, own, ["claude-code", "cursor"])).toMatchObject({ coverage: { share: 0.8333 } });
    expect(of(own, own, own, [...own, ...other, "codex"], other)).toEqual({ withheld: "coverage" });
    expect(
      spendOf(
        { facts, declarations: [declared({ seats: [seatsOf()] })] },
        { declared: [own, other], work: { ...WORK, isSplitShown: false } },
      ),
    ).toMatchObject({ coverage: null });
    expect(
      spendOf({ facts }, { declared: [other], work: { ...WORK, isSplitShown: false } }),
      "that somebody declares a tool is a split of the work",
    ).toMatchObject({ coverage: null, total: "560.00" });
  });
});
