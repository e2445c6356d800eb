import nock from "nock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PlimsollOctokit } from "../../src/github/octokit.ts";

const RIGHT = new Date("2026-11-23T09:00:00Z");
const DAY_AHEAD = new Date("2026-11-24T09:00:00Z");

beforeEach(() => {
  nock.disableNetConnect();
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  nock.cleanAll();
});

it("H5: what was sent while the clock was a day ahead has nothing wait for a day once it is right", async () => {
  nock("https://api.github.com")
    .post("/repos/acme/shop/labels")
    .times(2)
    .reply(201, {})
    .get("/repos/acme/shop")
    .times(2)
    .reply(200, {})
    .post("/graphql")
    .times(2)
    .reply(200, { data: {} });
  const octokit = new PlimsollOctokit({ throttle: { id: "steady" } });
  const place = { owner: "acme", repo: "shop" };
  for (const now of [DAY_AHEAD, RIGHT]) {
    vi.setSystemTime(now);
    await octokit.rest.repos.get(place);
    await octokit.rest.issues.createLabel({ ...place, name: "a" });
    await octokit.graphql("query { viewer { login } }");
  }

  expect(nock.isDone()).toBe(true);
});
