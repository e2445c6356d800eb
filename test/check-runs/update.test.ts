import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { checkRunWork } from "../../src/check-runs/update.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { commit, openTestStores, pullRequest, readChange, settingsWith } from "../support/stores.ts";

const RUNS = "/repos/acme/shop/check-runs";
const KEY = { repositoryId: SHOP.id, headSha: "head-1", number: 1 };

async function openStoresWithPull(): Promise<Stores> {
  const stores = await openTestStores();
  await stores.changes.save(pullRequest(1));
  return stores;
}

/** Marks the check run stale and brings it up to date, as of the 9th; `true` when it is up to date afterwards. */
async function update(
  stores: Stores,
  { isForced = false, isQueueHead = false, key = KEY, settings = settingsWith() } = {},
): Promise<boolean> {
  await stores.checkRuns.markStale(key, { at: at(9), isUrgent: true, isForced, isQueueHead });
  const log = pino({ level: "silent" });
  const work = checkRunWork({
    ...{ stores, log, clock: () => at(9), authenticate: async () => octokit },
    settings,
    definitionUrl: undefined,
  });
  const stale = await work.next([]);
  if (stale !== undefined) await work.work(stale);
  return (await stores.checkRuns.findNextStale(at(30), [])) === undefined;
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

    expect(await update(stores, { isForced: true })).toBe(true);
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

  it("is not written where the config switched it off, but kept right where it stands", async () => {
    const stores = await openStoresWithPull();
    const settings = settingsWith({}, { check: { enabled: false } });
    expect(await update(stores, { settings })).toBe(true);

    nock(API).post(RUNS).reply(201, { id: 5 });
    await update(stores);
    await stores.changes.save(pullRequest(1, { state: "closed", updatedAt: at(3) }));
    nock(API).patch(`${RUNS}/5`).reply(200, {});
    expect(await update(stores, { settings })).toBe(true);
  });

  it("shows in full why the config cannot be used", async () => {
    const stores = await openStoresWithPull();
    nock(API)
      .post(RUNS, ({ output }) =>
        output.summary.includes('\n    exclud: unknown key: did you mean "exclude"?\n'),
      )
      .reply(201, { id: 5 });

    const problem = 'exclud: unknown key: did you mean "exclude"?';
    expect(await update(stores, { settings: settingsWith({}, { problem }) })).toBe(true);
  });
});

describe("the check run of an agent's pull request that declares nothing", () => {
  useNock();
  const asking = (policy: "off" | "note" | "require") =>
    settingsWith({}, { disclosure: { policy, trailers: undefined } });

  async function openAgentsPull(): Promise<Stores> {
    const stores = await openTestStores();
    await stores.commits.save(SHOP.id, [commit("own", "base")]);
    await stores.changes.save(pullRequest(1, { branchTool: "codex" }));
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, readChange({ own: ["own"] }));
    return stores;
  }

  it.each([
    ["require", "failure", "No AI assistance declared · branch of OpenAI Codex"],
    ["note", "neutral", "No AI assistance declared · branch of OpenAI Codex"],
    ["off", "neutral", "No AI assistance declared"],
  ] as const)("where the config says %s has the conclusion %s", async (policy, conclusion, title) => {
    nock(API)
      .post(RUNS, (body) => body.conclusion === conclusion && body.output.title === title)
      .reply(201, { id: 5 });

    expect(await update(await openAgentsPull(), { settings: asking(policy) })).toBe(true);
  });

  it("fails no more once the config asks for nothing, or a commit declares", async () => {
    const stores = await openAgentsPull();
    nock(API)
      .post(RUNS, ({ conclusion }) => conclusion === "failure")
      .reply(201, { id: 5 });
    await update(stores, { settings: asking("require") });

    nock(API)
      .patch(`${RUNS}/5`, ({ conclusion }) => conclusion === "neutral")
      .reply(200, {});
    expect(await update(stores, { settings: asking("off") })).toBe(true);

    const evidence = [{ kind: "trailer", tool: "codex", key: "assisted-by" }] as const;
    const declared = {
      ...commit("own", "base"),
      attribution: "declared",
      tools: ["codex"],
      evidence,
    } as const;
    await stores.commits.save(SHOP.id, [declared]);
    nock(API)
      .patch(`${RUNS}/5`, ({ conclusion }) => conclusion === "success")
      .reply(200, {});
    expect(await update(stores, { settings: asking("require") })).toBe(true);
  });
});

describe("the check run on the head of a merge queue", () => {
  useNock();

  it.each([
    [1, "No AI assistance declared"],
    [99, "Merge queue: see the check of each pull request"],
    [0, "Merge queue: see the check of each pull request"],
  ])("for pull request %i says %s", async (number, title) => {
    const stores = await openTestStores();
    await stores.commits.save(SHOP.id, [commit("own", "base")]);
    await stores.changes.save(pullRequest(1));
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, readChange({ own: ["own"] }));
    nock(API)
      .post(RUNS, (body) => body.head_sha === "queued" && body.output.title === title)
      .reply(201, { id: 6 });

    const key = { repositoryId: SHOP.id, headSha: "queued", number };
    expect(await update(stores, { key, isQueueHead: true })).toBe(true);
  });
});
