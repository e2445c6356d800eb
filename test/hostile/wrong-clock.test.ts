import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { effectsOf, workLeft } from "../../dev/simulation/many/effects.ts";
import { Sender } from "../../dev/simulation/many/sender.ts";
import { SECRET, Servers } from "../../dev/simulation/many/servers.ts";
import { type Told, traffic } from "../../dev/simulation/many/traffic.ts";
import { runs } from "../support/limits.ts";

/** How often it is played; `PLIMSOLL_RUNS=20` plays it twenty times. */
const RUNS = runs(1);
const DAY_MS = 86_400_000;
const EACH = 20;
/** Longer than a server takes to read that its clock was set. */
const SEEN_MS = 500;

/** Sends some deliveries, waits until all that were sent are worked, and returns how many milliseconds that took. */
async function work(servers: Servers, sender: Sender, told: Iterator<Told, never>): Promise<number> {
  const begin = performance.now();
  for (let sent = 0; sent < EACH; sent++) sender.tell(told.next().value);
  await sender.allAcknowledged();
  for (;;) {
    const left = workLeft(servers.file);
    if (left !== undefined && left.pending + left.stale === 0) return Math.round(performance.now() - begin);
    await sleep(100);
  }
}

it("H5: a server whose clock was a day ahead works on once it is right, with a restart and without", async ({
  annotate,
}) => {
  const figures = { tried: 0, acknowledged: 0, lost: 0, doubled: 0, took: [] as Record<string, number>[] };
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const servers = await Servers.open();
      const sender = new Sender(SECRET, seed);
      const told = traffic({ installations: 2, seed, now: servers.now });
      try {
        servers.setClock(DAY_MS);
        sender.url = await servers.start();
        const ahead = await work(servers, sender, told);
        servers.setClock(0);
        await sleep(SEEN_MS);
        const rightAgain = await work(servers, sender, told);
        servers.setClock(DAY_MS);
        await sleep(SEEN_MS);
        for (let sent = 0; sent < EACH; sent++) sender.tell(told.next().value);
        await sender.allAcknowledged();
        await servers.kill();
        servers.setClock(0);
        sender.url = await servers.start();
        const restarted = await work(servers, sender, told);
        const found = effectsOf(servers.file, sender.acknowledged.values(), await servers.standing());
        figures.tried += 1;
        figures.acknowledged += sender.acknowledged.size;
        figures.lost += found.lost.length;
        figures.doubled += found.doubled.length;
        figures.took.push({ ahead, rightAgain, restarted });

        expect(found).toEqual({ lost: [], waiting: 0, doubled: [] });
      } finally {
        sender.stop();
        servers.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  await annotate(JSON.stringify(figures));
});
