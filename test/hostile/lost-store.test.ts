import { once } from "node:events";
import { copyFileSync, renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Sender } from "../../dev/simulation/many/sender.ts";
import { SECRET, Servers } from "../../dev/simulation/many/servers.ts";
import { traffic } from "../../dev/simulation/many/traffic.ts";
import { runs } from "../support/limits.ts";

/** How many stores are lost; `PLIMSOLL_RUNS=20` loses twenty. */
const RUNS = runs(2);
const SENT_AFTER = 60;

const LOSSES: Readonly<Record<string, (file: string) => void>> = {
  deleted: (file) => rmSync(file),
  "deleted with its log": (file) => {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  },
  "deprived of its log": (file) => rmSync(`${file}-wal`),
  "moved away": (file) => renameSync(file, `${file}.moved`),
  replaced: (file) => {
    copyFileSync(file, `${file}.copy`);
    renameSync(`${file}.copy`, file);
  },
};

it("H2: a store that is deleted or replaced under load takes nothing more, and ends its server", async ({
  annotate,
}) => {
  const figures = { tried: 0, acknowledgedBefore: 0, acknowledgedAfter: 0, refused: 0, hungUp: 0 };
  const losses = fc.record({
    how: fc.constantFrom(...Object.keys(LOSSES)),
    afterMs: fc.integer({ min: 100, max: 900 }),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(fc.noShrink(losses), async ({ how, afterMs, seed }) => {
      const servers = await Servers.open();
      const sender = new Sender(SECRET, seed);
      try {
        sender.url = await servers.start();
        const isOver = new AbortController();
        const told = traffic({ installations: 4, seed, now: servers.now });
        const sending = sender.pace(told, { rate: 50, until: isOver.signal });
        await sleep(afterMs);
        const ended = once(servers.current.child, "exit");
        LOSSES[how]?.(servers.file);
        const posts = Array.from({ length: SENT_AFTER }, () => sender.post(told.next().value));
        const after = await Promise.all(posts);
        const [code] = await ended;
        isOver.abort();
        figures.acknowledgedBefore += sender.acknowledged.size;
        figures.acknowledgedAfter += after.filter((each) => each === 202).length;
        figures.refused += after.filter((each) => each === 503).length;
        figures.hungUp += after.filter((each) => typeof each === "string").length;
        figures.tried += 1;
        sender.stop();
        await sending;

        expect(after.filter((each) => each === 202)).toEqual([]);
        expect(code).toBe(1);
      } finally {
        sender.stop();
        servers.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  await annotate(JSON.stringify(figures));
  expect(figures.refused).toBeGreaterThan(0);
});
