import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultsOfRequest, operationOf } from "../../dev/simulation/described/github-openapi.ts";
import { recordRequests } from "../../dev/simulation/described/recorded-requests.ts";
import type { Past } from "../../dev/simulation/past/github-past.ts";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import { type PlacedPast, serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createTokenClients } from "../../src/github/token-client.ts";
import { NOW, Octokit, reportOf, threeRepositories } from "./organization.ts";

const PAST = longPast({ pulls: 20, deployEvery: 4 });
const EMPTY: Past = { world: new Map(), head: undefined, pulls: [], reviews: [], pushes: [], statuses: [] };
const LATER = new Date(NOW.getTime() + 1_800_000);
const SHOP: PlacedPast = { id: 7, name: "shop", past: PAST };
const WEEK = "2026-W44";
const only = (...names: readonly string[]) => ({ owner: "acme", names });

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("a report of one repository", () => {
  it("tells of the newest complete week, or of the one that is asked for", async () => {
    serveOrganizationPast([SHOP]);

    expect((await reportOf({ scope: only("shop") })).digest).toMatchObject({
      ...{ scope: "acme/shop", week: "2026-W47", state: "complete", ship: "deployments" },
    });
    const { digest, text } = await reportOf({ scope: only("shop"), week: WEEK });
    expect(digest).toMatchObject({ week: WEEK, state: "settled", changes: { merged: 2, arrived: 2 } });
    expect(text).toContain(`# Plimsoll · acme/shop · ${WEEK}`);
  });

  it.each(["2026-W34", "2026-W49"])("refuses %s, which is not read whole", async (week) => {
    await expect(reportOf({ scope: only("shop"), week })).rejects.toThrow(
      `--week ${week} is not one of the weeks from 2026-W36 to 2026-W48, which are read`,
    );
  });

  it("of an empty one, or of one without deployments, is a digest that says so", async () => {
    serveOrganizationPast([
      { id: 7, name: "empty", past: EMPTY },
      { id: 8, name: "merged", past: longPast({ pulls: 20, deployEvery: 100 }) },
    ]);

    const empty = await reportOf({ scope: only("empty") });
    expect(empty).toMatchObject({ shortfalls: [], digest: { changes: { merged: 0 } } });
    const merged = await reportOf({ scope: only("merged"), week: WEEK });
    expect(merged).toMatchObject({ shortfalls: [], digest: { deployments: { seen: 0 } } });
    expect(merged.digest.changes.merged).toBe(2);
    expect(merged.summary).toContain("**Why 0:**");
  });

  it("reads an archived one that is named", async () => {
    serveOrganizationPast([{ ...SHOP, isArchived: true }]);
    expect((await reportOf({ scope: only("shop"), week: WEEK })).digest.changes.merged).toBe(2);
  });

  it("refuses one that GitHub does not show", async () => {
    serveOrganizationPast([SHOP]);
    nock(API).get("/repos/acme/hidden").reply(404, { message: "Not Found" });
    await expect(reportOf({ scope: only("shop", "hidden") })).rejects.toThrow(
      "GitHub shows no acme/hidden to this token: check the name, and what the token may read",
    );
  });

  it("shows nothing where the deployments may not be read, and says what is lacking", async () => {
    refuse("shop", "deployments", 404);
    serveOrganizationPast([SHOP]);
    await expect(reportOf({ scope: only("shop") })).rejects.toThrow(
      /^no repository could be read whole, so there is nothing to show: acme\/shop is left out: not read are deployments: .*404/,
    );
  });
});

/** Refuses one part of a repository. */
function refuse(name: string, part: string, status: number): void {
  nock(API)
    .persist()
    .get(`/repos/acme/${name}/${part}`)
    .query(true)
    .reply(status, { message: "Not for you" });
}

describe("a report of an organization", () => {
  it("shows the scopes of its config", async () => {
    const files = { ".github/plimsoll.yml": "scopes: { pay: { repositories: [shop] } }\n" };
    serveOrganizationPast([SHOP, { id: 8, name: ".github", past: PAST, files }]);

    expect((await reportOf()).digest.scopes).toMatchObject([{ scope: "pay", repositories: 1 }]);
  });

  it("shows the scopes that have a part of repositories, of the past that it reads", async () => {
    const files = {
      ".github/plimsoll.yml": "scopes: { pay: { repositories: [shop], paths: ['src/*[02468].ts'] } }\n",
    };
    const past = longPast({ pulls: 200, deployEvery: 4 });
    serveOrganizationPast([
      { id: 7, name: "shop", past, files: { ".github/plimsoll.yml": "ship: deployments\n" } },
      { id: 8, name: ".github", past: PAST, files },
    ]);
    const { digest, site } = await reportOf({ week: WEEK, siteLinksTo: "https://github.com" });
    const [pay] = digest.scopes ?? [];

    expect(pay).toMatchObject({ scope: "pay", repositories: 1, leftOut: 0 });
    expect(pay?.total).toBeGreaterThan(5);
    expect(pay?.total).toBeLessThan(digest.normalizedDeployments.total);
    expect(site?.scopes?.map(({ name, digest: own }) => [name, own.normalizedDeployments.total])).toEqual([
      ["acme: pay", pay?.total],
    ]);
  });

  it("leaves out archived repositories and forks, and says so", async () => {
    serveOrganizationPast([
      SHOP,
      { id: 8, name: "old", past: PAST, isArchived: true },
      { id: 9, name: "fork", past: PAST, isFork: true },
    ]);
    const { digest, leftOut } = await reportOf({ week: WEEK });

    expect(leftOut).toBe("1 archived and 1 fork");
    expect(digest.changes.merged).toBe(2);
  });

  it("counts no repository that was read by half, and says so in the text", async () => {
    refuse("api", "deployments", 404);
    serveOrganizationPast([SHOP, { id: 8, name: "api", past: PAST }]);
    const { digest, text, summary, shortfalls } = await reportOf({ week: WEEK });

    expect(digest.changes.merged).toBe(2);
    expect(summary).toContain("> **Incomplete:** `acme/api` is left out.\n\n### ");
    expect(shortfalls).toMatchObject([{ repository: "acme/api", isLeftOut: true }]);
    expect(text).toMatch(/^> \*\*Incomplete:\*\* acme\/api is left out: not read are deployments: /m);
  });

  it("counts a repository without the log of pushes, as of an old Enterprise Server, and says so", async () => {
    refuse("api", "activity", 404);
    serveOrganizationPast([SHOP, { id: 8, name: "api", past: PAST }]);
    const { digest, text, shortfalls } = await reportOf({ week: WEEK });

    expect(digest.changes.merged).toBe(4);
    expect(shortfalls).toMatchObject([{ repository: "acme/api", isLeftOut: false }]);
    expect(text).toMatch(/^> \*\*Incomplete:\*\* acme\/api is incomplete: not read are pushes: /m);
  });

  it("refuses a person or organization that there is not", async () => {
    nock(API).get("/rate_limit").reply(404, {}).get("/users/nobody").reply(404, {});
    await expect(reportOf({ scope: { owner: "nobody", names: "all" } })).rejects.toThrow(
      "GitHub knows no nobody: check the name",
    );
  });

  it("is refused where too little of the rate limit is left, before anything is read", async () => {
    const asked: string[] = [];
    const limits = { rest: 1_020, graphql: 5_000 };
    serveOrganizationPast([SHOP, { id: 8, name: "api", past: PAST }], {
      ...{ limits, resetAt: LATER, onRequest: (path) => asked.push(path) },
    });

    await expect(reportOf()).rejects.toThrow(
      "this would take about 26 requests and 19 points of GraphQL, and 20 requests and 3,999 points of GraphQL are left to it " +
        "until 12:30 UTC, a fifth of the limit kept for others: about 1 of the 2 repositories, or the whole after 12:30 UTC would fit",
    );
    expect(asked).toEqual(["/graphql"]);
  });

  it("asks GitHub nothing that its description lacks", async () => {
    serveOrganizationPast(threeRepositories(4), { limits: { rest: 5_000, graphql: 5_000 }, resetAt: LATER });
    const recording = recordRequests(API);
    await reportOf().finally(recording.stop);
    const operations = new Set(recording.requests.map(operationOf));

    expect(recording.requests.flatMap(faultsOfRequest)).toEqual([]);
    expect([...operations]).toEqual(
      expect.arrayContaining([
        "rate-limit/get",
        "users/get-by-username",
        "repos/list-for-org",
        "graphql/ClosedCounts",
      ]),
    );
  });

  it("cannot write with the client that reads", async () => {
    const { reader } = createTokenClients({ token: "ghp_test", apiUrl: API }, Octokit);
    const address = { owner: "acme", repo: "shop", request: { retries: 0 } };
    const refused = "a report does not send POST";
    await expect(reader.rest.issues.create({ ...address, title: "" })).rejects.toThrow(refused);
    const mutation = reader.graphql("mutation { __typename }", { request: { retries: 0 } });
    await expect(mutation).rejects.toThrow(refused);
  });
});
