import Anthropic from "@anthropic-ai/sdk";
import nock from "nock";
import { describe, expect, it } from "vitest";
import type { DatedDeclaration } from "../../src/domain/spend/declared.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { useNock } from "../support/github.ts";
import { CANARIES, costPage, costRow, limitPage } from "./answers-of.ts";
import { readSource, SPAN, VARIABLES } from "./reading.ts";
import { ANTHROPIC, serveLimits, serveMoney } from "./served.ts";

useNock();

const SCOPES: DatedDeclaration[] = [
  {
    ...NOTHING_DECLARED,
    since: new Date("2026-01-01"),
    scopes: [{ name: "payments", repositories: [], native: { anthropic: ["wrkspc_1"] } }],
  },
];

describe("the reader of Anthropic", () => {
  it("reads fractional cents by product and day, exactly, and pages to the end", async () => {
    const rows = [
      costRow("2026-11-20", "184213.75"),
      costRow("2026-11-20", "0.1", { product: "chat" }),
      costRow("2026-11-20", "0.2", { product: null }),
    ];
    const more = costRow("2026-11-21", "0.00015");
    serveMoney("anthropic", costPage(rows, { has_more: true, next_page: "p2" }), costPage([more]));
    serveLimits("anthropic");

    expect(await readSource("anthropic")).toEqual({
      days: ["2026-11-20", "2026-11-21"],
      facts: [
        "2026-11-20 claude-code usage - 1842.1375 USD",
        "2026-11-20 other usage - 0.003 USD",
        // Half to even: 1.5 millionths.
        "2026-11-21 claude-code usage - 0.000002 USD",
      ],
      refreshedAt: new Date("2026-11-30T05:00:00Z"),
      provider: { hasHardLimit: true },
      notes: [],
    });
  });

  it("asks as Anthropic's own client does, for products alone", async () => {
    const sent: { url: string; headers: Headers }[] = [];
    const record = async (url: unknown, init?: RequestInit) => {
      sent.push({ url: String(url), headers: new Headers(init?.headers) });
      return Response.json(sent.length === 2 ? limitPage() : costPage([]));
    };
    const client = new Anthropic({
      apiKey: VARIABLES.SPEND_ANTHROPIC_KEY,
      baseURL: ANTHROPIC,
      fetch: record,
    });
    await client.beta.organization.analytics.cost.list({
      ...{ starting_at: `${SPAN.from}T00:00:00Z`, ending_at: `${SPAN.until}T00:00:00Z` },
      ...{ time_bucket_width: "1d", group_by: ["product"], order_by: "time", order: "asc", limit: 1_000 },
    });
    await client.beta.organization.spendLimits.list({ scope_type: ["organization"], limit: 100 });
    const [theirs, theirLimits] = sent.splice(0);

    const ours: { url: string; headers: Headers }[] = [];
    const platform = globalThis.fetch;
    globalThis.fetch = async (url, init) => {
      ours.push({ url: String(url), headers: new Headers(init?.headers) });
      return Response.json(ours.length === 2 ? limitPage() : costPage([]));
    };
    await readSource("anthropic").finally(() => {
      globalThis.fetch = platform;
    });

    const shown = (asked: { url: string; headers: Headers } | undefined) => ({
      path: new URL(asked?.url ?? "").pathname,
      query: [...new URL(asked?.url ?? "").searchParams].map(String).sort(),
      version: asked?.headers.get("anthropic-version"),
      beta: asked?.headers.get("anthropic-beta"),
      credential: asked?.headers.get("authorization"),
    });
    expect(ours.map(shown)).toEqual([shown(theirs), shown(theirLimits)]);
  });

  it("asks for workspaces only where a scope names one, and keeps the scope's name alone", async () => {
    let asked = "";
    nock(ANTHROPIC)
      .get("/v1/organizations/analytics/cost")
      .query((query) => {
        asked = JSON.stringify(query);
        return true;
      })
      .reply(
        200,
        costPage([
          costRow("2026-11-20", "100", { workspace_id: "wrkspc_1" }),
          costRow("2026-11-20", "200", { workspace_id: CANARIES.workspace }),
          costRow("2026-11-20", "300", { workspace_id: null }),
        ]),
      );
    serveLimits("anthropic");

    const { facts } = await readSource("anthropic", { declarations: SCOPES });

    expect(asked).toContain("workspace_id");
    expect(facts).toEqual([
      "2026-11-20 claude-code usage - 5 USD",
      "2026-11-20 claude-code usage payments 1 USD",
    ]);
  });

  it("asks for at most 31 days at once", async () => {
    const asked: string[] = [];
    for (const _ of [1, 2])
      nock(ANTHROPIC)
        .get("/v1/organizations/analytics/cost")
        .query(({ starting_at: from, ending_at: until }) => {
          asked.push(`${from} ${until}`);
          return true;
        })
        .reply(200, costPage([]));
    serveLimits("anthropic");

    const { days } = await readSource("anthropic", { span: { from: "2026-10-26", until: "2026-11-30" } });

    expect(days).toHaveLength(35);
    expect([...new Set(asked)]).toEqual([
      "2026-10-26T00:00:00Z 2026-11-26T00:00:00Z",
      "2026-11-26T00:00:00Z 2026-11-30T00:00:00Z",
    ]);
  });

  it.each([
    ["a number instead of a text", { cost: { ...costRow("2026-11-20", "1").cost, amount: 12.5 } }],
    ["another currency", { cost: { ...costRow("2026-11-20", "1").cost, currency: "EUR" } }],
    ["an hour instead of a day", { ending_at: "2026-11-20T01:00:00Z" }],
    ["a word instead of an amount", { cost: { ...costRow("2026-11-20", "1").cost, amount: "much" } }],
  ])("refuses all of an answer with %s", async (_, rest) => {
    const row = { ...costRow("2026-11-20", "1"), ...rest };
    serveMoney("anthropic", { ...costPage([]), data: [costRow("2026-11-21", "1"), row] });

    await expect(readSource("anthropic")).rejects.toThrow(
      /^Anthropic answers in another unit or form than known/,
    );
  });

  it("adds rows of products that Anthropic does not name, each as its own", async () => {
    const [first, second] = [{ product: null }, { product: null }];
    serveMoney(
      "anthropic",
      costPage([costRow("2026-11-20", "1", first), costRow("2026-11-20", "1", second)]),
    );
    serveLimits("anthropic");

    expect((await readSource("anthropic")).facts).toEqual(["2026-11-20 other usage - 0.02 USD"]);
  });

  it("refuses a page that comes twice, and a day that it did not ask for", async () => {
    const row = costRow("2026-11-20", "1");
    serveMoney("anthropic", costPage([row], { has_more: true, next_page: "p2" }), costPage([row]));
    await expect(readSource("anthropic")).rejects.toThrow("Anthropic repeats a page");

    serveMoney("anthropic", costPage([costRow("2026-11-22", "1")]));
    await expect(readSource("anthropic")).rejects.toThrow("days that were not requested");
  });

  it.each([
    [[], false],
    [[{ amount: null }], false],
    [[{ amount: null, is_enabled: false }], true],
    [[{ scope: { type: "usage_tier" } as const }], false],
    [[{ scope: { type: "usage_tier" } as const }, {}], true],
  ])("knows whether the organization has set itself a limit: %j", async (limits, hasHardLimit) => {
    serveMoney("anthropic", costPage([]));
    nock(ANTHROPIC)
      .get("/v1/organizations/spend_limits")
      .query(true)
      .reply(200, limitPage(...limits));

    expect((await readSource("anthropic")).provider).toEqual({ hasHardLimit });
  });

  it("reads the money without the limit, where the key may not read limits", async () => {
    serveMoney("anthropic", costPage([costRow("2026-11-20", "100")]));
    nock(ANTHROPIC).get("/v1/organizations/spend_limits").query(true).reply(403, {});

    const { facts, provider, notes } = await readSource("anthropic");

    expect(facts).toEqual(["2026-11-20 claude-code usage - 1 USD"]);
    expect({ provider, notes }).toEqual({ provider: {}, notes: ["the limit could not be read (403)"] });
  });
});
