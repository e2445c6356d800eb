import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API, serveCommits, type WorldCommit } from "../../dev/simulation/world/world.ts";
import { reattributionWork } from "../../src/ingest/reattribute.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, pullRequest, readChange, settingsWith } from "../support/stores.ts";

const KEY = { repositoryId: SHOP.id, id: "#1" };
const WORLD = new Map<string, WorldCommit>([
  ["base", { parents: [], message: "Begin" }],
  [
    "head",
    { parents: ["base"], message: "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>", files: ["a.ts"] },
  ],
]);

/** Stores with a pull request whose one commit was read with an old table that knew no agent. */
async function openOutdatedStores(): Promise<Stores> {
  const stores = await openTestStores();
  const agentsVersion = "2020-01-01";
  const commit = { sha: "head", parents: ["base"], tools: [], evidence: [], hints: [], agentsVersion };
  await stores.changes.save(pullRequest(1, { headSha: "head" }));
  await stores.commits.save(SHOP.id, [{ ...commit, attribution: "undeclared" }]);
  await stores.changes.saveRead(KEY, readChange({ own: ["head"], agentsVersion }));
  return stores;
}

/** Takes what is next, works it, and tells how many times there was something, within a minute. */
async function work(stores: Stores): Promise<number> {
  let now = at(9).getTime();
  const log = pino({ level: "silent" });
  const clock = () => new Date(now);
  const source = reattributionWork({
    stores,
    log,
    clock,
    authenticate: async () => octokit,
    onStale: () => {},
    settings: settingsWith(),
  });
  let worked = 0;
  for (; now < at(9, 0, 1).getTime(); now += 1_000) {
    const item = await source.next([]);
    if (item === undefined) continue;
    worked += 1;
    await source.work(item);
  }
  return worked;
}

describe("a change that was attributed with an older table of agents", () => {
  useNock();

  it("is attributed again, once, and its check run with it", async () => {
    const stores = await openOutdatedStores();
    serveCommits(WORLD);

    expect(await work(stores)).toBe(1);
    expect((await stores.changes.find(SHOP.id, 1))?.commits).toMatchObject([{ tools: ["claude-code"] }]);
    expect(await stores.checkRuns.findNextStale(at(9), [])).toMatchObject({ number: 1 });
  });

  it("keeps what it had when GitHub does not know its commits any more, and is done", async () => {
    const stores = await openOutdatedStores();
    serveCommits(new Map());

    expect(await work(stores)).toBe(1);
    expect((await stores.changes.find(SHOP.id, 1))?.commits).toMatchObject([{ sha: "head" }]);
  });

  it("waits ten minutes when GitHub fails, and keeps what it had", async () => {
    const stores = await openOutdatedStores();
    nock(API)
      .get(/compare/)
      .reply(403, { message: "Forbidden" });

    expect(await work(stores)).toBe(1);
    expect((await stores.changes.find(SHOP.id, 1))?.commits).toMatchObject([{ attribution: "undeclared" }]);
  });
});
