import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { checkRunWork } from "../../src/jobs/update-check-runs.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { at } from "../support/history.ts";
import { openTestStores, pullRequest, SHOP } from "../support/stores.ts";
import { API } from "../support/world.ts";

const RUNS = "/repos/acme/shop/check-runs";
const KEY = { repositoryId: SHOP.id, headSha: "head-1", number: 1 };

async function openStoresWithPull(): Promise<Stores> {
  const stores = await openTestStores();
  await stores.changes.save(pullRequest(1));
  return stores;
}

/** Marks the check run stale and brings it up to date, as of the 9th; `true` when it is up to date afterwards. */
async function update(stores: Stores, isForced = false): Promise<boolean> {
  await stores.checkRuns.markStale(KEY, { at: at(9), isUrgent: true, isForced });
  const log = pino({ level: "silent" });
  const work = checkRunWork({ stores, log, clock: () => at(9), authenticate: async () => octokit });
  const stale = await work.next([]);
  if (stale !== undefined) await work.work(stale);
  return (await stores.checkRuns.nextStale(at(30), [])) === undefined;
}

describe("a check run", () => {
  useNock();

  it("is created once on the head, with our id of the change", async () => {
    const stores = await openStoresWithPull();
    nock(API)
      .post(RUNS, (body) => {
        expect(body).toMatchObject({
          name: "Plimsoll",
          head_sha: "head-1",
          external_id: "#1",
          status: "completed",
          conclusion: "neutral",
        });
        return true;
      })
      .reply(201, { id: 5 });

    expect(await update(stores)).toBe(true);
  });

  it("is not written again while it shows the same, and updated when it does not", async () => {
    const stores = await openStoresWithPull();
    nock(API).post(RUNS).reply(201, { id: 5 });
    await update(stores);
    expect(await update(stores)).toBe(true);

    await stores.changes.save(pullRequest(1, { state: "closed", updatedAt: at(3) }));
    nock(API).patch(`${RUNS}/5`).reply(200, {});
    expect(await update(stores)).toBe(true);
  });

  it("is not created on a head that a push has left behind", async () => {
    const stores = await openStoresWithPull();
    await stores.changes.save(pullRequest(1, { headSha: "head-2", updatedAt: at(3) }));

    expect(await update(stores)).toBe(true);
  });

  it("is written in any case when somebody asked for it", async () => {
    const stores = await openStoresWithPull();
    nock(API).post(RUNS).reply(201, { id: 5 });
    await update(stores);
    nock(API).patch(`${RUNS}/5`).reply(200, {});

    expect(await update(stores, true)).toBe(true);
  });

  it("is looked for, not created again, when the answer to its creation was lost", async () => {
    const stores = await openStoresWithPull();
    nock(API).post(RUNS).reply(502);
    expect(await update(stores)).toBe(false);

    nock(API)
      .get("/repos/acme/shop/commits/head-1/check-runs")
      .query({ check_name: "Plimsoll", filter: "all", per_page: 100 })
      .reply(200, {
        total_count: 2,
        check_runs: [
          { id: 4, external_id: "#9" },
          { id: 5, external_id: "#1" },
        ],
      });
    nock(API).patch(`${RUNS}/5`).reply(200, {});
    expect(await update(stores)).toBe(true);
  });

  it("is created after all when the lost creation made none", async () => {
    const stores = await openStoresWithPull();
    nock(API).post(RUNS).reply(502);
    await update(stores);
    nock(API)
      .get(/commits\/head-1\/check-runs/)
      .reply(200, { total_count: 0, check_runs: [] });
    nock(API).post(RUNS).reply(201, { id: 5 });

    expect(await update(stores)).toBe(true);
  });
});
