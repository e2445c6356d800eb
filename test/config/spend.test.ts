import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";

function problemsOf(text: string): string[] {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
  }
  return [];
}

describe("the spend in a config", () => {
  it("declares seats, budgets, rates and scopes", () => {
    const { spend } = parseConfig(`
spend:
  currency: eur
  rates:
    USD: [{ EUR: 0.93, from: 2026-01-01 }, { EUR: "0.95", GBP: "0.8", from: 2026-06-01 }]
  seats:
    - { tool: claude-code, count: 40, price: 150.5, currency: USD, from: 2026-09-01, until: 2026-12-31 }
  budgets:
    - { name: AI tools, amount: "60000", per: year, alertAt: [100, 50], perDay: 6000 }
  scopes:
    payments: { repositories: [shop], native: { openai: [proj_1] } }
  separate: [gateway]
`);

    expect(spend).toEqual({
      currency: "EUR",
      rates: [
        { of: "USD", in: "EUR", rate: "0.93", from: "2026-01-01" },
        { of: "USD", in: "EUR", rate: "0.95", from: "2026-06-01" },
        { of: "USD", in: "GBP", rate: "0.8", from: "2026-06-01" },
      ],
      seats: [
        {
          ...{ tool: "claude-code", count: 40, price: "150.5", currency: "USD", per: "month" },
          ...{ from: "2026-09-01", until: "2026-12-31" },
        },
      ],
      budgets: [
        {
          ...{ name: "AI tools", amount: "60000", currency: "EUR", per: "year" },
          ...{ alertAt: [50, 100], perDay: "6000" },
        },
      ],
      scopes: [{ name: "payments", repositories: ["shop"], native: { openai: ["proj_1"] } }],
      separate: ["gateway"],
    });
  });

  it("is refused by the key, with what is allowed", () => {
    const text = `
spend:
  currency: usdx
  rates: { XX: { USD: 1, from: 2026-01-01 }, EUR: { US: "1.08", from: 2026-13-01 }, GBP: { from: 2026-01-01 } }
  seats:
    - { tool: Claude Code, count: 0, price: free, per: week, from: 2026-02-30 }
    - { tool: cursor, count: 1, price: 40, from: 2026-02-01, until: 2026-01-01 }
  budgets:
    - { name: AI, amount: 6e20, alertAt: [0] }
    - { name: AI, amount: "0" }
  scopes: { payments: { repo: [shop] } }
`;

    expect(problemsOf(text)).toMatchInlineSnapshot(`
      [
        "spend.currency: "USDX": not a currency of ISO 4217, such as "USD"",
        "spend.rates.XX: not a currency of ISO 4217, such as "EUR"",
        "spend.rates.EUR.US: not a currency of ISO 4217, such as "USD"",
        "spend.rates.EUR.from: "2026-13-01": not a calendar day, such as "2026-01-31"",
        "spend.rates.GBP: has no rate, such as USD: "1.08"",
        "spend.seats.0.tool: "Claude Code": not the id of a tool, such as "claude-code"",
        "spend.seats.0.count: 0 is too small: expected at least 1",
        "spend.seats.0.price: "free": not an amount above 0, such as "150.00"",
        "spend.seats.0.per: "week" is not one of month, year",
        "spend.seats.0.from: "2026-02-30": not a calendar day, such as "2026-01-31"",
        "spend.seats.1.until: ends before it begins",
        "spend.budgets.0.amount: "600000000000000000000": not an amount above 0, such as "150.00"",
        "spend.budgets.0.alertAt.0: 0 is too small: expected at least 1",
        "spend.budgets.1.amount: "0": not an amount above 0, such as "150.00"",
        "spend.scopes.payments: unknown key "repo": did you mean "repositories"?",
      ]
    `);
  });

  it("gives a repository and an id to one scope, and names no person", () => {
    const declared = (scopes: string) => problemsOf(`spend:\n  scopes: ${scopes}`);

    expect(declared("{ a: { repositories: [shop] }, b: { repositories: [Shop] } }")).toEqual([
      "spend.scopes: shop is in two scopes",
    ]);
    expect(declared("{ a: { native: { openai: [p] } }, b: { native: { openai: [p] } } }")).toEqual([
      "spend.scopes: openai: p is in two scopes",
    ]);
    expect(declared("{ a: { native: { openai: [p, p] } }, b: { native: { anthropic: [p] } } }")).toEqual([]);
    expect(declared("{ jo@acme.example: {} }").join()).toContain("money is kept of no person");
    expect(problemsOf("spend: { rates: { EUR: { USD: free, from: 2026-01-01 } } }")).toEqual([
      'spend.rates.EUR.USD: "free": not a rate above 0, such as "1.08"',
    ]);
    expect(problemsOf("spend: { budgets: [{ name: AI, amount: 5 }, { name: AI, amount: 5 }] }")).toEqual([
      'spend.budgets: two budgets have the name "AI"',
    ]);
    expect(problemsOf("spend: { budgets: [{ name: jo@acme.example, amount: 5 }] }")).toEqual([
      "spend.budgets.0.name: has an @, and money is kept of no person",
    ]);
  });
});
