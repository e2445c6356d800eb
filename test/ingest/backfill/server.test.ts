import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { longPast, NOW } from "../../../dev/simulation/past/long-past.ts";
import { type PastGitHub, startPastGitHub } from "../../../dev/simulation/past/past-github.ts";
import { type Plimsoll, startPlimsoll } from "../../../src/server/server.ts";
import { HANGING_MS } from "../../support/limits.ts";

const SECRET = "a secret";

let plimsoll: Plimsoll;
let github: PastGitHub;

beforeAll(async () => {
  github = await startPastGitHub(longPast({ pulls: 120, deployEvery: 4 }), {
    webhookSecret: SECRET,
    refuses: ({ first }) => (Number(first) > 30 ? [502, { message: "Bad Gateway" }] : undefined),
  });
  const env = {
    ...{ APP_ID: github.appId, PRIVATE_KEY: github.privateKey, WEBHOOK_SECRET: SECRET },
    ...{ GITHUB_API_URL: github.url, DATABASE_URL: "file::memory:", LOG_LEVEL: "info" as const },
    ...{ HOST: "127.0.0.1", PORT: 0 },
  };
  plimsoll = await startPlimsoll({ env, log: pino({ level: "silent" }), clock: () => NOW });
  await github.setWebhookUrl(`${plimsoll.url}/api/github/webhooks`);
});

afterAll(async () => {
  await plimsoll.stop();
  github.close();
});

describe("the running server, when the app is installed on a repository", () => {
  it("reads its past within seconds, and writes nothing to GitHub", async () => {
    expect(await github.install(NOW)).toBe(true);
    const progress = async () => (await plimsoll.stores.backfills.list())[0];
    await vi.waitUntil(async () => (await progress())?.finishedAt !== undefined, HANGING_MS);
    await plimsoll.idle();
    await plimsoll.publishDueDigests();

    expect(await progress()).toMatchObject({ state: "done", done: 120, problems: [] });
    expect(github.written).toEqual([]);
  });
});
