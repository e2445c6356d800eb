import { describe, expect, it } from "vitest";
import { declared, factOf, knownOf, sourceOf } from "../../../dev/simulation/examples/spend.ts";
import { combineSpend, type KnownSpend } from "../../../src/domain/spend/combination.ts";
import { decimalText } from "../../../src/domain/spend/money.ts";
import {
  chargesOf,
  negativeDays,
  spendByTool,
  totalOf,
  unallocatedOf,
} from "../../../src/domain/spend/tool-spend.ts";

const DAY = "2026-11-10";
const SPAN = { currency: "USD", from: "2026-11-01", until: "2026-12-01" };

function totalText(known: KnownSpend): string {
  return decimalText(totalOf(combineSpend(known, SPAN).money));
}

describe("combined spend", () => {
  const sources = [sourceOf(1, { name: "key" }), sourceOf(2, { name: "gateway" })];
  const facts = [factOf(DAY, "10", { source: 1 }), factOf(DAY, "12", { source: 2 })];

  it("uses the larger of two sources of a tool, and says which one is left out", () => {
    const known = knownOf({ sources, facts });

    expect(totalText(known)).toBe("12.00");
    expect(combineSpend(known, SPAN).overlapped).toMatchObject([
      { day: DAY, used: "gateway", leftOut: "key", amount: 10_000_000n },
    ]);
  });

  it("adds a source that the config calls separate", () => {
    const known = knownOf({ sources, facts, declarations: [declared({ separate: ["key"] })] });

    expect(totalText(known)).toBe("22.00");
    expect(combineSpend(known, SPAN).overlapped).toEqual([]);
  });

  it("adds declared seats to what a source says", () => {
    const seats = [
      {
        tool: "claude-code",
        count: 1,
        price: "30",
        currency: "USD",
        per: "month",
        from: DAY,
        until: DAY,
      } as const,
    ];
    const known = knownOf({
      facts: [factOf(DAY, "5", { charge: "seat" })],
      declarations: [declared({ seats })],
    });

    expect(totalText(known)).toBe("6.00");
  });

  it("converts by the rate in force on the day, and never guesses one", () => {
    const rates = [
      { of: "EUR", in: "USD", rate: "1.10", from: "2026-11-10" },
      { of: "EUR", in: "USD", rate: "1.20", from: "2026-11-11" },
    ];
    const euros = ["2026-11-09", "2026-11-10", "2026-11-11"].map((day) =>
      factOf(day, "100", { currency: "EUR" }),
    );
    const combined = combineSpend(knownOf({ facts: euros, declarations: [declared({ rates })] }), SPAN);

    expect(decimalText(totalOf(combined.money))).toBe("230.00");
    expect(combined.unconverted).toMatchObject([
      { day: "2026-11-09", currency: "EUR", amount: 100_000_000n, source: "source 1" },
    ]);
  });

  it("is the same for facts in any order", () => {
    const known = knownOf({ sources, facts });
    const turned = knownOf({ sources: sources.toReversed(), facts: facts.toReversed() });

    expect(combineSpend(turned, SPAN)).toEqual(combineSpend(known, SPAN));
  });
});

describe("the totals", () => {
  it("add usage and seats, and keep other charges apart", () => {
    const facts = [
      factOf(DAY, "10"),
      factOf(DAY, "4", { charge: "seat" }),
      factOf(DAY, "3", { charge: "included" }),
      factOf(DAY, "-2", { charge: "credit" }),
      factOf(DAY, "-20", { charge: "adjustment" }),
    ];
    const combined = combineSpend(knownOf({ facts }), SPAN);
    const [tool] = spendByTool(combined, { sources: [sourceOf(1, { basis: "billed" })] });

    expect(tool).toMatchObject({ tool: "claude-code", total: 14_000_000n, basis: ["billed"] });
    expect(tool).toMatchObject(chargesOf(combined.money));
    expect(tool?.completeThrough).toBe("2026-11-22");
    expect(negativeDays(combined)).toEqual([{ day: DAY, tool: "claude-code", amount: -6_000_000n }]);
  });

  it("name what belongs to no scope while scopes are declared", () => {
    const facts = [factOf(DAY, "10"), factOf(DAY, "4", { scope: "payments" }), factOf("2026-11-02", "1")];
    const scopes = [{ name: "payments", repositories: ["shop"], native: {} }];
    const declarations = [declared({}), declared({ scopes }, new Date("2026-11-05T00:00:00Z"))];
    const combined = combineSpend(knownOf({ facts }), SPAN);

    expect(unallocatedOf(combined, declarations)).toBe(10_000_000n);
  });
});
