import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { CHARGES, type Day, type SpendFact, shiftDay } from "../../src/domain/spend/fact.ts";
import { MoneyError, parseDecimal, toMicros } from "../../src/domain/spend/money.ts";
import type { SpendReading, SpendSource } from "../../src/domain/spend/source.ts";
import { runs } from "../support/limits.ts";
import { openTestStores } from "../support/stores.ts";

const SOURCE: SpendSource = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 };
const FIRST: Day = "2026-11-01";
const SPAN = { from: FIRST, until: "2026-12-01" };

/** What a source says of some days that follow one another. */
const reading = fc
  .record({
    first: fc.integer({ min: 0, max: 6 }),
    days: fc.array(
      fc.uniqueArray(
        fc.record({
          tool: fc.constantFrom("cursor", "claude-code"),
          charge: fc.constantFrom(...CHARGES),
          scope: fc.constantFrom("", "payments"),
          currency: fc.constantFrom("USD", "EUR"),
          amount: fc.bigInt({ min: -5n, max: 2n ** 62n }),
        }),
        { maxLength: 4, selector: ({ amount: _, ...key }) => JSON.stringify(key) },
      ),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ first, days }) => {
    const dated = days.map((facts, index): [Day, SpendFact[]] => {
      const day = shiftDay(FIRST, first + index);
      return [day, facts.map((fact) => ({ ...fact, day }))];
    });
    return { days: new Map(dated), readThrough: shiftDay(FIRST, first + days.length - 1) };
  });

async function storedAfter(readings: readonly SpendReading[]) {
  const { spend } = await openTestStores();
  for (const each of readings) await spend.save(undefined, { source: SOURCE, reading: each });
  const [source] = await spend.list(undefined);
  const sources = [source?.id ?? 0];
  const restated = await spend.listRestated({ ...SPAN, sources });
  return { source, facts: await spend.listFacts({ ...SPAN, sources }), restated };
}

describe("the spend of a source", () => {
  it("is the same for its readings in any order, once or more often", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(reading, { minLength: 1, maxLength: 6 }).chain((found) => {
          const readings = found.map((each, index) => ({ ...each, readAt: at(1, index) }));
          const twice = [...readings, ...readings];
          const order = fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length });
          return fc.tuple(fc.constant(readings), order);
        }),
        async ([readings, order]) => {
          expect(await storedAfter(order)).toEqual(await storedAfter(readings));
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it("is what the newest reading of each day says, also where that is nothing", async () => {
    const fact = { tool: "cursor", charge: "usage", scope: "", currency: "USD" } as const;
    const said = (day: Day, amount: bigint): [Day, SpendFact[]] => [day, [{ ...fact, day, amount }]];
    const readings: SpendReading[] = [
      {
        readAt: at(1),
        readThrough: "2026-11-02",
        days: new Map([said("2026-11-01", 10n), said("2026-11-02", 2n ** 63n - 1n)]),
      },
      { readAt: at(2), readThrough: "2026-11-01", days: new Map([["2026-11-01", []]]) },
    ];
    const { facts, restated, source } = await storedAfter(readings);

    expect(facts.map(({ day, amount }) => [day, amount])).toEqual([["2026-11-02", 2n ** 63n - 1n]]);
    expect(restated.map(({ day, from, to }) => [day, from, to])).toEqual([["2026-11-01", 10n, 0n]]);
    expect(source?.readThrough).toBe("2026-11-02");
  });
});

describe("an amount", () => {
  it("is rounded once, half to even, to millionths", () => {
    const micros = ["0.0000005", "0.0000015", "-0.0000025", "1e-7", "123.4567895"].map((text) =>
      toMicros(parseDecimal(text)),
    );

    expect(micros).toEqual([0n, 2n, -2n, 0n, 123_456_790n]);
  });

  it("is refused where it is no decimal, or has more than 64 bits", () => {
    expect(() => parseDecimal("12,50")).toThrow(new MoneyError('"12,50" is not an amount, such as 12.50'));
    expect(() => toMicros(parseDecimal("1e13"))).toThrow(MoneyError);
  });
});
