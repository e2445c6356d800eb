import { expect, it } from "vitest";
import {
  sourceOf as completeSource,
  declared,
  factOf,
  knownOf,
} from "../../../dev/simulation/examples/spend.ts";
import { budgetStates } from "../../../src/domain/spend/budget-state.ts";
import { shiftDay } from "../../../src/domain/spend/fact.ts";
import { decimalText } from "../../../src/domain/spend/money.ts";
import type { KnownSource } from "../../../src/domain/spend/source.ts";

const BUDGET = {
  name: "AI tools",
  amount: "600",
  currency: "USD",
  per: "month",
  alertAt: [50, 100],
  perDay: undefined,
} as const;
const NOW = new Date("2026-11-21T12:00:00Z");
const BUDGETS = [declared({ budgets: [BUDGET] })];

/** A source that was read through November 20. */
function sourceOf(id: number, said: Partial<KnownSource> = {}): KnownSource {
  const readAt = new Date("2026-11-21T06:00:00Z");
  return completeSource(id, { readThrough: "2026-11-20", readAt, ...said });
}

/** Ten dollars each day until November 20. */
function tenEachDay(count: number) {
  return Array.from({ length: count }, (_, index) => factOf(shiftDay("2026-11-20", -index), "10"));
}

it("says what is used, what part of the period is gone, and what its end will be", () => {
  const [state] = budgetStates(
    knownOf({ sources: [sourceOf(1)], facts: tenEachDay(60), declarations: BUDGETS }),
    NOW,
  );

  expect(state).toMatchObject({
    name: "AI tools",
    period: { from: "2026-11-01", until: "2026-12-01" },
    used: 200_000_000n,
    completeThrough: "2026-11-20",
    daysBehind: 0,
    isPartial: false,
  });
  expect(state?.usedPart).toBeCloseTo(1 / 3);
  expect(state?.elapsedPart).toBeCloseTo(20.5 / 30);
  expect(state?.atEnd).toEqual({ amount: 300_000_000n, low: 300_000_000n, high: 300_000_000n });
});

it("takes the median of each weekday, and the range of the last eight weeks", () => {
  const facts = tenEachDay(60).map((fact) =>
    fact.day >= "2026-11-14" ? { ...fact, amount: 50_000_000n } : fact,
  );
  const [state] = budgetStates(knownOf({ sources: [sourceOf(1)], facts, declarations: BUDGETS }), NOW);

  // 13 days at 10 and 7 at 50 are used; the 10 others are at 10, or at 50.
  expect(state?.used).toBe(480_000_000n);
  expect(state?.atEnd).toEqual({ amount: 580_000_000n, low: 580_000_000n, high: 980_000_000n });
});

it("refuses a forecast under 14 settled days", () => {
  const atEnd = (days: number, settlesAfterDays = 0) =>
    budgetStates(
      knownOf({
        facts: tenEachDay(days),
        sources: [sourceOf(1, { settlesAfterDays })],
        declarations: BUDGETS,
      }),
      NOW,
    )[0]?.atEnd;

  expect(atEnd(13)).toBeUndefined();
  expect(atEnd(14)).toBeDefined();
  expect(atEnd(14, 5)).toBeUndefined();
});

it("knows declared seats until the end of the period, and says how far sources lag behind", () => {
  const seats = [{ ...BUDGET, tool: "cursor", count: 3, price: "30", from: "2026-11-01", until: undefined }];
  const known = knownOf({
    facts: tenEachDay(30),
    sources: [sourceOf(1, { readThrough: "2026-11-15" })],
    declarations: [declared({ budgets: [BUDGET], seats })],
  });
  const [state] = budgetStates(known, NOW);

  expect(state?.daysBehind).toBe(5);
  expect(decimalText(state?.used ?? 0n)).toBe("263.00");
  expect(decimalText(state?.atEnd?.amount ?? 0n)).toBe("390.00");
});
