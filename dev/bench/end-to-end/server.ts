/**
 * A server of some checkout, in a process of its own, that counts what it spends: `server.ts CHECKOUT DATABASE GITHUB`.
 *
 * It answers three messages: `begin` sets its counts to nothing, `end` has it work off everything and tell them, and
 * `stop` ends it as a signal would, so that a profile is written.
 */
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plimsoll, PlimsollOptions } from "../../../src/server/server.ts";
import { SECRET } from "../acknowledge/payloads.ts";
import { countSqliteStatements } from "../count-statements.ts";
import type { Spent } from "./measure.ts";

const [checkout = "", databaseUrl = "", gitHub = ""] = process.argv.slice(2);
const require = createRequire(join(checkout, "package.json"));
const load = (path: string) => import(pathToFileURL(join(checkout, path)).href);

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const env: PlimsollOptions["env"] = {
  ...{
    APP_ID: 1,
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: SECRET,
    PSEUDONYM_KEY: "k".repeat(64),
    HOST: "127.0.0.1",
    PORT: 0,
  },
  ...{ DATABASE_URL: databaseUrl, GITHUB_API_URL: gitHub, LOG_LEVEL: "info", PUBLIC_URL: undefined },
};

const statements = countSqliteStatements(require("better-sqlite3"));
const { PlimsollOctokit } = await load("src/github/octokit.ts");
// What GitHub paces takes time, not work; a bench would wait for hours.
const Octokit = PlimsollOctokit.defaults((options: { throttle?: object }) => ({
  ...options,
  throttle: { ...options.throttle, enabled: process.env.THROTTLE === "on" },
}));
const { pino } = require("pino");
let lastWorked = 0;
let longestMs = 0;
const log = pino({ level: "info" }, { write: noteWorked });
const { startPlimsoll } = await load("src/server/server.ts");
const plimsoll: Plimsoll = await startPlimsoll({ env, log, Octokit });
process.stdout.write(`${plimsoll.url}\n`);

let began = process.cpuUsage();
process.on("message", async (message) => {
  if (message === "begin") {
    statements.count = 0;
    longestMs = 0;
    lastWorked = performance.now();
    began = process.cpuUsage();
  } else if (message === "end") {
    await plimsoll.idle();
    const { user, system } = process.cpuUsage(began);
    const { pending, parked } = await plimsoll.stores.deliveries.loadDepth();
    const spent = {
      cpuMs: (user + system) / 1_000,
      statements: statements.count,
      longestMs,
      left: pending + parked,
    };
    process.send?.(spent satisfies Spent);
  } else if (message === "stop") {
    await plimsoll.stop();
    process.exit();
  }
});

/** Keeps the longest time in which no delivery was worked to its end. */
function noteWorked(line: string): void {
  // A failure would be worked again later, and is none of what is measured.
  if (!line.startsWith('{"level":30')) process.stderr.write(line);
  if (!line.includes('"Delivery processed"')) return;
  const now = performance.now();
  longestMs = Math.max(longestMs, now - lastWorked);
  lastWorked = now;
}
