import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longPast, NOW } from "../../dev/simulation/past/long-past.ts";
import { type PastGitHub, startPastGitHub } from "../../dev/simulation/past/past-github.ts";
import { WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { readServerEnv } from "../../src/env.ts";
import { writeWeekReceipts } from "../../src/explain/receipts.ts";
import { startPlimsoll } from "../../src/server/server.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { runs } from "../support/limits.ts";
import { environmentOf, newDatabase } from "./environment.ts";
import { faultSequences } from "./faults.ts";
import { startFaultyProxy } from "./faulty-proxy.ts";
import { ImpatientOctokit } from "./octokit.ts";
import { startServer } from "./server-process.ts";

/** How often a server is killed; `PLIMSOLL_RUNS=50` makes it fifty times, over ten backfills. */
const KILLS = runs(5);
const BACKFILLS = Math.ceil(KILLS / 5);
const POLL_MS = 50;
const WEEKS = ["2026-W33", "2026-W36", "2026-W40", "2026-W44", "2026-W45"];
/** Longer than a page that failed is put off. */
const WAIT_MS = 31 * 60_000;

let github: PastGitHub;
let undisturbed: object;
/** How often GitHub was asked about the past. */
let asked = 0;

beforeAll(async () => {
  const past = longPast({ pulls: 240, deployEvery: 4 });
  github = await startPastGitHub(past, { webhookSecret: WEBHOOK_SECRET, onRequest: () => asked++ });
  undisturbed = await readPast([]);
});

afterAll(() => github.close());

/** What was read: how the backfill ended, some of the thirteen weeks, and which rule decided each change of them. */
async function outcomeOf(stores: Stores): Promise<object> {
  const [ended] = await stores.backfills.list();
  const weeks: object[] = [];
  for (const week of WEEKS) {
    const asked = { repository: SHOP, week, now: NOW };
    weeks.push({ ...(await computeDigest(stores, asked)), receipts: await writeWeekReceipts(stores, asked) });
  }
  const { state, done, problems } = ended ?? {};
  return { state, done, problems, weeks, written: [...github.written] };
}

/** When a server is killed: after so many requests, and so many milliseconds after the last of them. */
interface Moment {
  readonly requests: number;
  readonly ms: number;
}

/** Reads the past by a server in a process of its own, which is killed at each of some moments. */
async function readPast(moments: readonly Moment[]): Promise<object> {
  const databaseUrl = newDatabase();
  const start = () => startServer({ github }, { databaseUrl, url: github.url, now: NOW });
  let isInstalled = false;
  for (const moment of moments) {
    const server = await start();
    isInstalled ||= await github.install(NOW);
    const last = asked + moment.requests;
    while (asked < last) await sleep(1);
    await sleep(moment.ms);
    await server.kill();
  }
  const askedBefore = asked;
  const server = await start();
  isInstalled ||= await github.install(NOW);
  expect(isInstalled).toBe(true);
  const stores = await openStores(databaseUrl);
  while (!(await isOver(stores))) await sleep(POLL_MS);
  await server.kill();
  // Something was left to be read after each moment.
  expect(asked).toBeGreaterThan(askedBefore);
  const outcome = await outcomeOf(stores);
  await stores.close();
  return outcome;
}

async function isOver({ backfills }: Stores): Promise<boolean> {
  const [read] = await backfills.list();
  return read?.finishedAt !== undefined;
}

describe("a past is read as if nothing had happened", () => {
  it("when nothing does", () => {
    expect(undisturbed).toMatchObject({ state: "done", done: 240, problems: [], written: [] });
    const arrived = [14, 19, 19, 19, 18];
    expect(undisturbed).toMatchObject({ weeks: arrived.map((each) => ({ changes: { arrived: each } })) });
  });

  it("when the server is killed at random moments", async () => {
    // It takes more requests than all of these, so that each moment is in the midst of it.
    const moment = fc.record({
      requests: fc.integer({ min: 1, max: 2 }),
      ms: fc.integer({ min: 0, max: 10 }),
    });
    const moments = fc.array(moment, { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.noShrink(moments), async (each) => {
        expect(await readPast(each)).toEqual(undisturbed);
      }),
      { numRuns: BACKFILLS, endOnFailure: true },
    );
  });

  it("when GitHub fails, limits, is silent, and gives half answers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.noShrink(faultSequences), async ({ reads }) => {
        const proxy = await startFaultyProxy(github.url);
        let faults = 0;
        proxy.faultOf = () => {
          const fault = reads.next().value;
          if (fault !== undefined) faults++;
          return fault;
        };
        let now = NOW;
        const plimsoll = await startPlimsoll({
          env: readServerEnv(environmentOf({ github }, { databaseUrl: newDatabase(), url: proxy.url })),
          log: pino({ level: process.env.PLIMSOLL_LOG ?? "silent" }),
          clock: () => now,
          Octokit: ImpatientOctokit,
        });
        await github.setWebhookUrl(`${plimsoll.url}/api/github/webhooks`);
        expect(await github.install(NOW)).toBe(true);
        while (!(await isOver(plimsoll.stores))) {
          await plimsoll.idle();
          now = new Date(now.getTime() + WAIT_MS);
          await github.install(NOW);
        }

        expect(await outcomeOf(plimsoll.stores)).toEqual(undisturbed);
        expect(faults).toBeGreaterThan(0);
        await plimsoll.stop();
        proxy.close();
      }),
      { numRuns: BACKFILLS, endOnFailure: true },
    );
  });
});
