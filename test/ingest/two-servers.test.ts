import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { servePast } from "../../dev/simulation/past/github-past.ts";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { backfillWork } from "../../src/ingest/backfill/backfill.ts";
import { readAgainWork } from "../../src/ingest/read-again-work.ts";
import { reattributionWork } from "../../src/ingest/reattribute.ts";
import type { WorkSource } from "../../src/queue/work-loop.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { request } from "../support/backfill.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, pullRequest, readChange, settingsWith } from "../support/stores.ts";

const SECOND = 1_000;

/** Two servers on one store that do the same work, and a clock that a test moves. */
function startTwo<Item>(
  stores: Stores,
  start: (options: Parameters<typeof readAgainWork>[0]) => WorkSource<Item>,
) {
  let now = at(9).getTime();
  const jobs = { stores, clock: () => new Date(now), onStale: () => {}, settings: settingsWith() };
  const log = pino({ level: "silent" });
  const make = () => start({ ...jobs, log, authenticate: async () => octokit });
  return { first: make(), second: make(), pass: (seconds: number) => (now += seconds * SECOND) };
}

async function saveOutdated(stores: Stores, ...numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    await stores.changes.save(pullRequest(number));
    const key = { repositoryId: SHOP.id, id: `#${number}` };
    await stores.changes.saveRead(key, readChange({ own: [], agentsVersion: "2020-01-01" }));
  }
}

describe("two servers on one store", () => {
  useNock();

  it("attribute changes again at the pace of one, and pause a repository together", async () => {
    const stores = await openTestStores();
    await saveOutdated(stores, 1, 2);
    const { first, second, pass } = startTwo(stores, reattributionWork);

    const taken = await first.next([]);
    expect(taken).toBeDefined();
    expect(await second.next([])).toBeUndefined();
    pass(3);
    expect(await second.next([])).toBeDefined();

    nock(API)
      .get(/compare/)
      .reply(403, { message: "Forbidden" });
    await first.work(taken ?? expect.fail("nothing is outdated"));
    pass(60);
    expect([await first.next([]), await second.next([])]).toEqual([undefined, undefined]);
    pass(600);
    expect(await second.next([])).toBeDefined();
  });

  it("request recorded facts at the pace of one, and others at once", async () => {
    const stores = await openTestStores();
    const fact = { repositoryId: SHOP.id, kind: "change", source: "a...b", tries: 1, refusals: 0 } as const;
    const times = { since: at(8), triedAt: at(8), dueAt: at(8), isOver: false };
    const save = (name: string, missing?: "files") =>
      stores.unread.save({ ...fact, ...times, name, missing });
    await save("#1", "files");
    await save("#2", "files");
    const { first, second, pass } = startTwo(stores, readAgainWork);

    expect(await first.next([])).toBeDefined();
    expect(await second.next([])).toBeUndefined();
    await save("#3");
    expect(await second.next([])).toMatchObject({ name: "#3" });
    await stores.unread.remove({ ...fact, name: "#3" });
    pass(3);
    expect(await second.next([])).toBeDefined();
  });

  it("leave the reserve of requests of an installation together", async () => {
    const resetAt = new Date(at(9).getTime() + 1_800 * SECOND);
    servePast(longPast({ pulls: 5, deployEvery: 2 }), { remaining: () => 999, resetAt });
    const stores = await openTestStores();
    await request(stores, at(9));
    const { first, second, pass } = startTwo(stores, backfillWork);

    for (let page = await first.next([]); page !== undefined; page = await first.next([])) {
      await first.work(page);
      if ((await stores.waits.find({ name: "backfills", installationId: 1 }, at(9)))?.isOn) break;
    }
    expect(await second.next([])).toBeUndefined();
    pass(30 * 60);
    expect(await second.next([])).toBeDefined();
    nock.cleanAll();
  });

  it("both stop asking GitHub for an installation that one of them met a limit of", async () => {
    const stores = await openTestStores();
    await saveOutdated(stores, 1);
    await stores.checkRuns.markStale(
      { repositoryId: SHOP.id, headSha: "head-1", number: 1 },
      { at: at(9), isUrgent: true },
    );
    const headers = { "retry-after": "120" };
    nock(API)
      .get(/compare/)
      .reply(429, { message: "secondary rate limit" }, headers);
    const { first, second, pass } = startTwo(stores, reattributionWork);
    await first.work((await first.next([])) ?? expect.fail("nothing is outdated"));
    await stores.waits.end({ name: "re-attribution", repositoryId: SHOP.id });
    pass(60);

    expect(await second.next([])).toBeUndefined();
    expect(await stores.checkRuns.findNextStale(at(9, 0, 1), [])).toBeUndefined();
    pass(120);
    expect(await second.next([])).toBeDefined();
    expect(await stores.checkRuns.findNextStale(at(9, 0, 3), [])).toBeDefined();
  });
});
