import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { servePast } from "../../../dev/simulation/past/github-past.ts";
import { longPast, NOW } from "../../../dev/simulation/past/long-past.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { createComputer } from "../../../src/digests/computer.ts";
import { sealFinalWeeks } from "../../../src/digests/seal-weeks.ts";
import { publishDueDigests } from "../../../src/digests/weekly.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import { serveBoard } from "../../support/board.ts";
import { octokit, useNock } from "../../support/github.ts";
import { deploy } from "../../support/ship.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const DAY = 86_400_000;
const log = pino({ level: "silent" });

const seal = (stores: Stores, now: Date) =>
  sealFinalWeeks({ stores, log, clock: () => now, compute: createComputer(stores) });

const publish = (stores: Stores, now: Date) =>
  publishDueDigests({
    ...{ stores, log, clock: () => now, settings: settingsWith(), compute: createComputer(stores) },
    authenticate: async () => octokit,
    authenticateOwner: async () => octokit,
    definitionUrl: undefined,
  });

describe("while the past of a repository is being read", () => {
  useNock();

  it("no digest is published, and it is once that is over", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(3));
    const board = serveBoard("acme/shop");
    await request(stores, at(12));
    await publish(stores, at(12));

    expect(board.issues).toEqual([]);
    servePast({ world: new Map(), head: undefined, pulls: [], reviews: [], pushes: [], statuses: [] });
    await backfill(stores, { now: at(12) });
    await publish(stores, at(12, 1));

    expect(board.issues).toHaveLength(1);
  });

  it("no week is sealed, however long ago it was", async () => {
    servePast(longPast({ pulls: 30, deployEvery: 3 }));
    const stores = await openTestStores();
    await request(stores, NOW);
    // Pull requests are known by then, and no deployment is.
    await backfill(stores, { now: NOW, goesOn: (turns) => turns < 3 });
    const muchLater = new Date(NOW.getTime() + 400 * DAY);
    await seal(stores, muchLater);

    expect(await stores.seals.find(SHOP.id, "2026-W40")).toBeUndefined();
    await backfill(stores, { now: NOW });
    await seal(stores, muchLater);

    expect(await stores.seals.find(SHOP.id, "2026-W40")).toMatchObject({
      changes: { merged: 3, arrived: 3 },
    });
  });
});
