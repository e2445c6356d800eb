import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Refusal } from "../../dev/simulation/described/github-graphql.ts";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import { serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { ImpatientOctokit } from "../../src/github/octokit.ts";
import { createTokenClients } from "../../src/github/token-client.ts";
import { NOW, reportOf } from "./organization.ts";

const SHOP = { id: 7, name: "shop", past: longPast({ pulls: 40, deployEvery: 4 }) };
/** A week whose deployment is older than the thirteen weeks that a server reads. */
const WEEK = "2026-W34";

const STATUSES = "/repos/acme/shop/deployments/1/statuses";
/** GraphQL does not tell statuses, so REST is asked for each. */
const refuses: Refusal = (_, query) => (query.includes("... on Deployment") ? [403, {}] : undefined);

/** A clock that is a hundred times as fast as the machine's. */
function fastClock(): () => Date {
  const start = performance.now();
  return () => new Date(NOW.getTime() + (performance.now() - start) * 100);
}

function reportNow() {
  const clients = createTokenClients({ token: "ghp_test", apiUrl: API }, ImpatientOctokit);
  const scope = { owner: "acme", names: ["shop"] };
  return reportOf({ scope, clients, week: WEEK, weeks: 26, clock: fastClock() });
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("a report, where GitHub does not return the statuses of a deployment at first", () => {
  it("asks again, and counts it as if nothing had been", async () => {
    serveOrganizationPast([SHOP]);
    const { digest } = await reportNow();
    nock.cleanAll();
    const failing = nock(API).get(STATUSES).query(true).reply(502, {});
    serveOrganizationPast([SHOP], { refuses });
    const late = await reportNow();

    expect(failing.isDone()).toBe(true);
    expect(digest.deployments.seen).toBe(1);
    expect(late.shortfalls).toEqual([]);
    expect(late.digest).toEqual(digest);
  });

  it("says so where it never does", async () => {
    nock(API).persist().get(STATUSES).query(true).reply(502, {});
    serveOrganizationPast([SHOP], { refuses });
    const { shortfalls, text } = await reportNow();

    expect(shortfalls).toEqual([
      { repository: "acme", lacks: ["1 deployment's statuses"], isLeftOut: false },
    ]);
    expect(text).toContain("> **Incomplete:** acme is incomplete: not read are 1 deployment's statuses\n");
  });
});
