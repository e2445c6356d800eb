/**
 * The server as `plimsoll start` runs it, but at another time and without waiting for rate limits.
 *
 * It starts at the time that `NOW` gives, and a second of it is ten minutes. It prints where it listens.
 */
import { flushCompileCache } from "node:module";
import { pino } from "pino";
import { readServerEnv } from "../../src/env.ts";
import { startPlimsoll } from "../../src/server/server.ts";
import { QuickOctokit } from "./octokit.ts";

const HASTE = 600;

const now = Date.parse(process.env.NOW ?? "");
const { url } = await startPlimsoll({
  env: readServerEnv(process.env),
  log: pino({ level: process.env.PLIMSOLL_LOG ?? "silent" }, process.stderr),
  clock: () => new Date(now + Math.round(performance.now() * HASTE)),
  Octokit: QuickOctokit,
});
process.stdout.write(`${url}\n`);
// It is killed, and would keep nothing for the next start.
flushCompileCache();
