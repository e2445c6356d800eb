import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { MINUTE_MS } from "../../src/domain/durations.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { progressPage } from "../../src/pages/progress-page.ts";
import { createFirstDigest } from "../../src/server/first-digest.ts";
import { createHookLog } from "../../src/server/hook-log.ts";
import { readProgress } from "../../src/server/progress.ts";
import type { Backfill } from "../../src/storage/backfill.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy, merge } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const NOW = at(12);

const progressOf = (stores: Stores, now = NOW) =>
  readProgress({
    stores,
    clock: () => now,
    hookLog: { find: async () => "none yet" },
    firstDigest: { find: async () => "waiting" },
  });

/** Requests the past of a repository, and sets how far it is read. */
async function readTo(stores: Stores, id: number, progress: Partial<Backfill>): Promise<void> {
  await stores.backfills.request({ repositoryId: id, since: at(1), at: NOW });
  const [backfill] = (await stores.backfills.list()).filter(({ repositoryId }) => repositoryId === id);
  if (backfill === undefined) expect.fail("there is no backfill");
  const rest = {
    installationId: 1,
    cursor: undefined,
    knownRange: undefined,
    mergedOnlyBefore: undefined,
    dueAt: NOW,
  };
  await stores.backfills.save({
    ...backfill,
    ...rest,
    paging: { size: 10, refused: 100, answered: 0 },
    ...progress,
  });
}

describe("the progress of an installation", () => {
  it("says of each repository how far it is read, and estimates the rest by the pace", async () => {
    const stores = await openTestStores();
    for (const id of [2, 3, 4]) await stores.repositories.remember({ ...SHOP, id, name: `r${id}` });
    await readTo(stores, SHOP.id, { phase: "pulls", done: 300, total: 1200 });
    await readTo(stores, 2, { phase: "releases", done: 40 });
    await readTo(stores, 3, {});
    await readTo(stores, 4, {
      state: "failed",
      phase: "play",
      problems: ["notes: \u001b[31mno\u202e answer"],
    });

    const found = await progressOf(stores, new Date(NOW.getTime() + 10 * MINUTE_MS));

    expect(found).toMatchObject({
      counts: { repositories: 4, read: 1, waiting: 1 },
      reading: ["acme/r2: releases (part 6 of 11)", "acme/shop: 300 of about 1200 pull requests"],
      minutesLeft: 9,
      lacking: ["acme/r4: notes:  [31mno  answer"],
    });
    expect((await progressOf(stores)).minutesLeft).toBeUndefined();
  });

  it("names what GitHub refuses, with the remedy", async () => {
    const stores = await openTestStores();
    await stores.refusals.save({ repositoryId: SHOP.id, refused: "issues", reason: "issues-off", at: NOW });

    expect((await progressOf(stores)).lacking).toEqual([
      expect.stringMatching(/^no digest issue in 1 repository, /),
    ]);
  });

  it("is small and quick with a thousand repositories", async () => {
    const stores = await openTestStores();
    for (let id = 100; id < 1_100; id++) {
      await stores.repositories.remember({ ...SHOP, id, name: `repository-${id}` });
      await stores.backfills.request({ repositoryId: id, since: at(1), at: NOW });
    }
    const started = performance.now();
    const { body } = progressPage(await progressOf(stores));

    expect(performance.now() - started).toBeLessThan(1_000);
    expect(body.text.length).toBeLessThan(10_000);
    expect(body.text).toContain("1000 waiting");
  });
});

describe("the preview of the first digest", () => {
  useNock();

  const previewOf = (stores: Stores, failing = false) =>
    createFirstDigest(
      {
        stores,
        log: pino({ level: "silent" }),
        clock: () => NOW,
        authenticate: async () => octokit,
        authenticateOwner: async () => octokit,
        settings: settingsWith(),
        compute: failing
          ? { ...createComputer(stores), digest: () => Promise.reject(new Error("no")) }
          : createComputer(stores),
        definitionUrl: undefined,
      },
      "https://github.com",
    );

  async function shipped(): Promise<Stores> {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    await merge(stores, 1, at(4));
    await deploy(stores, 2, "m1", at(4, 12));
    return stores;
  }

  it("waits for the past, is computed once, and writes nothing to GitHub", async () => {
    const stores = await shipped();
    const board = serveBoard("acme/shop");
    await readTo(stores, SHOP.id, { phase: "pulls" });
    const preview = previewOf(stores);

    expect(await preview.find()).toBe("waiting");
    await readTo(stores, SHOP.id, { state: "done", finishedAt: NOW });
    expect(await preview.find()).toBe("computing");
    await expect
      .poll(() => preview.find())
      .toMatchObject({
        title: "Plimsoll · acme/shop · 2026-W45",
        body: expect.stringContaining("plimsoll:digest"),
      });
    expect(await preview.find()).toBe(await preview.find());
    expect(board.requests.filter((each) => !each.startsWith("GET"))).toEqual([]);
    expect([board.writes, await stores.operations.listLastDigests(1)]).toEqual([[], []]);
  });

  it("keeps to the floor", async () => {
    const preview = previewOf(await shipped());
    await preview.find();
    await expect.poll(async () => JSON.stringify(await preview.find())).toMatch(/fewer than|withheld/);
    expect(JSON.stringify(await preview.find())).not.toContain("ada");
  });

  it("gives its place to the issue", async () => {
    const stores = await shipped();
    const key = { repositoryId: SHOP.id, scope: "repository", week: "2026-W45" } as const;
    await stores.digests.save({
      ...key,
      ...{ issueNumber: 9, shown: "", written: "", publishedAt: NOW, headline: "2026-W45" },
      ...{ isFinal: false, isClosed: false },
    });

    expect(await previewOf(stores).find()).toEqual({ issueUrl: "https://github.com/acme/shop/issues/9" });
  });

  it("says that it failed, and fails no page", async () => {
    const preview = previewOf(await shipped(), true);
    await preview.find();

    await expect.poll(() => preview.find()).toBe("failed");
  });
});

describe("GitHub's log of deliveries", () => {
  const attempt = (status: string, code: number) => ({
    delivered_at: "2026-11-12T12:01:30Z",
    status,
    status_code: code,
  });
  const logOf = (answer: () => Promise<object>) => {
    let asked = 0;
    const listWebhookDeliveries = async () => {
      asked++;
      return answer();
    };
    const client = { rest: { apps: { listWebhookDeliveries } } } as unknown as typeof octokit;
    let now = NOW;
    return {
      log: createHookLog({ authenticateApp: async () => client, clock: () => now }),
      asked: () => asked,
      wait: () => {
        now = new Date(now.getTime() + MINUTE_MS);
      },
    };
  };

  it.each([
    ["an accepted one", [attempt("OK", 202), attempt("failed", 502)], { reachedAt: "2026-11-12 12:01" }],
    [
      "a refused one",
      [attempt("Invalid HTTP Response: 404", 404)],
      { failedAt: "2026-11-12 12:01", cause: "answered 404", remedy: expect.stringContaining("its proxy") },
    ],
    [
      "one without an answer",
      [attempt("failed to connect to host", 0)],
      { failedAt: "2026-11-12 12:01", cause: "failed to connect to host", remedy: expect.anything() },
    ],
    ["none", [], "none yet"],
  ])("shows %s", async (_, data, shown) => {
    expect(await logOf(async () => ({ data })).log.find()).toEqual(shown);
  });

  it("is asked for once while GitHub cannot be reached, since a person waits", async () => {
    let asked = 0;
    const unreachable = async () => {
      asked++;
      throw new TypeError("fetch failed");
    };
    const client = new PlimsollOctokit({
      request: { fetch: unreachable },
      retry: { retryAfterBaseValue: 1 },
    });
    const log = createHookLog({ authenticateApp: async () => client, clock: () => NOW });

    expect([await log.find(), asked]).toEqual(["unknown", 1]);
  });

  it("is read at most once in a while, and an unread one fails no page", async () => {
    const { log, asked, wait } = logOf(() => Promise.reject(new Error("no")));

    expect([await log.find(), await log.find(), asked()]).toEqual(["unknown", "unknown", 1]);
    wait();
    expect([await log.find(), asked()]).toEqual(["unknown", 2]);
  });
});
