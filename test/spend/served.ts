import nock from "nock";
import { budget, copilotSeats, limitPage, openAiLimit } from "./answers-of.ts";

export const GITHUB = "https://api.github.com";
export const ANTHROPIC = "https://api.anthropic.com";
export const OPENAI = "https://api.openai.com";
export const CURSOR = "https://api.cursor.com";

type Body = nock.Body;

/** A request for money, of each source: the next one is answered like this. */
export const MONEY: Readonly<Record<string, () => nock.Interceptor>> = {
  "github-ai-credits": () =>
    nock(GITHUB).get("/organizations/acme/settings/billing/ai_credit/usage").query(true),
  "github-billing": () => nock(GITHUB).get("/organizations/acme/settings/billing/usage").query(true),
  anthropic: () => nock(ANTHROPIC).get("/v1/organizations/analytics/cost").query(true),
  openai: () => nock(OPENAI).get("/v1/organization/costs").query(true),
  cursor: () => nock(CURSOR).post("/teams/filtered-usage-events"),
};

/** Answers the next requests for money of a source, one after the other. */
export function serveMoney(source: string, ...bodies: readonly (object | string)[]): void {
  for (const body of bodies)
    MONEY[source]?.().reply(200, body as Body, { "content-type": "application/json" });
}

/** Answers the requests for limits and seats of a source. */
export function serveLimits(source: string): void {
  if (source.startsWith("github")) serveGitHubLimits([budget()], 12, 9);
  if (source === "anthropic")
    nock(ANTHROPIC).get("/v1/organizations/spend_limits").query(true).reply(200, limitPage({}));
  if (source === "openai")
    nock(OPENAI).get("/v1/organization/spend_limit").reply(200, openAiLimit("enforcing"));
}

/** Answers GitHub's requests for the budgets of the organization, and for seats. */
export function serveGitHubLimits(budgets: readonly object[], total: number, active: number): void {
  nock(GITHUB)
    .get("/organizations/acme/settings/billing/budgets")
    .query({ scope: "organization", page: 1, per_page: 100 })
    .reply(200, { budgets, has_next_page: false, total_count: budgets.length });
  nock(GITHUB).get("/orgs/acme/copilot/billing").reply(200, copilotSeats(total, active));
}
