import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { beforeEach, describe, expect, it } from "vitest";
import { API } from "../../dev/simulation/world/world.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { rateLimitWait } from "../../src/github/rate-limits.ts";
import { useNock } from "../support/github.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const MESSAGES = {
  secondary: { message: "You have exceeded a secondary rate limit" },
  primary: { message: "API rate limit exceeded for installation" },
};

describe("a request that met a rate limit", () => {
  useNock();
  // GitHub's plugin paces what it sends for each installation.
  let installationId = 300;

  beforeEach(() => {
    installationId += 1;
    const token = { token: "t", expires_at: "2099-01-01T00:00:00Z", permissions: {} };
    nock(API).post(`/app/installations/${installationId}/access_tokens`).reply(201, token);
  });

  const ask = () =>
    new PlimsollOctokit({
      baseUrl: API,
      auth: { appId: 1, privateKey: PEM, installationId },
    }).request("GET /repos/acme/shop");

  /** What GitHub says when the limit is reset in so many seconds. */
  const primary = (seconds: number) => ({
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1_000) + seconds),
  });

  it.each([
    ["secondary" as const, 403, () => ({ "retry-after": "1" })],
    ["secondary" as const, 429, () => ({ "retry-after": "1" })],
    ["primary" as const, 403, () => primary(1)],
    ["primary" as const, 429, () => primary(1)],
  ])("waits and is sent again, when the %s limit (%i) is over soon", async (kind, status, headers) => {
    nock(API).get("/repos/acme/shop").reply(status, MESSAGES[kind], headers());
    nock(API).get("/repos/acme/shop").reply(200, { id: 7 });

    expect(await ask()).toMatchObject({ status: 200, data: { id: 7 } });
  });

  it("is sent again once only", async () => {
    nock(API).get("/repos/acme/shop").twice().reply(403, MESSAGES.secondary, { "retry-after": "1" });

    await expect(ask()).rejects.toMatchObject({ status: 403 });
  });

  it.each([
    ["secondary" as const, () => ({ "retry-after": "90" })],
    ["primary" as const, () => primary(1_800)],
  ])("fails at once, to be put off, when the %s limit is not over soon", async (kind, headers) => {
    nock(API).get("/repos/acme/shop").reply(403, MESSAGES[kind], headers());
    const failure: unknown = await ask().catch((error: unknown) => error);

    expect(failure).toMatchObject({ status: 403 });
    expect(rateLimitWait(failure)).toBeGreaterThan(60_000);
  });
});
