import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { effectsOf, workLeft } from "../../dev/simulation/many/effects.ts";
import { Sender } from "../../dev/simulation/many/sender.ts";
import { SECRET, Servers } from "../../dev/simulation/many/servers.ts";
import { traffic } from "../../dev/simulation/many/traffic.ts";
import { runs } from "../support/limits.ts";

/** How often a load is played; `PLIMSOLL_RUNS=20` plays twenty. */
const RUNS = runs(1);
/** Digests are due at nine on Mondays. */
const MONDAY = Date.UTC(2026, 10, 23, 9, 1);
const [RATE, INSTALLATIONS, OVERLAPS] = [25, 4, 2];

it("H1: two servers that overlap under load write nothing twice, and lose nothing", async ({ annotate }) => {
  const figures = { tried: 0, acknowledged: 0, overlaps: 0, heads: 0, weeks: 0, lost: 0, doubled: 0 };
  await fc.assert(
    fc.asyncProperty(fc.noShrink(fc.record({ seed: fc.nat(), waitMs: fc.nat(1_500) })), async (drawn) => {
      const servers = await Servers.open(MONDAY - Date.now());
      const sender = new Sender(SECRET, drawn.seed);
      try {
        sender.url = await servers.start();
        const isOver = new AbortController();
        const told = traffic({ installations: INSTALLATIONS, seed: drawn.seed, now: servers.now });
        const sending = sender.pace(told, { rate: RATE, until: isOver.signal });
        for (let overlap = 0; overlap < OVERLAPS; overlap++) {
          await sleep(500 + drawn.waitMs);
          sender.url = await servers.overlap();
          figures.overlaps += 1;
        }
        // Check runs are what two servers could write twice.
        while (!hasHead(sender)) await sleep(200);
        isOver.abort();
        await sending;
        await sender.allAcknowledged();
        while (!isDone(workLeft(servers.file))) await sleep(200);
        // Each repository has its digest of the week before.
        let standing = await servers.standing();
        while (Object.keys(standing.issues).length < 2 * INSTALLATIONS) {
          await sleep(200);
          standing = await servers.standing();
        }
        const found = effectsOf(servers.file, sender.acknowledged.values(), await servers.standing());
        figures.tried += 1;
        figures.acknowledged += sender.acknowledged.size;
        figures.heads += Object.keys(standing.checkRuns).length;
        figures.weeks += Object.keys(standing.issues).length;
        figures.lost += found.lost.length;
        figures.doubled += found.doubled.length;

        expect(found).toEqual({ lost: [], waiting: 0, doubled: [] });
      } finally {
        sender.stop();
        servers.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  await annotate(JSON.stringify(figures));
  expect(figures.heads).toBeGreaterThan(0);
});

function hasHead({ acknowledged }: Sender): boolean {
  return acknowledged.values().some(({ effect }) => effect.kind === "head");
}

function isDone(left: ReturnType<typeof workLeft>): boolean {
  return left !== undefined && left.pending + left.stale === 0;
}
