import fc from "fast-check";
import { expect, it } from "vitest";
import { declared, micros } from "../../../dev/simulation/examples/spend.ts";
import type { DeclaredSeats } from "../../../src/domain/spend/declared.ts";
import { shiftDay } from "../../../src/domain/spend/fact.ts";
import { decimalText, sumOfMicros } from "../../../src/domain/spend/money.ts";
import { periodOf, seatFacts } from "../../../src/domain/spend/seats.ts";

const SEATS: DeclaredSeats = {
  tool: "claude-code",
  count: 7,
  price: "19.99",
  currency: "USD",
  per: "month",
  from: "2026-01-01",
  until: undefined,
};

it("divides the price of a month or a year over its days, and loses nothing", () => {
  const day = fc.integer({ min: 0, max: 2_000 }).map((count) => shiftDay("2026-01-01", count));
  const price = fc.tuple(fc.nat(9_999), fc.nat(999_999)).map(([whole, rest]) => `${whole}.${rest}`);
  fc.assert(
    fc.property(day, price, fc.integer({ min: 1, max: 5_000 }), fc.constantFrom("month", "year"), (...of) => {
      const [from, each, count, per] = of;
      const facts = seatFacts(
        [declared({ seats: [{ ...SEATS, price: each, count, per }] })],
        periodOf(from, per),
      );

      expect(sumOfMicros(facts.map(({ amount }) => amount))).toBe(micros(each) * BigInt(count));
    }),
  );
});

it("counts seats from their first day to their last one", () => {
  const seats = [{ ...SEATS, count: 1, price: "30", from: "2026-11-29", until: "2026-11-30" }];
  const facts = seatFacts([declared({ seats })], { from: "2026-11-01", until: "2027-01-01" });

  expect(facts.map(({ day, amount }) => [day, decimalText(amount)])).toEqual([
    ["2026-11-29", "1.00"],
    ["2026-11-30", "1.00"],
  ]);
});

it("takes the declaration in force at noon, and adds seats of one tool", () => {
  const one = { ...SEATS, count: 1, price: "30" };
  const declarations = [
    declared({ seats: [one] }),
    declared({ seats: [one, { ...one, count: 2 }] }, new Date("2026-11-02T11:00:00Z")),
  ];
  const facts = seatFacts(declarations, { from: "2026-11-01", until: "2026-11-03" });

  expect(facts.map(({ amount }) => decimalText(amount))).toEqual(["1.00", "3.00"]);
});
