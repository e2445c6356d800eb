import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { checkRunWork } from "../../src/check-runs/update.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy } from "../support/ship.ts";
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
    const settings = settingsWith({}, { check: { enabled: false, show: "all" } });
    expect(await update(stores, { settings })).toBe(true);

    nock(API).post(RUNS).reply(201, { id: 5 });
    await update(stores);
    await stores.changes.save(pullRequest(1, { state: "closed", updatedAt: at(3) }));
    nock(API).patch(`${RUNS}/5`).reply(200, {});
    expect(await update(stores, { settings })).toBe(true);
  });

  it("links the digest of its week once it is written anyway, and is not written for it", async () => {
    const stores = await openStoresWithPull();
    const merged = { state: "merged", mergedAt: at(2), mergeSha: "m" } as const;
    await stores.changes.save(pullRequest(1, merged));
    const linked =
      (isLinked: boolean) =>
      ({ output }: nock.DataMatcherMap) =>
        JSON.stringify(output).includes("Digest of 2026-W45: #34") === isLinked;
    nock(API).post(RUNS, linked(false)).reply(201, { id: 5 });
    await update(stores);

    const digest = {
      repositoryId: SHOP.id,
      scope: "repository",
      week: "2026-W45",
      headline: "2026-W45",
    } as const;
    const issue = {
      issueNumber: 34,
      shown: "",
      written: "",
      publishedAt: at(9),
      isFinal: false,
      isClosed: false,
    };
    await stores.digests.save({ ...digest, ...issue });
    expect(await update(stores)).toBe(true);

    nock(API).patch(`${RUNS}/5`, linked(true)).reply(200, {});
    expect(await update(stores, { isForced: true })).toBe(true);
  });

  it("names the environments that a merged change waits for", async () => {
    const stores = await openStoresWithPull();
    await deploy(stores, 1, "m0", at(1));
    await stores.changes.save(pullRequest(1, { state: "merged", mergedAt: at(2), mergeSha: "m1" }));
    nock(API)
      .post(RUNS, ({ output }) =>
        output.summary.startsWith("Merged; it waits for a successful deployment to `production`"),
      )
      .reply(201, { id: 5 });

    expect(await update(stores)).toBe(true);
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

describe("the check run by what the config lets it show", () => {
  useNock();
  const showing = (show: "all" | "declared" | "off", policy = {}) =>
    settingsWith({}, { check: { enabled: true, show }, ...policy });
  const asking = (policy: "note" | "require") => ({ disclosure: { policy, trailers: undefined } });
  const expectCreated = () => nock(API).post(RUNS).reply(201, { id: 5 });

  async function openDeclared(): Promise<Stores> {
    const stores = await openStoresWithPull();
    const evidence = [{ kind: "trailer", tool: "codex" }] as const;
    const own = { ...commit("own", "base"), attribution: "declared", tools: ["codex"], evidence } as const;
    await stores.commits.save(SHOP.id, [own]);
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, readChange({ own: ["own"] }));
    return stores;
  }

  it.each([
    ["all", "nothing is declared", openStoresWithPull, showing("all"), true],
    ["declared", "nothing is declared", openStoresWithPull, showing("declared"), false],
    ["declared", "a tool is", openDeclared, showing("declared"), true],
    ["declared", "the config is invalid", openStoresWithPull, showing("declared", { problem: "x" }), true],
    ["declared", "it is required", openStoresWithPull, showing("declared", asking("require")), true],
    ["declared", "a person is asked nothing", openStoresWithPull, showing("declared", asking("note")), false],
    ["off", "a tool is", openDeclared, showing("off"), false],
    ["off", "the config is invalid", openStoresWithPull, showing("off", { problem: "x" }), false],
  ])("%s, where %s", async (_, __, open, settings, isCreated) => {
    const stores = await open();
    const created = expectCreated();

    expect(await update(stores, { settings })).toBe(true);
    expect(created.isDone()).toBe(isCreated);
    nock.cleanAll();
  });

  it("is there for a silent agent that is asked for a note", async () => {
    const stores = await openTestStores();
    await stores.commits.save(SHOP.id, [commit("own", "base")]);
    await stores.changes.save(pullRequest(1, { branchTool: "codex" }));
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, readChange({ own: ["own"] }));
    expectCreated();

    expect(await update(stores, { settings: showing("declared", asking("note")) })).toBe(true);
  });

  it.each([
    ["declared", false],
    ["off", false],
    ["all", true],
  ] as const)("%s, on a merge queue's head of an unknown pull request: %s", async (show, isCreated) => {
    const stores = await openTestStores();
    const created = expectCreated();

    const key = { repositoryId: SHOP.id, headSha: "queued", number: 0 };
    expect(await update(stores, { key, isQueueHead: true, settings: showing(show) })).toBe(true);
    expect(created.isDone()).toBe(isCreated);
    nock.cleanAll();
  });

  it("is skipped with one write when it may show nothing any more, and comes back with one", async () => {
    const stores = await openStoresWithPull();
    expectCreated();
    await update(stores);

    const skipped = ({ conclusion, output }: nock.DataMatcherMap) =>
      conclusion === "skipped" && JSON.stringify(output).includes("Nothing to show");
    nock(API).patch(`${RUNS}/5`, skipped).reply(200, {});
    expect(await update(stores, { settings: showing("declared") })).toBe(true);
    expect(await update(stores, { settings: showing("off") })).toBe(true);

    await stores.changes.save(pullRequest(1, { state: "closed", updatedAt: at(3) }));
    expect(await update(stores, { settings: showing("off") })).toBe(true);

    nock(API)
      .patch(`${RUNS}/5`, ({ conclusion }) => conclusion === "neutral")
      .reply(200, {});
    expect(await update(stores, { settings: showing("all") })).toBe(true);
  });

  it("fails no more once it is off", async () => {
    const stores = await openTestStores();
    await stores.commits.save(SHOP.id, [commit("own", "base")]);
    await stores.changes.save(pullRequest(1, { branchTool: "codex" }));
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, readChange({ own: ["own"] }));
    nock(API)
      .post(RUNS, ({ conclusion }) => conclusion === "failure")
      .reply(201, { id: 5 });
    await update(stores, { settings: showing("declared", asking("require")) });

    nock(API)
      .patch(`${RUNS}/5`, ({ conclusion }) => conclusion === "skipped")
      .reply(200, {});
    expect(await update(stores, { settings: showing("off") })).toBe(true);
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
    ["require", "failure", "Declaration required · branch of OpenAI Codex"],
    ["note", "neutral", "Declaration missing · branch of OpenAI Codex"],
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
    [99, "See the check of each pull request"],
    [0, "See the check of each pull request"],
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
