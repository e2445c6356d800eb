import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultsOfAnswer } from "../../dev/simulation/described/github-answers.ts";
import { faultsOfRequest, operationOf } from "../../dev/simulation/described/github-openapi.ts";
import { type Recording, recordRequests } from "../../dev/simulation/described/recorded-requests.ts";
import { type DatedDeclaration, NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { useNock } from "../support/github.ts";
import { billItem, budget, copilotSeats, creditItem, creditReport } from "./answers-of.ts";
import { readSource, VARIABLES } from "./reading.ts";
import { GITHUB, MONEY, serveGitHubLimits, serveLimits, serveMoney } from "./served.ts";

useNock();

const CREDITS = "github-ai-credits";
const BILLING = "github-billing";
const SCOPES: DatedDeclaration[] = [
  {
    ...NOTHING_DECLARED,
    since: new Date("2026-01-01"),
    scopes: [{ name: "payments", repositories: ["shop"], native: {} }],
  },
];

let recording: Recording;

beforeEach(() => {
  recording = recordRequests(GITHUB);
});

afterEach(() => recording.stop());

/** What GitHub's description says against the answers of these tests. */
function faultsOf(path: string, body: unknown): readonly string[] {
  return faultsOfAnswer({ method: "GET", path, status: 200, body });
}

describe("the reader of GitHub's AI credits", () => {
  it("reads a day a request, what is charged apart from what the plan includes, and no person", async () => {
    const first = creditReport(
      "2026-11-20",
      creditItem(31.2, 50),
      creditItem(0.1, 0, { sku: "Copilot Cloud Agent", unitType: "ai-credits" }),
      creditItem(0.05, 0, { sku: "coding_agent_ai_unit", unitType: "ai-units" }),
      creditItem(0.2, 0, { product: "Spark", sku: "Spark AI Credits" }),
    );
    const empty = creditReport("2026-11-21");
    serveMoney(CREDITS, first, empty);
    serveLimits(CREDITS);

    expect(await readSource(CREDITS)).toEqual({
      days: ["2026-11-20", "2026-11-21"],
      facts: [
        "2026-11-20 github-copilot included - 50 USD",
        "2026-11-20 github-copilot usage - 31.2 USD",
        "2026-11-20 github-copilot-coding-agent usage - 0.15 USD",
        "2026-11-20 other usage - 0.2 USD",
      ],
      provider: { hasHardLimit: true, seats: 12, activeSeats: 9 },
      notes: [],
    });
    expect(recording.requests.flatMap(faultsOfRequest)).toEqual([]);
    expect(recording.requests.map(operationOf)).toEqual([
      "billing/get-github-billing-ai-credit-usage-report-org",
      "billing/get-github-billing-ai-credit-usage-report-org",
      "billing/get-all-budgets-org",
      "copilot/get-copilot-organization-details",
    ]);
    expect(recording.requests.map(({ query }) => query.toString())).toEqual([
      "year=2026&month=11&day=20",
      "year=2026&month=11&day=21",
      "scope=organization&page=1&per_page=100",
      "",
    ]);
    const tokens = new Set(recording.requests.map(({ headers }) => headers.get("authorization")));
    expect([...tokens]).toEqual([`token ${VARIABLES.SPEND_GITHUB_TOKEN}`]);
    const path = "/organizations/acme/settings/billing/ai_credit/usage";
    expect([first, empty].flatMap((body) => faultsOf(path, body))).toEqual([]);
    expect(faultsOf("/orgs/acme/copilot/billing", copilotSeats(12, 9))).toEqual([]);
  });

  it.each([
    ["another unit", creditReport("2026-11-20", creditItem(1, 0, { unitType: "requests" })), "(unitType)"],
    ["a month instead of a day", creditReport("2026-11", creditItem(1)), "(timePeriod)"],
    [
      "an amount as a text",
      creditReport("2026-11-20", creditItem(1, 0, { netAmount: "1.00" })),
      "(usageItems.netAmount)",
    ],
  ])("refuses all of an answer with %s", async (_, report, text) => {
    serveMoney(CREDITS, report);

    await expect(readSource(CREDITS)).rejects.toThrow(text);
  });

  it("reads the money without limits and seats, where the token may not read these", async () => {
    serveMoney(CREDITS, creditReport("2026-11-20", creditItem(1)), creditReport("2026-11-21"));
    nock(GITHUB).get("/organizations/acme/settings/billing/budgets").query(true).reply(404, {});
    nock(GITHUB).get("/orgs/acme/copilot/billing").reply(403, {});

    const { facts, provider, notes } = await readSource(CREDITS);

    expect(facts).toEqual(["2026-11-20 github-copilot usage - 1 USD"]);
    expect(provider).toEqual({});
    expect(notes).toEqual([
      "the budgets could not be read (404)",
      "the Copilot seats could not be read (403)",
    ]);
  });

  it.each([
    ["none", [], false],
    ["one that only alerts", [budget({ prevent_further_usage: false })], false],
    ["one of a repository", [budget({ budget_scope: "repository" })], false],
    ["one of a person", [budget({ budget_scope: "user" })], false],
    ["one of another product", [budget({ budget_product_sku: "actions" })], false],
    [
      "one that stops",
      [budget({ budget_product_sku: undefined, budget_product_skus: ["ai_credits"] })],
      true,
    ],
  ])("knows whether a budget stops AI tools: %s", async (_, budgets, hasHardLimit) => {
    serveMoney(CREDITS, creditReport("2026-11-20"), creditReport("2026-11-21"));
    serveGitHubLimits(budgets, 3, 2);
    if (!hasHardLimit)
      nock(GITHUB)
        .get("/organizations/acme/settings/billing/budgets")
        .query({ scope: "enterprise", page: 1, per_page: 100 })
        .reply(200, { budgets: [] });

    expect((await readSource(CREDITS)).provider.hasHardLimit).toBe(hasHardLimit);
  });

  it("waits for a rate limit, which GitHub answers with 403", async () => {
    const waits: number[] = [];
    MONEY[CREDITS]?.().reply(403, {}, { "retry-after": "7" });
    serveMoney(CREDITS, creditReport("2026-11-20"), creditReport("2026-11-21"));
    serveLimits(CREDITS);

    await readSource(CREDITS, { waits });

    expect(waits).toEqual([7_000]);
  });

  it("says what to do where no organization is known", async () => {
    await expect(readSource(CREDITS, { organization: undefined })).rejects.toThrow(
      "install the app there, or set SPEND_OWNER",
    );
  });
});

describe("the reader of GitHub's bill", () => {
  it("reads AI products and seats of the days, by the scopes of repositories", async () => {
    const november = {
      usageItems: [
        billItem("2026-11-20T00:00:00Z", 31.2, { discountAmount: 5 }),
        billItem("2026-11-21", 2, { sku: "copilot_coding_agent", repositoryName: "acme/shop" }),
        billItem("2026-11-21", 3, { repositoryName: "acme/other" }),
        billItem("2026-11-21", 0.633333, { sku: "Copilot Business", unitType: "user-months" }),
        billItem("2026-11-19", 100),
        billItem("2026-11-20", 100, { product: "Actions", unitType: "minutes" }),
      ],
    };
    serveMoney(BILLING, november);
    serveLimits(BILLING);

    const { facts } = await readSource(BILLING, { declarations: SCOPES });

    expect(facts).toEqual([
      "2026-11-20 github-copilot included - 5 USD",
      "2026-11-20 github-copilot usage - 31.2 USD",
      "2026-11-21 github-copilot seat - 0.633333 USD",
      "2026-11-21 github-copilot usage - 3 USD",
      "2026-11-21 github-copilot-coding-agent usage payments 2 USD",
    ]);
    expect(recording.requests.flatMap(faultsOfRequest)).toEqual([]);
    expect(faultsOf("/organizations/acme/settings/billing/usage", november)).toEqual([]);
  });

  it("asks for each month in which a day lies, and refuses another unit", async () => {
    serveMoney(
      BILLING,
      { usageItems: [] },
      { usageItems: [billItem("2026-12-01", 1, { unitType: "bananas" })] },
    );

    await expect(readSource(BILLING, { span: { from: "2026-11-30", until: "2026-12-02" } })).rejects.toThrow(
      "(unitType)",
    );
    expect(recording.requests.map(({ query }) => query.toString())).toEqual([
      "year=2026&month=11",
      "year=2026&month=12",
    ]);
  });
});
