import { generateKeyPairSync } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import nock from "nock";
import { pino } from "pino";
import { Probot } from "probot";
import { beforeEach, describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { type ScopedClients, scopedClients } from "../../src/github/scoped-auth.ts";
import { useNock } from "../support/github.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const ANSWER_MS = 100;

describe("a client's queries", () => {
  useNock();
  let clients: ScopedClients;
  /** When each query was sent and answered, by its installation. */
  let sent: { readonly token: string; readonly from: number; readonly until: number }[];
  /** The installations that began to ask; nobody is answered before both have. */
  let begun: Set<string>;
  let bothBegan: PromiseWithResolvers<void>;

  beforeEach(() => {
    sent = [];
    begun = new Set();
    bothBegan = Promise.withResolvers();
    const options = { appId: 1, privateKey: PEM, baseUrl: API, log: pino({ level: "silent" }) };
    clients = scopedClients(new Probot({ ...options, Octokit: PlimsollOctokit }));
    for (const id of [201, 202]) {
      const token = { token: `t${id}`, expires_at: "2099-01-01T00:00:00Z", permissions: {} };
      nock(API).post(`/app/installations/${id}/access_tokens`).reply(201, token);
    }
    nock(API)
      .post("/graphql")
      .times(6)
      .reply(async ({ headers }: Request) => {
        const from = performance.now();
        const token = headers.get("authorization") ?? "";
        begun.add(token);
        if (begun.size === 2) bothBegan.resolve();
        await bothBegan.promise;
        await sleep(ANSWER_MS);
        sent.push({ token, from, until: performance.now() });
        return [200, { data: { rateLimit: null } }];
      });
  });

  it("go one after another, waiting for no other installation, and for no second in between", async () => {
    const ask = async (installationId: number) => {
      const octokit = await clients.authenticate({ ...SHOP, installationId });
      return octokit.graphql("query { rateLimit { cost } }");
    };
    await Promise.all([201, 201, 202, 201, 202, 202].map(ask));

    const lanes = Map.groupBy(sent, ({ token }) => token);
    expect([...lanes.keys()].sort()).toEqual(["token t201", "token t202"]);
    const overlaps = [...lanes.values()].flatMap((lane) =>
      lane.filter(({ from }, index) => from < (lane[index - 1]?.until ?? 0)),
    );
    expect(overlaps).toEqual([]);
    // What is sent once a second would leave most of it between any two.
    const gaps = [...lanes.values()].flatMap((lane) =>
      lane.slice(1).map(({ from }, index) => from - (lane[index]?.until ?? 0)),
    );
    expect(Math.min(...gaps)).toBeLessThan(1_000 - 2 * ANSWER_MS);
  });
});
