/**
 * `npm run bench:backfill`: how long the server takes to read 10,000 merged pull requests of thirteen weeks from a
 * GitHub that takes its time to answer, and for how long its event loop is held meanwhile, against when it has nothing to do.
 *
 * `REPOSITORIES=100 PULLS=30 npm run bench:backfill` reads those of many repositories, each with as many pull requests.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { readServerEnv } from "../../src/env.ts";
import { startPlimsoll } from "../../src/server/server.ts";
import { NOW } from "../simulation/past/long-past.ts";
import { firstLine } from "../simulation/processes/first-line.ts";
import { TEST_KEY } from "../simulation/world/key.ts";
import { SECRET } from "./acknowledge/payloads.ts";

const PULLS = process.env.PULLS ?? "10000";
const REPOSITORIES = process.env.REPOSITORIES ?? "1";
const IDLE_MS = 10_000;
const POLL_MS = 250;
const RESOLUTION_MS = 1;
const LONG_MS = 20;

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const gitHub = fork(new URL("backfill/github.ts", import.meta.url), [PULLS, REPOSITORIES, SECRET], {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const plimsoll = await startPlimsoll({
  env: readServerEnv({
    ...{ APP_ID: "1", PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, HOST: "127.0.0.1", PORT: "0" },
    ...{ DATABASE_URL: `file:${join(folder, "backfill.db")}`, GITHUB_API_URL: await firstLine(gitHub) },
  }),
  log: pino({ level: "silent" }),
  clock: () => new Date(NOW.getTime() + performance.now()),
});

const idle = await held(() => sleep(IDLE_MS));
const begin = performance.now();
const busy = await held(async () => {
  await ask(gitHub, `${plimsoll.url}/api/github/webhooks`);
  for (;;) {
    await sleep(POLL_MS);
    const all = await plimsoll.stores.backfills.list();
    const failed = all.find(({ state }) => state === "failed");
    if (failed !== undefined) throw new Error(failed.problems.join("; "));
    if (all.length > 0 && all.every(({ state }) => state === "done")) return;
  }
});
const seconds = (performance.now() - begin) / 1_000;
const requests = Number(await ask(gitHub, null));
process.stdout.write(
  `${REPOSITORIES} repositories, ${PULLS} pull requests each: ${requests} requests, ${seconds.toFixed(0)} s\n` +
    `the event loop is held ${busy.p50.toFixed(1)} ms at the median (idle ${idle.p50.toFixed(1)} ms), ` +
    `${busy.p99.toFixed(1)} ms at p99 (${idle.p99.toFixed(1)} ms, ratio ${(busy.p99 / idle.p99).toFixed(1)}), ` +
    `${busy.max.toFixed(1)} ms at most, over ${LONG_MS} ms ${busy.long} times\n`,
);
await plimsoll.stop();
gitHub.kill();
rmSync(folder, { recursive: true });

async function ask(child: ChildProcess, message: string | null): Promise<unknown> {
  const answered = once(child, "message");
  child.send(message as never);
  return (await answered)[0];
}

interface Held {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** How often it is held for long. */
  readonly long: number;
}

/** For how long the event loop is held at a time while something is done, in milliseconds. */
async function held(action: () => Promise<void>): Promise<Held> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let [turned, long] = [performance.now(), 0];
  const counting = setInterval(() => {
    const now = performance.now();
    if (now - turned > LONG_MS) long += 1;
    turned = now;
  }, RESOLUTION_MS);
  await action();
  clearInterval(counting);
  delay.disable();
  return {
    p50: delay.percentile(50) / 1e6,
    p99: delay.percentile(99) / 1e6,
    max: delay.max / 1e6,
    long,
  };
}
