import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { API } from "../../../dev/simulation/world/world.ts";
import type { Gap } from "../../../src/ingest/gap.ts";
import { checkInstallations } from "../../../src/ingest/sources/installations.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores } from "../../support/stores.ts";

useNock();

/** Checks against what GitHub lists; returns the gaps that it found. */
async function check(stores: Stores, listed: object[], now = at(9)): Promise<Gap[]> {
  nock(API).get("/app/installations?per_page=100").reply(200, listed);
  const gaps: Gap[] = [];
  await checkInstallations({
    stores,
    authenticateApp: async () => octokit,
    log: pino({ level: "silent" }),
    clock: () => now,
    onGap: async (gap) => void gaps.push(gap),
  });
  return gaps;
}

const THERE = { id: 1, suspended_at: null };
const SUSPENDED = { id: 1, suspended_at: "2026-11-01T00:00:00Z" };

const isActive = async (stores: Stores) => (await stores.repositories.listActive()).length > 0;

describe("an installation", () => {
  it("that was suspended, and let in again, while nobody listened is found to be", async () => {
    const stores = await openTestStores();
    expect(await check(stores, [THERE])).toEqual([]);
    expect(await isActive(stores)).toBe(true);

    await check(stores, [SUSPENDED], at(5));
    expect(await isActive(stores)).toBe(false);
    expect(await check(stores, [THERE], at(6))).toEqual([{ installationId: 1, since: at(5) }]);
    expect(await isActive(stores)).toBe(true);
  });

  it("that is not there any more is left alone, and deleted after 30 days", async () => {
    const stores = await openTestStores();
    await check(stores, [], at(1));
    await check(stores, [], at(30));
    expect(await isActive(stores)).toBe(false);
    expect(await stores.repositories.list()).toHaveLength(1);

    await check(stores, [], at(32));
    expect(await stores.installations.list()).toEqual([]);
    expect(await stores.repositories.list()).toEqual([]);
  });

  it("that GitHub lists again has lost nothing", async () => {
    const stores = await openTestStores();
    await check(stores, [], at(1));

    expect(await check(stores, [THERE], at(20))).toEqual([{ installationId: 1, since: at(1) }]);
    expect(await isActive(stores)).toBe(true);
  });
});
