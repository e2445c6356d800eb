/**
 * `npm run bench:acknowledge`: how fast webhooks are acknowledged, against a Probot app whose handler does nothing, and
 * how late while they are worked and a large digest is computed, also with 2 ms added to every commit. `POSTGRES=1`
 * takes a PostgreSQL instead of SQLite, on the same cores, and adds nothing to its commits.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { FLAGS, firstLine } from "../simulation/processes/first-line.ts";
import { type Measured, pace, percentile, saturate } from "./acknowledge/load.ts";
import { webhooks } from "./acknowledge/payloads.ts";
import { fillOrganization } from "./organization-file.ts";
import { startPostgresDatabases } from "./postgres-databases.ts";

const RUNS = Number(process.env.RUNS ?? 5);
const WARM_SECONDS = 15;
const SECONDS = Number(process.env.SECONDS ?? 5);
const [LEAST_RATIO, PER_SECOND] = [0.9, 500];
const databases =
  process.env.POSTGRES === undefined ? undefined : await startPostgresDatabases({ isDurable: true });
const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
let files = 0;

const gitHub = fork(new URL("../simulation/at-once/github.ts", import.meta.url), {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const gitHubUrl = await firstLine(gitHub);

const ratios: number[] = [];
const cpuRatios: number[] = [];
for (let run = 1; run <= RUNS; run++) {
  const reference = await measured("probot", (url) => saturate(url, webhooks(1), SECONDS));
  const ours = await measured("intake", (url) => saturate(url, webhooks(1), SECONDS));
  const ratio = ours.throughput / reference.throughput;
  ratios.push(ratio);
  cpuRatios.push(reference.cpuMicroseconds / ours.cpuMicroseconds);
  say(
    `run ${run}: Probot ${rate(reference)}, ours, stored durably ${rate(ours)}: ${ratio.toFixed(2)}, by CPU ${cpuRatios.at(-1)?.toFixed(2)}`,
  );
}
const ratio = percentile(ratios, 0.5);
say(
  `throughput: median ratio ${ratio.toFixed(2)} (at least ${LEAST_RATIO}), by CPU ${percentile(cpuRatios, 0.5).toFixed(2)}, ` +
    `on ${cpus().length} cores`,
);

const late: number[] = [];
const loads = [
  { commitMs: 0, keepAlive: true, most: 25 },
  { commitMs: 2, keepAlive: true, most: 50 },
  { commitMs: 0, keepAlive: false, most: 250 },
];
for (const { commitMs, keepAlive, most } of loads) {
  if (commitMs > 0 && databases !== undefined) continue;
  const file = newFile();
  fillOrganization(file, { repositories: 200, changes: 1_000 });
  const load = (url: string) =>
    pace(url, webhooks(50), { perSecond: PER_SECOND, seconds: SECONDS * 4, keepAlive });
  const { latencies } = await measured("plimsoll", load, {
    url: (await databases?.copy(file)) ?? file,
    commitMs,
  });
  const p99 = percentile(latencies, 0.99);
  late.push(p99 / most);
  say(
    `${PER_SECOND} a second while they are worked and a digest is computed, ${commitMs} ms added to every commit, ` +
      `${keepAlive ? "connections kept" : "a connection for each"}: ` +
      `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (under ${most}), at most ${Math.max(...latencies).toFixed(0)} ms`,
  );
}
gitHub.kill();
await databases?.stop();
rmSync(folder, { recursive: true });
if (ratio < LEAST_RATIO || late.some((part) => part >= 1)) process.exitCode = 1;

/** Starts a server in a process of its own, loads it, and ends it. */
async function measured(
  kind: "probot" | "intake" | "plimsoll",
  load: (url: string) => Promise<Measured>,
  { url, commitMs = 0 }: { readonly url?: string; readonly commitMs?: number } = {},
): Promise<Measured & { readonly cpuMicroseconds: number }> {
  const server = fork(
    new URL("acknowledge/server.ts", import.meta.url),
    [kind, url ?? (await databases?.create()) ?? newFile(), gitHubUrl, `${commitMs}`],
    { stdio: ["ignore", "pipe", "inherit", "ipc"], execArgv: kind === "probot" ? [] : [...FLAGS] },
  );
  const address = await firstLine(server);
  // What is compiled at first use is compiled before time is taken, and what is done at the start is done.
  if (kind === "plimsoll")
    await pace(address, webhooks(50), { perSecond: PER_SECOND / 2, seconds: WARM_SECONDS });
  else await saturate(address, webhooks(1), 1);
  const before = await cpuOf(server);
  const found = await load(address);
  const cpuMicroseconds = ((await cpuOf(server)) - before) / found.latencies.length;
  server.kill("SIGKILL");
  await once(server, "exit");
  return { ...found, cpuMicroseconds };
}

/** The CPU time that a server has used, in microseconds. */
async function cpuOf(server: ChildProcess): Promise<number> {
  server.send("cpu");
  const [{ user, system }] = (await once(server, "message")) as [NodeJS.CpuUsage];
  return user + system;
}

function newFile(): string {
  files += 1;
  return `file:${join(folder, `${files}.db`)}`;
}

function rate({ throughput, cpuMicroseconds }: Measured & { readonly cpuMicroseconds: number }): string {
  return `${Math.round(throughput)} a second (${Math.round(cpuMicroseconds)} µs of CPU each)`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
