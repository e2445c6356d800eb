import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import { serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createTokenClients } from "../../src/github/token-client.ts";
import { estimate } from "../../src/report/estimate.ts";
import { lastLine } from "../../src/report/progress.ts";
import { isFull } from "../support/limits.ts";
import { NOW, Octokit, reportOf } from "./organization.ts";

const REPOSITORIES = isFull ? 40 : 10;
const PULLS = 30;
const UNMERGED = 30;

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("a report of 40 repositories, or a quarter of them, of 30 merged pull requests each, and as many unmerged ones", () => {
  it("counts requests and points as GitHub does, and takes no more than was estimated", async ({
    annotate,
  }) => {
    const asked = { requests: 0, points: 0 };
    const past = longPast({ pulls: PULLS, deployEvery: 4, unmergedEvery: PULLS / UNMERGED });
    const all = Array.from({ length: REPOSITORIES }, (_, index) => ({
      id: 10 + index,
      name: `r${index}`,
      past,
    }));
    serveOrganizationPast(all, {
      resetAt: NOW,
      onPoints(points) {
        asked.points += points;
      },
    });
    const clients = createTokenClients({ token: "ghp_test", apiUrl: API }, Octokit);
    const { digest } = await reportOf({ clients });
    const usage = clients.meter.usage();
    const need = estimate({ repositories: REPOSITORIES, pulls: (PULLS + UNMERGED) * REPOSITORIES });

    expect(usage.points).toBe(asked.points);
    expect(usage.points).toBe(6 * REPOSITORIES + 1);
    expect(usage.requests - 9 * REPOSITORIES).toBeLessThan(10);
    expect(usage.requests).toBeLessThanOrEqual(need.requests);
    expect(usage.points).toBeLessThanOrEqual(need.points);
    expect(digest.scope).toBe("acme");
    await annotate(lastLine(usage));
  });
});
