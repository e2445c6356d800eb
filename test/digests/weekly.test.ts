import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { dueWeek } from "../../src/digests/due-weeks.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { DEFAULT_POLICY, type DigestPolicy } from "../../src/domain/policy.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy, merge } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

function publishDue(stores: Stores, now: Date): Promise<void> {
  return publishDueDigests({
    ...{ stores, log: pino({ level: "silent" }), clock: () => now },
    authenticate: async () => octokit,
    authenticateOwner: async () => octokit,
    settings: settingsWith(),
    compute: createComputer(stores),
    definitionUrl: undefined,
  });
}

async function say(stores: Stores, digest: Partial<DigestPolicy>): Promise<void> {
  const policy = { ...DEFAULT_POLICY, digest: { ...DEFAULT_POLICY.digest, ...digest } };
  await stores.settings.save(SHOP.id, { source: "repository", policy, problem: undefined });
}

describe("the week of a digest", () => {
  const MONDAY = { day: "monday", hour: 9 } as const;
  const WEDNESDAY = { day: "wednesday", hour: 14 } as const;

  it.each([
    [at(9, 8), "UTC", MONDAY, "2026-W44"],
    [at(9, 9), "UTC", MONDAY, "2026-W45"],
    [at(15, 23), "UTC", MONDAY, "2026-W45"],
    [at(16, 9), "UTC", MONDAY, "2026-W46"],
    [at(9, 8), "Europe/Berlin", MONDAY, "2026-W45"],
    [at(11, 13), "UTC", WEDNESDAY, "2026-W44"],
    [at(11, 14), "UTC", WEDNESDAY, "2026-W45"],
    // Clocks went forward in that week.
    [new Date("2026-03-30T06:59Z"), "Europe/Berlin", MONDAY, "2026-W12"],
    [new Date("2026-03-30T07:00Z"), "Europe/Berlin", MONDAY, "2026-W13"],
    [new Date("2026-03-29T07:00Z"), "Europe/Berlin", { day: "sunday", hour: 9 } as const, "2026-W12"],
  ])("as of %s in %s, with %j, is %s", (now, zone, policy, week) => {
    expect(dueWeek(now, zone, policy)).toBe(week);
  });
});

describe("the weekly digest", () => {
  useNock();

  it("is published once, also when Monday was missed", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    const board = serveBoard("acme/shop");

    for (const now of [at(12), at(12, 1), at(13)]) await publishDue(stores, now);

    expect(board.writes).toEqual(["POST /labels", "POST /issues"]);
  });

  it("is published on the day and at the hour that the config says", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    await say(stores, { day: "wednesday", hour: 14 });
    const board = serveBoard("acme/shop");

    await publishDue(stores, at(11, 13));
    expect(board.issues).toEqual([]);

    await publishDue(stores, at(11, 14));
    expect(board.issues).toHaveLength(1);
  });

  it("is edited while its week fills, and closed when the next one is published", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    const board = serveBoard("acme/shop");
    await publishDue(stores, at(9, 9));
    await merge(stores, 1, at(8));

    await publishDue(stores, at(10));
    expect(board.issues[0]?.body).toContain("Too early to say");

    await publishDue(stores, at(11));
    await publishDue(stores, at(16, 9));
    expect(board.writes).toEqual([
      ...["POST /labels", "POST /issues", "PATCH /issues/1"],
      ...["POST /issues", "PATCH /issues/1"],
    ]);
    expect(board.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  it("is not published where the config switched it off", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    await say(stores, { enabled: false });

    await publishDue(stores, at(12));
  });

  it("is not published for a week before the installation", async () => {
    const stores = await openTestStores();
    await stores.installations.forget(1, at(9));
    await stores.installations.create({ id: 1, installedAt: at(10) });
    await stores.repositories.remember(SHOP);
    await deploy(stores, 1, "m0", at(3));

    await publishDue(stores, at(12));
  });

  it("is not published for a repository that never deployed to production", async () => {
    await publishDue(await openTestStores(), at(12));
  });

  it("of one repository is published though another one's fails, and that one is tried again", async () => {
    const stores = await openTestStores();
    await stores.repositories.remember({ ...SHOP, id: 3, name: "broken", hasIssues: true });
    await deploy(stores, 1, "m0", at(3));
    await deploy(stores, 2, "m0", at(3), 3);
    nock(API).get("/repos/acme/broken/issues").query(true).reply(502, {});
    const board = serveBoard("acme/shop");
    await publishDue(stores, at(12));
    expect(board.issues).toHaveLength(1);

    const mended = serveBoard("acme/broken");
    await publishDue(stores, at(12));
    expect(mended.issues).toHaveLength(1);
  });

  it("waits for the next hour with all that GitHub takes no more of the installation now", async () => {
    const stores = await openTestStores();
    await stores.repositories.remember({ ...SHOP, id: 3, name: "first", hasIssues: true });
    await deploy(stores, 1, "m0", at(3));
    await deploy(stores, 2, "m0", at(3), 3);
    nock(API).get("/repos/acme/first/issues").query(true).reply(403, {}, { "retry-after": "1800" });
    await publishDue(stores, at(12));

    const boards = [serveBoard("acme/first"), serveBoard("acme/shop")];
    await publishDue(stores, at(12, 1));
    expect(boards.map(({ issues }) => issues.length)).toEqual([1, 1]);
  });

  it("waits while the installation is suspended, and is not written where the repository is archived", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    await stores.repositories.remember({ ...SHOP, isArchived: true, hasIssues: true });
    await publishDue(stores, at(12));
    await stores.repositories.remember({ ...SHOP, isArchived: false });
    await stores.installations.suspend(1, at(11));
    await publishDue(stores, at(12));

    await stores.installations.resume(1);
    const board = serveBoard("acme/shop");
    await publishDue(stores, at(12));
    expect(board.issues).toHaveLength(1);
  });
});
