import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { checkRunWork } from "../../src/check-runs/update.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { onInstallation } from "../../src/ingest/events/installation.ts";
import { askAgain } from "../../src/ingest/refusals.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, pullRequest, settingsWith } from "../support/stores.ts";

const RUNS = "/repos/acme/shop/check-runs";
const LISTED = /^\/repos\/acme\/shop\/commits\/head-1\/check-runs/;
const KEY = { repositoryId: SHOP.id, headSha: "head-1", number: 1 };
const log = pino({ level: "silent" });

async function openStoresWithPull(): Promise<Stores> {
  const stores = await openTestStores();
  await stores.changes.save(pullRequest(1));
  return stores;
}

const mark = (stores: Stores, on: Date, key = KEY) =>
  stores.checkRuns.markStale(key, { at: on, isUrgent: true, isForced: true });

/** Works what is due; returns of which pull requests. */
async function work(stores: Stores, now: Date): Promise<number[]> {
  const source = checkRunWork({
    ...{ stores, log, clock: () => now, authenticate: async () => octokit },
    ...{ settings: settingsWith(), compute: createComputer(stores), definitionUrl: undefined },
  });
  const worked: number[] = [];
  for (let stale = await source.next([]); stale !== undefined; stale = await source.next([])) {
    worked.push(stale.number);
    await source.work(stale);
  }
  return worked;
}

const list = (...runs: readonly object[]) =>
  nock(API).get(LISTED).reply(200, { total_count: runs.length, check_runs: runs });

const describeShop = (told: object = {}) =>
  nock(API)
    .get("/repos/acme/shop")
    .reply(200, {
      id: SHOP.id,
      name: "shop",
      owner: { login: "acme" },
      has_issues: true,
      archived: false,
      ...told,
    });

async function createRun(stores: Stores, on = at(9)): Promise<void> {
  nock(API).post(RUNS).reply(201, { id: 5 });
  await mark(stores, on);
  await work(stores, on);
}

describe("R10: a check run that is gone", () => {
  useNock();

  it("is looked for, and made anew once", async () => {
    const stores = await openStoresWithPull();
    await createRun(stores);
    nock(API).patch(`${RUNS}/5`).reply(404, {});
    list();
    nock(API).post(RUNS).reply(201, { id: 6 });
    await mark(stores, at(10));
    expect(await work(stores, at(10))).toEqual([1]);

    nock(API).patch(`${RUNS}/6`).reply(200, {});
    await mark(stores, at(11));
    expect(await work(stores, at(11))).toEqual([1]);
  });

  it("is not made anew when its creation is refused or lost, without being looked for again", async () => {
    const stores = await openStoresWithPull();
    await createRun(stores);
    nock(API).patch(`${RUNS}/5`).reply(404, {});
    list();
    nock(API).post(RUNS).reply(502, {});
    await mark(stores, at(10));
    await work(stores, at(10));

    list({ id: 6, external_id: "#1" });
    nock(API).patch(`${RUNS}/6`).reply(200, {});
    expect(await work(stores, at(10, 1))).toEqual([1]);
  });

  it("so soon after its creation that GitHub may not know it yet is tried again", async () => {
    const stores = await openStoresWithPull();
    await createRun(stores);
    nock(API).patch(`${RUNS}/5`).reply(404, {});
    await mark(stores, new Date(at(9).getTime() + 60_000));
    await work(stores, new Date(at(9).getTime() + 60_000));

    nock(API).patch(`${RUNS}/5`).reply(200, {});
    expect(await work(stores, at(9, 1))).toEqual([1]);
  });

  it("is not made anew on a head that a push has left behind", async () => {
    const stores = await openStoresWithPull();
    await createRun(stores);
    await stores.changes.save(pullRequest(1, { headSha: "head-2", updatedAt: at(9, 1) }));
    nock(API).patch(`${RUNS}/5`).reply(404, {});
    await mark(stores, at(10));

    expect(await work(stores, at(10))).toEqual([1]);
    expect(await work(stores, at(30))).toEqual([]);
  });
});

describe("R4: check runs that GitHub refuses for good", () => {
  useNock();
  const second = { repositoryId: SHOP.id, headSha: "head-2", number: 2 };

  it.each([
    [403, {}, "not-permitted"],
    [403, { archived: true }, "archived"],
    [403, { has_issues: false }, "not-permitted"],
    [451, undefined, "legal"],
  ])(
    "by a %i of a repository that tells %j of itself are %s: one is tried, the others wait",
    async (status, told, reason) => {
      const stores = await openStoresWithPull();
      await stores.changes.save(pullRequest(2));
      nock(API).post(RUNS).reply(status, {});
      if (told !== undefined) describeShop(told);
      await mark(stores, at(9));
      await mark(stores, at(9, 1), second);

      expect(await work(stores, at(9, 2))).toEqual([1]);
      expect(await stores.refusals.list()).toMatchObject([{ refused: "check-runs", reason, name: "shop" }]);
      expect(await stores.operations.loadCheckRunQueue()).toMatchObject({ stale: 0, failing: 0, failed: 0 });
      expect(await work(stores, at(10, 1))).toEqual([]);
    },
  );

  it("are written after a day, or once the permission is accepted, without looking for what was never made", async () => {
    const stores = await openStoresWithPull();
    nock(API).post(RUNS).reply(403, {});
    describeShop();
    await mark(stores, at(9));
    await work(stores, at(9));
    const accept = onInstallation(stores, { clock: () => at(9, 1), onStale: () => {} });
    const payload = {
      action: "new_permissions_accepted" as const,
      installation: { id: 1, created_at: 0 },
      repositories: [],
    };
    await accept({ octokit, payload, log, receivedAt: at(9, 1) });

    nock(API).post(RUNS).reply(201, { id: 5 });
    expect(await work(stores, at(9, 1))).toEqual([1]);
    expect(await stores.refusals.list()).toEqual([]);
  });

  it("for a head that is gone are left out; a young one is tried again, and one that GitHub knows stays a failure", async () => {
    const stores = await openStoresWithPull();
    const young = new Date(at(9).getTime() + 60_000);
    nock(API).post(RUNS).reply(422, {});
    await mark(stores, at(9));
    await work(stores, young);

    nock(API).post(RUNS).reply(422, {});
    nock(API).get("/repos/acme/shop/commits/head-1").query(true).reply(200, {});
    await work(stores, at(9, 2));
    nock(API).post(RUNS).reply(422, {});
    nock(API).get("/repos/acme/shop/commits/head-1").query(true).reply(404, {});
    expect(await work(stores, at(10))).toEqual([1]);
    expect(await work(stores, at(20))).toEqual([]);
    expect(await stores.refusals.list()).toEqual([]);
  });
});

describe("R4: a past that GitHub refuses to tell", () => {
  it("is read again once something changed", async () => {
    const stores = await openTestStores();
    await stores.refusals.save({ repositoryId: SHOP.id, refused: "past", reason: "legal", at: at(9) });
    await askAgain(stores, [SHOP.id], at(10));

    expect(await stores.backfills.list()).toMatchObject([{ repositoryId: SHOP.id, state: "running" }]);
  });
});
