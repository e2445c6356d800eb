import { expect, it } from "vitest";
import { NOW } from "../../dev/simulation/examples/records.ts";
import {
  declared,
  eachDay,
  knownOf,
  seatsOf,
  sourceOf,
  steadyWork,
} from "../../dev/simulation/examples/spend.ts";
import { digestSpend } from "../../src/domain/spend/digest-spend.ts";
import { spend } from "../../src/storage/json/digest-spend.ts";

const BUDGET = {
  name: "AI",
  amount: "900",
  currency: "USD",
  per: "month",
  alertAt: [],
  perDay: undefined,
} as const;

it("is read from a stored digest as it was written", () => {
  const known = knownOf({
    facts: [
      ...eachDay(365, "20"),
      ...eachDay(5, "7", { currency: "EUR" }),
      ...eachDay(5, "9", { source: 2 }),
    ],
    sources: [
      sourceOf(1, { hasHardLimit: true, settlesAfterDays: 9, seats: 31, activeSeats: 18 }),
      sourceOf(2),
    ],
    declarations: [
      declared({ budgets: [BUDGET] }),
      declared({ budgets: [BUDGET], seats: [seatsOf()] }, new Date("2026-11-10T00:00:00Z")),
    ],
  });
  const shown = digestSpend(known, { work: steadyWork(10), declared: [["claude-code"]], now: NOW });

  expect(shown).toHaveProperty("perNormalizedDeployment.usual");
  for (const each of [shown, { withheld: "coverage" }])
    expect(spend.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
});
