import { createHmac } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Plimsoll, startPlimsoll } from "../../../src/server.ts";
import { servePast } from "../../support/github-past.ts";
import { TEST_KEY } from "../../support/key.ts";
import { longPast, NOW } from "../../support/long-past.ts";
import { SHOP } from "../../support/shop.ts";
import { API } from "../../support/world.ts";

const SECRET = "a secret";

let plimsoll: Plimsoll;
const written: string[] = [];

/** A GitHub that remembers a past, knows no config, and lets the app in. */
beforeAll(async () => {
  nock.enableNetConnect("127.0.0.1");
  servePast(longPast({ pulls: 120, deployEvery: 4 }), {
    refuses: ({ first }) => (Number(first) > 30 ? [502, { message: "Bad Gateway" }] : undefined),
  });
  const token = { token: "ghs_test", expires_at: "2099-01-01T00:00:00Z", permissions: {} };
  const { installationId, owner, name } = SHOP;
  nock(API).persist().post(`/app/installations/${installationId}/access_tokens`).reply(201, token);
  nock(API)
    .persist()
    .get(/contents/)
    .reply(404, { message: "Not Found" });
  nock(API).persist().get("/app/hook/deliveries").query(true).reply(404, { message: "Not Found" });
  for (const method of ["post", "patch"] as const) {
    nock(API)
      .persist()
      [method](new RegExp(`^/repos/${owner}/${name}/`))
      .reply(({ url }: Request) => {
        written.push(url);
        return [201, { id: 1, number: 1 }];
      });
  }
  const env = {
    ...{ APP_ID: 1, PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, GITHUB_API_URL: API },
    ...{ DATABASE_URL: "file::memory:", LOG_LEVEL: "info" as const, HOST: "127.0.0.1", PORT: 0 },
  };
  plimsoll = await startPlimsoll({ env, log: pino({ level: "silent" }), clock: () => NOW });
});

afterAll(async () => {
  await plimsoll.stop();
  nock.cleanAll();
});

async function deliver(event: string, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const headers = {
    "x-github-delivery": event,
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
  };
  const { status } = await fetch(`${plimsoll.url}/api/github/webhooks`, { method: "POST", body, headers });
  expect(status).toBe(202);
}

describe("the running server, when the app is installed on a repository", () => {
  it("reads its past within seconds, and writes nothing to GitHub", { timeout: 60_000 }, async () => {
    await deliver("installation", {
      action: "created",
      installation: { id: SHOP.installationId, created_at: NOW.toISOString() },
      repositories: [{ id: SHOP.id, full_name: `${SHOP.owner}/${SHOP.name}` }],
    });
    const progress = async () => (await plimsoll.stores.backfills.list())[0];
    await vi.waitUntil(async () => (await progress())?.finishedAt !== undefined, 50_000);
    await plimsoll.idle();
    await plimsoll.publishDueDigests();

    expect(await progress()).toMatchObject({ state: "done", done: 120, problems: [] });
    expect(written).toEqual([]);
  });
});
