/**
 * `npm run bench:end-to-end`: how many deliveries a second are worked to their end beside an emulated GitHub, check runs
 * written, against the same requests to it with nothing else to do.
 */
import { pino } from "pino";
import { readServerEnv } from "../src/env.ts";
import { startPlimsoll } from "../src/server.ts";
import { environmentOf, newDatabase } from "../test/faults/environment.ts";
import { playLoad, REPOSITORIES } from "../test/faults/load.ts";
import { QuickOctokit } from "../test/faults/octokit.ts";
import { SATURDAY, send } from "../test/faults/progress.ts";

const RUNS = 5;

let requests: (() => Promise<unknown>)[] = [];
let isRecording = false;
const Octokit = QuickOctokit.plugin((octokit) => {
  octokit.hook.before("request", (options) => {
    if (isRecording) requests.push(() => octokit.request(options));
  });
});

const ratios: number[] = [];
for (let run = 1; run <= RUNS; run++) {
  const { deliveries, seconds, bare } = await measure();
  ratios.push(bare / seconds);
  process.stdout.write(
    `run ${run}: ${(deliveries / seconds).toFixed(0)} deliveries a second, ${requests.length} requests for ${deliveries}; ` +
      `they alone take ${(bare / seconds).toFixed(2)} of the time\n`,
  );
}
ratios.sort((a, b) => a - b);
process.stdout.write(`end to end: median ratio ${ratios[Math.floor(RUNS / 2)]?.toFixed(2)}\n`);

/** Works a week of two repositories, sent at once, and then sends the same requests again. */
async function measure() {
  const load = await playLoad();
  const plimsoll = await startPlimsoll({
    env: readServerEnv(environmentOf(load, { databaseUrl: newDatabase(), url: load.github.url })),
    log: pino({ level: "silent" }),
    clock: () => SATURDAY,
    Octokit,
  });
  await load.github.setWebhookUrl(`${plimsoll.url}/api/github/webhooks`);
  await plimsoll.idle();
  requests = [];
  isRecording = true;
  const seconds = await timed(async () => {
    const lost = await send(load, load.deliveries);
    if (lost.length > 0) throw new Error(`${lost.length} deliveries were not acknowledged`);
    await plimsoll.idle();
  });
  isRecording = false;
  const { pending, parked } = await plimsoll.stores.deliveries.depth();
  if (pending + parked > 0) throw new Error(`${pending + parked} deliveries were not worked`);
  const bare = await timed(() => sendAgain(requests));
  await plimsoll.stop();
  await load.github.close();
  return { deliveries: load.deliveries.length, seconds, bare };
}

/** How long something takes, in seconds. */
async function timed(action: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await action();
  return (performance.now() - begin) / 1_000;
}

/** Sends requests, as many side by side as there are repositories. What is refused was refused before. */
async function sendAgain(all: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = all.values();
  const go = async () => {
    for (const request of left) await request().catch(() => undefined);
  };
  await Promise.all(REPOSITORIES.map(go));
}
