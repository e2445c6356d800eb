/**
 * `npm run bench:acknowledge`: how fast webhooks are acknowledged, against a Probot app whose handler does nothing, and
 * how late while they are worked and a large digest is computed, also with 2 ms added to every commit.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, pace, percentile, saturate } from "./acknowledge/load.ts";
import { webhooks } from "./acknowledge/payloads.ts";
import { FLAGS, firstLine } from "./acknowledge/process.ts";
import { fillOrganization } from "./organization-file.ts";

const RUNS = Number(process.env.RUNS ?? 5);
const WARM_SECONDS = 15;
const SECONDS = Number(process.env.SECONDS ?? 5);
const [LEAST_RATIO, MOST_MS, PER_SECOND] = [0.8, 50, 500];
const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
let files = 0;

const gitHub = fork(new URL("acknowledge/github.ts", import.meta.url), {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const gitHubUrl = await firstLine(gitHub);

const ratios: number[] = [];
for (let run = 1; run <= RUNS; run++) {
  const reference = await measured("probot", (url) => saturate(url, webhooks(1), SECONDS));
  const ours = await measured("intake", (url) => saturate(url, webhooks(1), SECONDS));
  ratios.push(ours.throughput / reference.throughput);
  say(
    `run ${run}: Probot ${rate(reference)}, ours, stored durably ${rate(ours)}: ${ratios.at(-1)?.toFixed(2)}`,
  );
}
const ratio = percentile(ratios, 0.5);
say(`throughput: median ratio ${ratio.toFixed(2)} (at least ${LEAST_RATIO}), on ${cpus().length} cores`);

const late: number[] = [];
for (const commitMs of [0, 2]) {
  const file = newFile();
  fillOrganization(file, { repositories: 200, changes: 1_000 });
  const load = (url: string) => pace(url, webhooks(50), { perSecond: PER_SECOND, seconds: SECONDS * 4 });
  const { latencies } = await measured("plimsoll", load, { file, commitMs });
  late.push(percentile(latencies, 0.99));
  say(
    `${PER_SECOND} a second while they are worked and a digest is computed, ${commitMs} ms added to every commit: ` +
      `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms (under ${MOST_MS})`,
  );
}
gitHub.kill();
rmSync(folder, { recursive: true });
if (ratio < LEAST_RATIO || late.some((ms) => ms >= MOST_MS)) process.exitCode = 1;

/** Starts a server in a process of its own, loads it, and ends it. */
async function measured(
  kind: "probot" | "intake" | "plimsoll",
  load: (url: string) => Promise<Measured>,
  { file = newFile(), commitMs = 0 } = {},
): Promise<Measured> {
  const server = fork(
    new URL("acknowledge/server.ts", import.meta.url),
    [kind, file, gitHubUrl, `${commitMs}`],
    { stdio: ["ignore", "pipe", "inherit", "ipc"], execArgv: kind === "probot" ? [] : [...FLAGS] },
  );
  const url = await firstLine(server);
  // What is compiled at first use is compiled before time is taken, and what is done at the start is done.
  if (kind === "plimsoll")
    await pace(url, webhooks(50), { perSecond: PER_SECOND / 2, seconds: WARM_SECONDS });
  else await saturate(url, webhooks(1), 1);
  const found = await load(url);
  server.kill("SIGKILL");
  await once(server, "exit");
  return found;
}

function newFile(): string {
  files += 1;
  return `file:${join(folder, `${files}.db`)}`;
}

function rate({ throughput }: Measured): string {
  return `${Math.round(throughput)} a second`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
