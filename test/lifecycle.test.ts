import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { at } from "../dev/simulation/world/history.ts";
import { deploymentPayload, pullRequestPayload } from "../dev/simulation/world/payloads.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { type Plimsoll, startPlimsoll } from "../src/server/server.ts";
import { HANGING_MS } from "./support/limits.ts";

const SECRET = "a secret of the tests";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

let gitHub: Server;
let plimsoll: Plimsoll;
/** What GitHub was asked, and how the server said who it is. */
let asked: string[];

/** What GitHub logged while nobody listened. */
const MISSED = {
  ...{ id: 4711, guid: "missed", status: "failed to connect to host", event: "push", action: null },
  ...{ delivered_at: new Date().toISOString(), installation_id: SHOP.installationId, repository_id: SHOP.id },
};

/** A GitHub that has a log of deliveries, and knows nothing else. */
beforeAll(async () => {
  asked = [];
  gitHub = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization?.slice(0, 10)}`);
    const isLog = request.url?.startsWith("/app/hook/deliveries?") ?? false;
    const status = request.url?.endsWith("/attempts") ? 202 : isLog ? 200 : 404;
    response
      .writeHead(status, { "content-type": "application/json" })
      .end(isLog ? JSON.stringify([MISSED]) : "{}");
  });
  await once(gitHub.listen(0, "127.0.0.1"), "listening");
  const env = {
    APP_ID: 1,
    PRIVATE_KEY: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: `http://127.0.0.1:${(gitHub.address() as AddressInfo).port}`,
    DATABASE_URL: "file::memory:",
    LOG_LEVEL: "info" as const,
    HOST: "127.0.0.1",
    PORT: 0,
  };
  plimsoll = await startPlimsoll({ env, log: pino({ level: "silent" }) });
});

afterAll(async () => {
  await plimsoll.stop();
  gitHub.close();
});

/** Delivers a webhook and has it worked. */
async function deliver(event: string, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", SECRET).update(body).digest("hex");
  const headers = {
    "x-github-delivery": randomUUID(),
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${signature}`,
  };
  const { status } = await fetch(`${plimsoll.url}/api/github/webhooks`, { method: "POST", body, headers });
  expect(status).toBe(202);
  await plimsoll.idle();
}

const installation = (action: string, createdAt: string) =>
  deliver("installation", {
    ...{ action, repositories: [] },
    installation: { id: SHOP.installationId, created_at: createdAt },
  });

describe("what was sent while nobody listened", () => {
  it("is asked for at the start, as the app itself", async () => {
    await vi.waitUntil(async () => (await plimsoll.stores.catchUps.findReadEnd()) !== undefined, HANGING_MS);

    expect(asked).toEqual([
      "GET /app/hook/deliveries?per_page=100 bearer eyJ",
      "POST /app/hook/deliveries/4711/attempts bearer eyJ",
    ]);
  });
});

describe("what comes late of a removed installation", () => {
  it("is dropped, and brings nothing back", async () => {
    const { installations, repositories, deliveries } = plimsoll.stores;
    await installation("created", "2026-11-01T00:00:00Z");
    await installation("deleted", "2026-11-01T00:00:00Z");
    await deliver("pull_request", pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) }));
    await deliver("deployment_status", deploymentPayload({ id: 1, sha: "s", at: at(2) }));
    await deliver("installation_repositories", {
      action: "removed",
      installation: { id: SHOP.installationId },
      repositories_removed: [{ id: SHOP.id, full_name: "acme/shop" }],
    });
    await installation("created", "2026-11-01T00:00:00Z");

    expect(asked.filter((each) => each.includes("access_tokens"))).toEqual([]);
    expect(await installations.find(SHOP.installationId)).toBeUndefined();
    expect(await repositories.list()).toEqual([]);
    expect(await deliveries.findNextDue(new Date("2100-01-01"), [])).toBeUndefined();
  });
});
