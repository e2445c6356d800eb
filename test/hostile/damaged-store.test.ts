import { closeSync, openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fillOrganization } from "../../dev/bench/organization-file.ts";
import { Sender } from "../../dev/simulation/many/sender.ts";
import { SECRET, Servers } from "../../dev/simulation/many/servers.ts";
import { traffic } from "../../dev/simulation/many/traffic.ts";
import { createChance } from "../../dev/simulation/random.ts";
import { runs } from "../support/limits.ts";

/** How many stores are damaged; `PLIMSOLL_RUNS=20` damages twenty. */
const RUNS = runs(2);
const PAGES = 40;
const [SENT_BEFORE, MOST_TURNS, SENT_AFTER] = [30, 400, 20];
const SAID = "The store is damaged: stop the server, and restore a backup";

/** Fills the roots of forty trees, drawn by chance, with nothing: tables and their indexes that a server works on. */
function zeroPages(file: string, seed: number): void {
  const database = new SqliteDatabase(file, { readonly: true });
  const size = Number(database.pragma("page_size", { simple: true }));
  const roots = database
    .prepare(
      "select rootpage from sqlite_schema where rootpage > 0 and tbl_name not like '\\_\\_%' escape '\\'",
    )
    .pluck()
    .all() as number[];
  database.close();
  const chance = createChance(seed);
  const drawn = roots.toSorted(() => chance.next() - 0.5).slice(0, PAGES);
  const opened = openSync(file, "r+");
  for (const page of drawn) writeSync(opened, Buffer.alloc(size), 0, size, (page - 1) * size);
  closeSync(opened);
}

it("H3: a server under which forty pages are zeroed says so once, takes nothing more, and stays up", async ({
  annotate,
}) => {
  const figures = { tried: 0, acknowledged: 0, turns: [] as number[], lines: [] as number[], takenAfter: 0 };
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const servers = await Servers.open();
      const sender = new Sender(SECRET, seed);
      try {
        fillOrganization(servers.file, { repositories: 20, changes: 300 });
        sender.url = await servers.start();
        const told = traffic({ installations: 4, seed, now: servers.now });
        for (let sent = 0; sent < SENT_BEFORE; sent++) expect(await sender.post(told.next().value)).toBe(202);
        zeroPages(servers.file, seed);
        const answers: unknown[] = [];
        let turns = 0;
        while ((await fetch(`${sender.url}/readyz`)).status === 200 && turns < MOST_TURNS) {
          turns += 1;
          answers.push(await sender.post(told.next().value));
        }
        const after: unknown[] = [];
        for (let sent = 0; sent < SENT_AFTER; sent++) after.push(await sender.post(told.next().value));
        // Long enough for the loops to turn.
        await sleep(3_000);
        const ready = await fetch(`${sender.url}/readyz`);
        const text = await ready.text();
        const lines = servers.warnings.get(SAID) ?? 0;
        const before = [...servers.warnings.values()].reduce((sum, times) => sum + times, 0);
        await sender.post(told.next().value);
        await sleep(1_000);
        const later = [...servers.warnings.values()].reduce((sum, times) => sum + times, 0);
        figures.tried += 1;
        figures.turns.push(turns);
        figures.lines.push(lines);
        figures.acknowledged += answers.filter((each) => each === 202).length;
        figures.takenAfter += after.filter((each) => each === 202).length;

        expect(turns).toBeLessThan(MOST_TURNS);
        expect([ready.status, text]).toEqual([503, expect.stringMatching(/^the store is damaged: /)]);
        expect(after).toEqual(Array(SENT_AFTER).fill(503));
        expect(new Set(answers).difference(new Set([202, 503]))).toEqual(new Set());
        // Said once, and nothing after it.
        expect([lines, later - before]).toEqual([1, 0]);
        expect((await fetch(`${sender.url}/healthz`)).status).toBe(200);
      } finally {
        sender.stop();
        servers.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  await annotate(JSON.stringify(figures));
});
