import nock from "nock";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../dev/simulation/described/github-graphql.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { fetchShownPulls } from "../../src/github/shown-pulls.ts";
import { octokit, useNock } from "../support/github.ts";

const PULL = { title: "Show prices with tax", url: "https://github.com/acme/shop/pull/1" };

describe("the titles of pull requests", () => {
  useNock();

  it("are asked for in one query, which GitHub's schema allows", async () => {
    const queries: string[] = [];
    nock(API)
      .post("/graphql")
      .reply(async (request: Request) => {
        const { query } = (await request.json()) as { readonly query: string };
        queries.push(query);
        return [200, { data: { repository: { n1: PULL, n2: { ...PULL, title: "" } } } }];
      });

    const found = await fetchShownPulls(octokit, SHOP, [1, 2, 1]);

    expect([...found]).toEqual([
      [1, PULL],
      [2, { ...PULL, title: "" }],
    ]);
    expect(queries.flatMap((query) => faultsOf(query))).toEqual([]);
    expect(queries).toHaveLength(1);
  });

  it("are asked for of no pull request not at all", async () => {
    expect(await fetchShownPulls(octokit, SHOP, [])).toEqual(new Map());
  });

  it("lack those that GitHub does not return", async () => {
    const errors = [{ type: "NOT_FOUND", path: ["repository", "n2"], message: "Could not resolve" }];
    nock(API)
      .post("/graphql")
      .reply(200, { data: { repository: { n1: PULL, n2: null } }, errors });

    expect([...(await fetchShownPulls(octokit, SHOP, [1, 2]))]).toEqual([[1, PULL]]);
  });

  it.each([403, 404, 502])(
    "are asked for one by one where GraphQL answers %i, and only of twenty",
    async (status) => {
      nock(API).post("/graphql").reply(status, {});
      nock(API).get("/repos/acme/shop/pulls/1").reply(200, { title: PULL.title, html_url: PULL.url });
      nock(API).get("/repos/acme/shop/pulls/2").reply(404, {});
      nock(API)
        .get(/pulls\/\d+$/)
        .times(18)
        .reply(404, {});
      const numbers = Array.from({ length: 30 }, (_, index) => index + 1);

      expect([...(await fetchShownPulls(octokit, SHOP, numbers))]).toEqual([[1, PULL]]);
    },
  );
});
