/**
 * One of the servers that are measured, in a process of its own: `probot`, an app whose handler does nothing; `intake`,
 * ours with nobody working what is stored; `plimsoll`, all of it, while a digest is computed again and again; or `alone`, all of it without that.
 */
import { generateKeyPairSync } from "node:crypto";
import { pino } from "pino";
import { Probot, Server } from "probot";
import { startComputer } from "../../../src/digests/thread-computer.ts";
import type { ServerEnv } from "../../../src/env.ts";
import { PlimsollOctokit } from "../../../src/github/octokit.ts";
import { createIntake } from "../../../src/queue/intake.ts";
import { loadProbotServer } from "../../../src/server/probot-server.ts";
import { type Plimsoll, startPlimsoll } from "../../../src/server/server.ts";
import { openSharedQueue } from "../../../src/server/shared-server.ts";
import { openStores, type Stores } from "../../../src/storage/stores.ts";
import { END, WEEK } from "../organization-file.ts";
import { SECRET } from "./payloads.ts";
import { slowCommits } from "./slow-commits.ts";

const [kind = "", databaseUrl = "", gitHub = "http://127.0.0.1:9", commitMs = "0"] = process.argv.slice(2);
const log = pino({ level: "silent" });
const PSEUDONYM_KEY = "k".repeat(64);
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const env: ServerEnv = {
  ...{ APP_ID: 1, PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET, HOST: "127.0.0.1", PORT: 0 },
  ...{
    DATABASE_URL: databaseUrl,
    PSEUDONYM_KEY,
    GITHUB_API_URL: gitHub,
    LOG_LEVEL: "silent",
    PUBLIC_URL: undefined,
  },
};

if (Number(commitMs) > 0) slowCommits(Number(commitMs));
let plimsoll: Plimsoll | undefined;
process.stdout.write(`${await start()}\n`);
// Asked for its memory, it first ends what was received.
process.on("message", async (message) => {
  if (message === "cpu") {
    process.send?.(process.cpuUsage());
    return;
  }
  await plimsoll?.idle();
  globalThis.gc?.();
  const resident = process.memoryUsage.rss();
  // The heap gives back its free pages, which may be 200 MB or none, whatever is kept in it.
  await globalThis.gc?.({ type: "major", execution: "async", flavor: "last-resort" });
  process.send?.({ resident, kept: process.memoryUsage.rss() });
});

async function start(): Promise<string> {
  if (kind === "probot") return startProbot();
  return kind === "intake" ? startIntake() : startAll({ computes: kind === "plimsoll" });
}

async function startProbot(): Promise<string> {
  const server = new Server({
    host: "127.0.0.1",
    port: "0" as unknown as number,
    log,
    Probot: Probot.defaults({ appId: 1, privateKey, secret: SECRET, log }),
  });
  await server.load((app) => app.onAny(() => {}));
  await server.start();
  return `http://127.0.0.1:${server.port}`;
}

async function startIntake(): Promise<string> {
  // On PostgreSQL a delivery is stored together with a job for its repository.
  const queue = await openSharedQueue(databaseUrl, log);
  const { deliveries } = await openStores(databaseUrl, {
    pseudonymKey: { key: PSEUDONYM_KEY },
    enqueue: queue?.enqueue,
  });
  const intake = createIntake({
    ...{ secret: SECRET, deliveries, log, clock: () => new Date(), onStored: () => {} },
  });
  const { server } = await loadProbotServer(env, () => {}, { intake, Octokit: undefined });
  await server.start();
  return `http://127.0.0.1:${server.port}`;
}

async function startAll({ computes }: { readonly computes: boolean }): Promise<string> {
  const Octokit = PlimsollOctokit.defaults((options: { throttle?: object }) => ({
    ...options,
    throttle: { ...options.throttle, enabled: false },
  }));
  plimsoll = await startPlimsoll({ env, log, Octokit });
  if (computes) void computeForEver(plimsoll.stores);
  return plimsoll.url;
}

async function computeForEver(stores: Stores): Promise<never> {
  const computer = startComputer(databaseUrl, stores);
  const repositories = await stores.repositories.listByOwner("acme");
  for (;;) await computer.digest({ owner: "acme", repositories, week: WEEK, now: new Date(END) });
}
