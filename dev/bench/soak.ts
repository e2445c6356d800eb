/**
 * `npm run bench:soak`: an hour of deliveries at a steady rate, while the server is killed again and again, a second one is
 * started beside it, and its clock is set wrong. Fails when anything is lost or doubled, or waits in the end.
 *
 * By environment: `MINUTES` (60), `RATE` deliveries a second (100), `KILL_EVERY`, `OVERLAP_EVERY` and `CLOCK_EVERY` seconds
 * (60, 300 and 90; 0 for never), `INSTALLATIONS` with two repositories each (100), `SETTLE_MINUTES` in which what is left is
 * worked (20), and `SEED` (1).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { effectsOf, workLeft } from "../simulation/many/effects.ts";
import { Sender } from "../simulation/many/sender.ts";
import { SECRET, Servers } from "../simulation/many/servers.ts";
import { traffic } from "../simulation/many/traffic.ts";
import { type Options, report } from "./soak/report.ts";
import { Samples } from "./soak/samples.ts";

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
/** Digests are due at nine on Mondays, some minutes after it begins. */
const BEGIN = Date.UTC(2026, 10, 23, 8, 57);
/** In turn: a day ahead, right, an hour behind, right. */
const WRONG = [DAY_MS, 0, -HOUR_MS, 0];
const TICK_MS = 1_000;

const given = (name: string, usual: number) => Number(process.env[name] ?? usual);
const options: Options = {
  ...{ minutes: given("MINUTES", 60), rate: given("RATE", 100), seed: given("SEED", 1) },
  ...{ installations: given("INSTALLATIONS", 100), settleMinutes: given("SETTLE_MINUTES", 20) },
};
const every = {
  kill: given("KILL_EVERY", 60),
  overlap: given("OVERLAP_EVERY", 300),
  clock: given("CLOCK_EVERY", 90),
};
const done = { kills: 0, overlaps: 0, clockChanges: 0, crashes: 0 };

const ended = new AbortController();
const servers = await Servers.open(BEGIN - Date.now());
const sender = new Sender(SECRET, options.seed);
const samples = new Samples();
// Whatever ends this process ends all that it started.
process.on("exit", () => servers.close());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

try {
  sender.url = await servers.start();
  await play();
  await settle();
  const found = effectsOf(servers.file, sender.acknowledged.values(), await servers.standing());
  const left = workLeft(servers.file);
  const told = { options, done, left, found, standing: await servers.standing() };
  process.stdout.write(report({ ...told, sender, samples, warnings: servers.warnings }));
  if (found.lost.length + found.waiting + found.doubled.length + done.crashes > 0) process.exitCode = 1;
} finally {
  sender.stop();
  servers.close();
}

/** Sends for as long as is wanted, and does all harm meanwhile. */
async function play(): Promise<void> {
  const { installations, seed, rate, minutes } = options;
  const told = traffic({ installations, seed, now: servers.now });
  const sending = sender.pace(told, { rate, until: ended.signal });
  const begin = performance.now();
  const at: Record<keyof typeof every, number> = { ...every };
  const isDue = (what: keyof typeof every, seconds: number) => {
    if (every[what] === 0 || seconds < at[what]) return false;
    at[what] = seconds + every[what];
    return true;
  };
  for (;;) {
    await sleep(TICK_MS);
    const seconds = (performance.now() - begin) / 1_000;
    if (seconds >= minutes * 60) break;
    samples.take(servers);
    await reviveIfEnded();
    if (isDue("clock", seconds)) servers.setClock(WRONG[done.clockChanges++ % WRONG.length] ?? 0);
    if (isDue("overlap", seconds)) {
      sender.url = await servers.overlap();
      done.overlaps += 1;
      at.kill = seconds + every.kill;
    } else if (isDue("kill", seconds)) {
      await servers.kill();
      sender.url = await servers.start();
      done.kills += 1;
    }
  }
  ended.abort();
  await sending;
}

/** Lets all be worked that is left, by a clock that is right. */
async function settle(): Promise<void> {
  servers.setClock(0);
  await sender.allAcknowledged();
  const begin = performance.now();
  for (let calm = 0; calm < 5 && performance.now() - begin < options.settleMinutes * MINUTE_MS; ) {
    await sleep(TICK_MS);
    samples.take(servers);
    await reviveIfEnded();
    const left = workLeft(servers.file);
    calm = left !== undefined && left.pending + left.stale === 0 ? calm + 1 : 0;
  }
}

/** A server that ends by itself has a fault; the next one goes on. */
async function reviveIfEnded(): Promise<void> {
  const { child } = servers.current;
  if (child.exitCode === null && child.signalCode === null) return;
  done.crashes += 1;
  sender.url = await servers.start();
}
