import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API } from "../../../dev/simulation/world/world.ts";
import { onInstallation } from "../../../src/ingest/events/installation.ts";
import type { Gap } from "../../../src/ingest/gap.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores } from "../../support/stores.ts";

const log = pino({ level: "silent" });

interface Sent {
  readonly action: "created" | "deleted" | "suspend" | "unsuspend";
  readonly id?: number;
  readonly created_at?: string | number;
  readonly now?: Date;
  readonly repositories?: { readonly id: number; readonly full_name: string }[];
}

const TOOLS = { id: 8, full_name: "acme/tools" };

/** Handles the event; returns the gaps that it found. */
async function send(stores: Stores, sent: Sent): Promise<Gap[]> {
  const { action, id = 1, created_at = 0, now = at(9), repositories = [] } = sent;
  const gaps: Gap[] = [];
  const options = { clock: () => now, onStale: () => {}, onGap: async (gap: Gap) => void gaps.push(gap) };
  const payload = { action, installation: { id, created_at }, repositories };
  await onInstallation(stores, options)({ octokit, log, receivedAt: at(2), payload });
  return gaps;
}

/** A delivery of the shop, received on the 9th. */
const DELIVERY = {
  id: "d1",
  event: "push",
  installationId: 1,
  repositoryId: SHOP.id,
  payload: "{}",
  receivedAt: at(9),
};

describe("an installation", () => {
  useNock();

  it.each([
    ["text", "2026-10-30T16:00:00Z"],
    ["seconds", Date.UTC(2026, 9, 30, 16) / 1000],
  ])("is dated by GitHub, which writes it as %s", async (_, created_at) => {
    const stores = await openTestStores();
    await send(stores, { action: "created", id: 2, created_at });

    expect((await stores.installations.find(2))?.installedAt).toEqual(new Date("2026-10-30T16:00:00Z"));
  });

  it("that is removed leaves nothing", async () => {
    const stores = await openTestStores();
    await send(stores, { action: "deleted" });

    expect(await stores.installations.find(1)).toBeUndefined();
    expect(await stores.repositories.find(SHOP.id)).toBeUndefined();
  });

  it("that is removed stays so when its creation is delivered later, and is there again when it is made anew", async () => {
    const stores = await openTestStores();
    await send(stores, { action: "deleted", now: at(9) });
    await send(stores, { action: "created", created_at: at(8).toISOString() });
    expect(await stores.installations.find(1)).toBeUndefined();
    expect(await stores.removals.isRemoved({ installationId: 1, repositoryId: undefined })).toBe(true);

    await send(stores, { action: "created", created_at: at(10).toISOString() });
    expect(await stores.installations.find(1)).toBeDefined();
    expect(await stores.removals.isRemoved({ installationId: 1, repositoryId: undefined })).toBe(false);
  });

  it("R6: has the past read of what it covers, asked for where GitHub does not tell that", async () => {
    const stores = await openTestStores();
    nock(API)
      .get("/installation/repositories")
      .query({ per_page: 100 })
      .reply(503, {})
      .get("/installation/repositories")
      .query({ per_page: 100 })
      .reply(200, { total_count: 1, repositories: [TOOLS] });
    const payload = { action: "created" as const, installation: { id: 2 } };
    const options = { clock: () => at(9), onStale: () => {} };
    const created = () => onInstallation(stores, options)({ octokit, log, receivedAt: at(9), payload });
    await expect(created()).rejects.toThrow();
    await created();

    expect(await stores.backfills.list()).toMatchObject([{ repositoryId: TOOLS.id }]);
  });

  it("whose creation is told late covers none of what was removed since", async () => {
    const stores = await openTestStores();
    await stores.repositories.forget({ id: SHOP.id, installationId: 1, at: at(8) });
    await send(stores, { action: "created", repositories: [{ id: SHOP.id, full_name: "acme/shop" }, TOOLS] });

    expect(await stores.repositories.list()).toMatchObject([{ id: TOOLS.id, name: "tools" }]);
  });

  it("that is suspended has its work wait, without a try, until it is not any more", async () => {
    const stores = await openTestStores();
    const key = { repositoryId: SHOP.id, headSha: "head", number: 1 };
    await send(stores, { action: "suspend" });
    await stores.deliveries.saveAll([DELIVERY]);
    await stores.checkRuns.markStale(key, { at: at(9), isUrgent: true });

    expect(await stores.deliveries.findNextDue(at(20), [])).toBeUndefined();
    expect(await stores.checkRuns.findNextStale(at(20), [])).toBeUndefined();
    expect(await stores.repositories.listActive()).toEqual([]);

    expect(await send(stores, { action: "unsuspend", now: at(20) })).toEqual([
      { installationId: 1, since: at(9) },
    ]);
    expect(await stores.deliveries.findNextDue(at(20), [])).toMatchObject({ id: "d1", attempts: 0 });
    expect(await stores.checkRuns.findNextStale(at(20), [])).toMatchObject(key);
    expect(await stores.repositories.listActive()).toMatchObject([SHOP]);
  });

  it("that is suspended twice has one gap from the first time on, and none when it was let in all the time", async () => {
    const stores = await openTestStores();
    await send(stores, { action: "suspend", now: at(5) });
    await send(stores, { action: "suspend", now: at(6) });

    expect(await send(stores, { action: "unsuspend" })).toEqual([{ installationId: 1, since: at(5) }]);
    expect(await send(stores, { action: "unsuspend" })).toEqual([]);
  });

  it("that is let in again keeps its gap until that could be asked for", async () => {
    const stores = await openTestStores();
    await send(stores, { action: "suspend", now: at(5) });
    const failing = {
      clock: () => at(9),
      onStale: () => {},
      onGap: () => Promise.reject(new Error("disk full")),
    };
    const payload = {
      action: "unsuspend" as const,
      installation: { id: 1, created_at: 0 },
      repositories: [],
    };

    await expect(
      onInstallation(stores, failing)({ octokit, log, receivedAt: at(2), payload }),
    ).rejects.toThrow("disk full");
    expect(await send(stores, { action: "unsuspend" })).toEqual([{ installationId: 1, since: at(5) }]);
  });

  it("that is suspended is still told of its end, and holds up no other", async () => {
    const stores = await openTestStores();
    await stores.installations.remember({ id: 2, installedAt: at(1) });
    await send(stores, { action: "suspend" });
    await stores.deliveries.saveAll([
      { ...DELIVERY, id: "waits" },
      { ...DELIVERY, id: "end", event: "installation", repositoryId: undefined },
      { ...DELIVERY, id: "other", installationId: 2, repositoryId: 8 },
    ]);

    expect(await stores.deliveries.findNextDue(at(9), [])).toMatchObject({ id: "end" });
    expect(await stores.deliveries.findNextDue(at(9), [-1])).toMatchObject({ id: "other" });
  });
});
