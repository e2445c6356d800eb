import Big from "big.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { CHARGES, type Day, shiftDay } from "../../../src/domain/spend/fact.ts";
import { toMicros } from "../../../src/domain/spend/money.ts";
import type { SpendReading, SpendSource } from "../../../src/domain/spend/source.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { runs } from "../../support/limits.ts";
import { openTestStores } from "../../support/stores.ts";
import { read } from "./read.ts";

const SOURCE: SpendSource = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 };
const FIRST: Day = "2026-11-01";
const SCOPES = [{ name: "payments", repositories: [], native: {} }];

interface Row {
  readonly day: Day;
  readonly tool: string;
  readonly charge: string;
  readonly currency: string;
  readonly amount: string;
  readonly scope: string;
}

const amount = fc
  .tuple(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.integer({ min: 0, max: 12 }))
  .map(([number, decimals]) => new Big(number).times(new Big(10).pow(-decimals)).toFixed());

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 5 }).map((later) => shiftDay(FIRST, later)),
    tool: fc.constantFrom("cursor", "claude-code", "unheard-of"),
    charge: fc.constantFrom(...CHARGES, ""),
    currency: fc.constantFrom("USD", "EUR"),
    amount,
    scope: fc.constantFrom("", "payments", "undeclared"),
  }),
  { minLength: 1, maxLength: 30 },
);

/** All items in any order. */
const shuffled = <Item>(items: readonly Item[]) =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

function fileOf(some: readonly Row[]): string {
  const lines = some.map((row) =>
    [row.scope, row.amount, row.day, row.currency, row.charge, row.tool].join(),
  );
  return ["scope,amount,day,currency,charge,tool", ...lines].join("\r\n");
}

/** What the rows add up to, said a second time. */
function expectedOf(some: readonly Row[]): Map<string, bigint> {
  const sums = new Map<string, Big>();
  for (const { day, tool, charge, currency, amount: text, scope } of some) {
    const kind = text.startsWith("-") && charge !== "credit" ? "adjustment" : charge || "usage";
    const key = [
      day,
      tool === "unheard-of" ? "other" : tool,
      kind,
      scope === "payments" ? scope : "",
      currency,
    ].join();
    sums.set(key, (sums.get(key) ?? new Big(0)).plus(text));
  }
  return new Map([...sums].map(([key, sum]) => [key, toMicros(sum)]));
}

async function readingOf(some: readonly Row[], readAt: Date): Promise<SpendReading> {
  const { reading } = await read(fileOf(some), { scopes: SCOPES });
  return { ...reading, readAt };
}

async function storedIn({ spend }: Stores): Promise<Map<string, bigint>> {
  const [source] = await spend.list(1);
  const facts = await spend.listFacts({ sources: [source?.id ?? 0], from: FIRST, until: "2026-12-01" });
  return new Map(
    facts.map((fact) => [[fact.day, fact.tool, fact.charge, fact.scope, fact.currency].join(), fact.amount]),
  );
}

async function storedAfter(readings: readonly SpendReading[]): Promise<Map<string, bigint>> {
  const stores = await openTestStores();
  for (const reading of readings) await stores.spend.save(1, { source: SOURCE, reading });
  const stored = await storedIn(stores);
  await stores.close();
  return stored;
}

/** Files of whole days that together have all of them, some days in several files. */
function cut(some: readonly Row[], parts: readonly (readonly number[])[]): Row[][] {
  const days = [...new Set(some.map(({ day }) => day))];
  return days
    .map((_, index) => [index, ...(parts[index] ?? [])])
    .map((indices) => new Set(indices.map((index) => days[index % days.length])))
    .map((inFile) => some.filter(({ day }) => inFile.has(day)));
}

describe("imported files", () => {
  it("have the exact sums of their rows, in any order of these", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows.chain((some) => fc.tuple(fc.constant(some), shuffled(some))),
        async ([some, order]) => {
          const { reading } = await read(fileOf(order), { scopes: SCOPES });
          const found = [...reading.days.values()]
            .flat()
            .map((fact): [string, bigint] => [
              [fact.day, fact.tool, fact.charge, fact.scope, fact.currency].join(),
              fact.amount,
            ]);

          expect(new Map(found)).toEqual(expectedOf(some));
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it("S7: make the same facts when cut by days, overlapping, twice and in any order", async () => {
    const history = rows.chain((some) =>
      fc
        .array(fc.array(fc.nat({ max: 5 }), { maxLength: 3 }), { maxLength: 6 })
        .map((parts) => cut(some, parts))
        .chain((files) => fc.tuple(fc.constant(some), shuffled([...files, ...files]))),
    );
    await fc.assert(
      fc.asyncProperty(history, async ([some, files]) => {
        const readings = await Promise.all(files.map((file, index) => readingOf(file, at(1, index))));

        expect(await storedAfter(readings)).toEqual(expectedOf(some));
      }),
      { numRuns: runs(100) },
    );
  });

  it("say of each day what the latest export says, in any order", async () => {
    const history = fc.array(rows, { minLength: 1, maxLength: 4 }).chain((exports) => {
      const dated = exports.map((some, index) => ({ some, asOf: at(2, index) }));
      return fc.tuple(fc.constant(exports), shuffled([...dated, ...dated]));
    });
    await fc.assert(
      fc.asyncProperty(history, async ([exports, order]) => {
        const readings = await Promise.all(order.map(({ some, asOf }) => readingOf(some, asOf)));
        const latest = new Map(exports.flatMap((some, index) => some.map(({ day }) => [day, index])));
        const valid = exports.flatMap((some, index) => some.filter(({ day }) => latest.get(day) === index));

        expect(await storedAfter(readings)).toEqual(expectedOf(valid));
      }),
      { numRuns: runs(100) },
    );
  });
});
