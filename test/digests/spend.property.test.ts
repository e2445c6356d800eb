import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { CHARGES, type Day, type SpendFact, shiftDay, utcDay } from "../../src/domain/spend/fact.ts";
import type { SpendReading, SpendSource } from "../../src/domain/spend/source.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { runs } from "../support/limits.ts";
import { deploy, merge } from "../support/ship.ts";
import { openTestStores } from "../support/stores.ts";

const WEEK = "2026-W48";
const NOW = at(30, 9);
const REQUEST = { owner: "acme", repositories: [SHOP], week: WEEK, now: NOW };
/** The first day of the four weeks. */
const FIRST: Day = "2026-11-02";

/** Six weeks in which something ships each weekday. */
async function openWorked(): Promise<Stores> {
  const stores = await openTestStores();
  await deploy(stores, 1, "m0", at(-12));
  const days = Array.from({ length: 40 }, (_, index) => index - 11);
  for (const [index, day] of days.filter((each) => at(each).getUTCDay() % 6 !== 0).entries()) {
    await merge(stores, index + 1, at(day, 9), { author: `builder-${index % 3}` });
    await deploy(stores, index + 2, `m${index + 1}`, at(day, 12));
  }
  return stores;
}

const SOURCES: readonly SpendSource[] = ["bill", "key", "gateway"].map((name) => {
  return { name, kind: "csv", basis: "estimate", settlesAfterDays: 3 };
});

const fact = fc.record({
  tool: fc.constantFrom("cursor", "claude-code", "other"),
  charge: fc.constantFrom(...CHARGES),
  scope: fc.constantFrom("", "payments"),
  currency: fc.constantFrom("USD", "EUR", "GBP"),
  amount: fc.bigInt({ min: -10_000_000n, max: 1_000_000_000n }),
});

/** What a source says of some days that follow one another, in a reading that overlaps with others. */
const reading = fc
  .record({
    source: fc.constantFrom(...SOURCES),
    first: fc.integer({ min: 0, max: 20 }),
    days: fc.array(
      fc.uniqueArray(fact, { maxLength: 4, selector: ({ amount: _, ...key }) => JSON.stringify(key) }),
      { minLength: 1, maxLength: 9 },
    ),
  })
  .map(({ source, first, days }) => ({
    source,
    days: new Map(
      days.map((facts, index): [Day, SpendFact[]] => {
        const day = shiftDay(FIRST, first + index);
        return [day, facts.map((each) => ({ ...each, day }))];
      }),
    ),
    readThrough: "2026-11-29",
  }));

/** Readings, each at a time of its own, and the same ones doubled in another order. */
const readings = fc.array(reading, { minLength: 1, maxLength: 7 }).chain((found) => {
  const dated = found.map((each, index) => ({ ...each, readAt: at(29, 1 + index) }));
  const twice = [...dated, ...dated];
  const order = fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length });
  return fc.tuple(fc.constant(dated), order);
});

async function digestAfter(stores: Stores, all: readonly (SpendReading & { source: SpendSource })[]) {
  for (const { source, ...said } of all) await stores.spend.save(1, { source, reading: said });
  const digest = await computeDigest(stores, REQUEST);
  for (const { name } of SOURCES) await stores.spend.forget({ owner: 1, name });
  return digest;
}

describe("the spend in an organization's digest", () => {
  it("is the same however often, in which order and in which parts it was read, and changes nothing else", async () => {
    const stores = await openWorked();
    const before = JSON.stringify(await computeDigest(stores, REQUEST));
    const declaration = {
      ...NOTHING_DECLARED,
      rates: [{ of: "EUR", in: "USD", rate: "1.08", from: utcDay(at(10)) }],
      separate: ["bill"],
      scopes: [{ name: "payments", repositories: ["shop"], native: {} }],
    };
    await stores.spendDeclarations.save(1, declaration, at(1));
    const shown = new Set<string>();
    await fc.assert(
      fc.asyncProperty(readings, async ([inOrder, shuffled]) => {
        const digest = await digestAfter(stores, inOrder);
        const again = await digestAfter(stores, shuffled);

        expect(JSON.stringify(again)).toBe(JSON.stringify(digest));
        const { spend, ...rest } = digest;
        expect(JSON.stringify(rest)).toBe(before);
        for (const key of Object.keys(spend ?? {})) shown.add(key);
      }),
      { numRuns: runs(100) },
    );
    // A property of digests that all withhold their spend would hold nothing.
    expect(shown).toContain("perNormalizedDeployment");
  });
});
