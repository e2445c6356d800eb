import nock from "nock";
import { expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { pullRequestPayload } from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { fetchNamedPullsByRest } from "../../src/github/named-pulls-rest.ts";
import { octokit, useNock } from "../support/github.ts";

useNock();

it.each([404, 410, 500])(
  "R3, R24: what pushes name is read past one whose events answer %i",
  async (status) => {
    for (const number of [1, 2]) {
      const closed = { number, base: "m0", head: `h${number}`, updatedAt: at(3), closedAt: at(3) };
      nock(API).get(`/repos/acme/shop/pulls/${number}`).reply(200, pullRequestPayload(closed).pull_request);
      nock(API).get(`/repos/acme/shop/pulls/${number}/reviews`).query(true).optionally().reply(200, []);
    }
    const events = (number: number) => nock(API).get(`/repos/acme/shop/issues/${number}/events`).query(true);
    events(1).reply(status, { message: "No" });
    events(2).reply(200, [{ event: "closed", created_at: at(3).toISOString() }]);

    expect((await fetchNamedPullsByRest(octokit, SHOP, [1, 2])).pulls).toMatchObject([
      { facts: { number: 2, closings: [at(3)] } },
    ]);
  },
);
