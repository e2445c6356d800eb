import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decimalText } from "../../../src/domain/spend/money.ts";
import type { ImportOptions } from "../../../src/spend/import/import-options.ts";
import type { Tally } from "../../../src/spend/import/tallies.ts";
import { factsOf, read as readAny } from "./read.ts";

const BILL = readFileSync("test/fixtures/focus-1.3.csv", "utf8");

const read = (text: string, options: Partial<ImportOptions> = {}) =>
  readAny(text, { format: "focus", ...options });

const linesOf = (tallies: readonly Tally[]) =>
  tallies.map(({ name, rows, sums }) =>
    [name, rows, ...[...sums].map(([currency, sum]) => `${decimalText(sum)} ${currency}`)].join(": "),
  );

const COLUMNS = {
  ChargePeriodStart: "2026-11-20T00:00:00Z",
  ChargePeriodEnd: "2026-11-21T00:00:00Z",
  ChargeCategory: "Usage",
  EffectiveCost: "1",
  BillingCurrency: "USD",
  ServiceName: "Cursor",
  ServiceCategory: "Developer Tools",
  ProviderName: "Cursor",
};

/** An export of one row. */
function exported(row: Partial<typeof COLUMNS> & Record<string, string> = {}): string {
  const all = { ...COLUMNS, ...row };
  return `${Object.keys(all).join(",")}\n${Object.values(all).join(",")}\n`;
}

describe("a FOCUS export", () => {
  it("is imported where it is about AI tools, by the day, with months spread over their days", async () => {
    const found = await read(BILL, { source: "aws" });
    const days = Array.from({ length: 31 }, (_, index) => `2026-10-${String(index + 1).padStart(2, "0")}`);

    expect(factsOf(found)).toEqual(
      [
        "2026-10-05 other usage USD 10.00",
        "2026-10-05 other credit USD -5.00",
        "2026-10-05 other adjustment USD -0.50",
        "2026-10-06 amazon-q usage USD 4.00",
        ...days.map((day) => `${day} github-copilot seat USD 1.00`),
      ].sort(),
    );
    expect(linesOf(found.spread)).toEqual(["spread: 1: 31.00 USD"]);
    expect(found.rows).toBe(11);
  });

  it("says what was dropped, and why, and by product what was not", async () => {
    const { dropped, products, unknown } = await read(BILL);

    expect(linesOf(dropped)).toEqual([
      "a charge period of more than 31 days: 1: 1200.00 EUR",
      "purchases whose cost is in the rows that use them: 1: 0 USD",
      "services of AI or for developers that are no known tool: see --tool: 1: 20.00 USD",
      "services that are no AI tools: 1: 70.00 USD",
      "tax: 1: 1.20 USD",
    ]);
    expect(linesOf(products)).toEqual([
      "Amazon Bedrock as other: 4: 4.50 USD",
      "Amazon Q Developer as amazon-q: 1: 4.00 USD",
      "GitHub Copilot as github-copilot: 1: 31.00 USD",
    ]);
    expect(linesOf(unknown)).toEqual(["Amazon SageMaker: 1: 20.00 USD"]);
  });

  it("goes to the tool of the command where any tool may use the service, or only the category fits", async () => {
    const { totals, dropped } = await read(BILL, { tool: "claude-code" });

    expect(totals.map(({ tool, charge, sum }) => `${tool} ${charge} ${decimalText(sum)}`)).toEqual([
      "amazon-q usage 4.00",
      "claude-code adjustment -0.50",
      "claude-code credit -5.00",
      "claude-code usage 30.00",
      "github-copilot seat 31.00",
    ]);
    expect(dropped.map(({ name }) => name)).not.toContain("services of AI or for developers");
  });

  it("belongs to a scope where the config names the account for this source", async () => {
    const scopes = [{ name: "payments", repositories: [], native: { aws: ["acct-payments"] } }];

    expect(factsOf(await read(BILL, { source: "aws", scopes }))).toContain(
      "2026-10-05 other usage payments USD 9.123457",
    );
    expect(factsOf(await read(BILL, { source: "other-bill", scopes }))).toContain(
      "2026-10-05 other usage USD 10.00",
    );
  });

  it("says of a day without AI that there was none, and of a later part of a month nothing", async () => {
    const compute = exported({ ServiceName: "Machines", ServiceCategory: "Compute", ProviderName: "AWS" });
    const { reading } = await read(compute);

    expect([...reading.days]).toEqual([["2026-11-20", []]]);
    expect((await read(compute.replace("2026-11-21T", "2026-12-20T"))).reading.days.size).toBe(0);
  });

  it.each([
    ["2026-11-20T22:00:00Z", "2026-11-20T23:00:00Z", ["2026-11-20"]],
    ["2026-11-20T23:30Z", "2026-11-21T00:30Z", ["2026-11-20"]],
    ["2026-11-20 22:00:00", "2026-11-21 22:00:00", ["2026-11-20"]],
    ["2026-11-20", "2026-11-21", ["2026-11-20"]],
    ["2026-11-20", "2026-11-20", ["2026-11-20"]],
    ["2026-11-20T00:00:00.000 UTC", "2026-11-21T00:00:00.000 UTC", ["2026-11-20"]],
    ["2026-11-20T23:00:00-05:00", "2026-11-21T00:00:00-05:00", ["2026-11-21"]],
    ["2026-11-20T00:00:00+0200", "2026-11-20T01:00:00+0200", ["2026-11-19"]],
    ["2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z", ["2026-11-20", "2026-11-21"]],
    ["2026-11-20T08:00:00Z", "2026-11-21T09:00:00Z", ["2026-11-20", "2026-11-21"]],
  ])("from %s to %s is about %j", async (ChargePeriodStart, ChargePeriodEnd, days) => {
    const { reading } = await read(exported({ ChargePeriodStart, ChargePeriodEnd }));

    expect([...reading.days.keys()]).toEqual(days);
  });

  it("loses nothing when a month is spread", async () => {
    const period = { ChargePeriodStart: "2026-10-01T00:00:00Z", ChargePeriodEnd: "2026-11-01T00:00:00Z" };
    const { reading, totals } = await read(exported({ ...period, EffectiveCost: "100.000001" }));
    const amounts = [...reading.days.values()].flat().map(({ amount }) => amount);

    expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(100_000_001n);
    expect(new Set(amounts)).toEqual(new Set([3_225_806n, 3_225_807n]));
    expect(totals).toMatchObject([{ sum: 100_000_001n }]);
  });

  it.each([
    ["1.0 and 1.2", { ProviderName: "NULL", PublisherName: "Anthropic PBC", ServiceName: "API" }],
    ["1.3 and 1.4", { ProviderName: "", ServiceProviderName: "Anthropic", ServiceName: "API" }],
  ])("of FOCUS %s names its vendors in other columns", async (_, row) => {
    expect(factsOf(await read(exported(row)))).toEqual(["2026-11-20 claude-code usage USD 1.00"]);
  });

  it.each([
    [
      "day,tool,charge,currency,amount\n",
      "line 1: the column ChargePeriodStart is missing: FOCUS 1.0 to 1.4",
    ],
    [exported().replace("ProviderName", "Vendor"), "line 1: the column ProviderName is missing"],
    [exported({ EffectiveCost: "NULL" }), 'line 2, column EffectiveCost: "" is not an amount'],
    [exported({ BillingCurrency: "credits" }), 'line 2, column BillingCurrency: "credits" is not a currency'],
    [exported({ ChargeCategory: "Support" }), 'column ChargeCategory: "Support" is no category of FOCUS'],
    [exported({ ChargePeriodStart: "11/20/2026" }), 'column ChargePeriodStart: "11/20/2026" is not a time'],
    [exported({ ChargePeriodEnd: "2026-02-30" }), 'column ChargePeriodEnd: "2026-02-30" is not a time'],
    [exported({ ChargePeriodEnd: "2026-11-19" }), 'column ChargePeriodEnd: "2026-11-19" is before the start'],
    [
      exported({ ChargePeriodStart: "2030-01-01", ChargePeriodEnd: "2030-01-02" }),
      "line 2, column ChargePeriodStart: 2030-01-01 is in the future: correct it",
    ],
  ])("is refused with the place, the problem and the remedy: %j", async (file, message) => {
    await expect(read(file)).rejects.toThrow(message);
  });
});
