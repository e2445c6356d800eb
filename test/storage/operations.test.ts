import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { createOperationsStore } from "../../src/storage/operations.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { HANGING_MS } from "../support/limits.ts";
import { openTestStores } from "../support/stores.ts";

/** Marks the check run of a pull request stale, and returns it as its worker would get it. */
async function takeStale({ checkRuns }: Stores, number: number) {
  const key = { repositoryId: SHOP.id, headSha: `head-${number}`, number };
  await checkRuns.markStale(key, { at: at(number), isUrgent: true });
  const stale = await checkRuns.findNextStale(at(30), []);
  if (stale === undefined) throw new Error("nothing is stale");
  return stale;
}

describe("what those ask who run the server", () => {
  it("tells check runs that wait from those that fail, and from those that were given up", async () => {
    const stores = await openTestStores();
    expect(await stores.operations.loadCheckRunQueue()).toEqual({
      stale: 0,
      oldestStaleSince: undefined,
      failing: 0,
      failed: 0,
    });

    await stores.checkRuns.putOff(await takeStale(stores, 2), undefined);
    await stores.checkRuns.putOff(await takeStale(stores, 3), { at: at(31), attempts: 1 });
    await stores.checkRuns.markUnneeded(await takeStale(stores, 4));
    await takeStale(stores, 5);

    expect(await stores.operations.loadCheckRunQueue()).toEqual({
      stale: 2,
      oldestStaleSince: at(3),
      failing: 1,
      failed: 1,
    });
  });

  it("no longer has a check run given up once something of its change happens", async () => {
    const stores = await openTestStores();
    await stores.checkRuns.putOff(await takeStale(stores, 2), undefined);
    await takeStale(stores, 2);

    expect(await stores.operations.loadCheckRunQueue()).toMatchObject({ stale: 1, failing: 0, failed: 0 });
  });

  it("remembers when the server was last found ready", async () => {
    const { operations } = await openTestStores();
    expect(await operations.findLastHeartbeat()).toBeUndefined();
    await operations.saveHeartbeat(at(2));
    await operations.saveHeartbeat(at(3));

    expect(await operations.findLastHeartbeat()).toEqual(at(3));
  });

  it("waits for no lock to learn whether the store can be written", async () => {
    const file = newPath("plimsoll.db");
    const database = openDatabase(`file:${file}`);
    // Whoever waited for the lock would wait for ever.
    database.$client.pragma(`busy_timeout = ${HANGING_MS}`);
    const other = new SqliteDatabase(file);
    other.exec("begin immediate");

    await expect(createOperationsStore(database.$sql).saveHeartbeat(at(2))).rejects.toThrow(
      "database is locked",
    );

    expect(database.$client.pragma("busy_timeout", { simple: true })).toBe(HANGING_MS);
    other.close();
    database.$client.close();
  });
});
