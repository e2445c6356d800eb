import { describe, expect, it } from "vitest";
import { at, deployment } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { NO_RULES, openTestStores, pullRequest } from "../support/stores.ts";

const DAY = 86_400_000;
const daysAfter = (date: Date, days: number) => new Date(date.getTime() + days * DAY);

/** Records an approval by somebody, and the same one anew later, which tells whether it was still known. */
async function approve(stores: Stores, number: number, reviewer: string, on: Date): Promise<void> {
  await stores.reviews.save({ repositoryId: SHOP.id, number, reviewer, isApproval: true, at: on });
}

const builderOf = async (stores: Stores) => (await stores.histories.loadAll(SHOP.id)).changes[0]?.builder;

describe("who is forgotten", () => {
  it.each([
    ["open", 0, "reviewer"],
    ["open", 90, "reviewer"],
    ["closed", 27, "reviewer"],
    ["closed", 29, undefined],
    ["merged", 90, "reviewer"],
  ] as const)("a pull request that is %s for %i days is approved by %s", async (state, days, reviewer) => {
    const stores = await openTestStores();
    const merged = { state: "merged", mergeSha: "m1", mergedAt: at(3) } as const;
    await stores.changes.save(
      pullRequest(1, state === "merged" ? { ...merged, updatedAt: at(3) } : { state, updatedAt: at(3) }),
    );
    await approve(stores, 1, "reviewer", at(3));
    await stores.seals.forgetClosed(daysAfter(at(3), days - 28));
    await stores.changes.save(pullRequest(1, { ...merged, updatedAt: daysAfter(at(3), 100) }));

    expect(await builderOf(stores)).toBe(reviewer);
  });

  it.each([
    ["is known after 27 days", 27, "asker"],
    ["is forgotten after 29 days", 29, undefined],
  ] as const)("G45: who asked for a pull request that was closed %s", async (_, days, asker) => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1, { state: "closed", updatedAt: at(3) }));
    await stores.changes.saveAsker({ repositoryId: SHOP.id, id: "#1" }, "asker");
    await stores.seals.forgetClosed(daysAfter(at(3), days - 28));
    const merged = {
      state: "merged",
      mergeSha: "m1",
      mergedAt: at(3),
      updatedAt: daysAfter(at(3), 100),
    } as const;
    await stores.changes.save(pullRequest(1, merged));

    expect(await builderOf(stores)).toBe(asker);
  });

  it("G45: is who asked for a pull request of a sealed week, for good", async () => {
    const stores = await openTestStores();
    const key = { repositoryId: SHOP.id, id: "#1" };
    const merged = { state: "merged", mergeSha: "m1", mergedAt: at(3), updatedAt: at(3) } as const;
    await stores.changes.save(pullRequest(1, merged));
    await stores.changes.saveAsker(key, "asker");
    const digest = await computeDigest(stores, { repository: SHOP, week: "2026-W45", now: at(20) });
    await stores.seals.seal("2026-W45", [{ repositoryId: SHOP.id, from: at(1), until: at(9), digest }]);
    const token = await builderOf(stores);
    await stores.changes.saveAsker(key, "asker");

    expect(token).not.toBe("asker");
    expect(await builderOf(stores)).toBe(token);
  });

  it("are people who filed deployments long ago, but for those that the config names", async () => {
    const stores = await openTestStores();
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: new Date(0), creators: ["named"] });
    for (const [id, creator, on] of [
      [1, "somebody", at(3)],
      [2, "named", at(3)],
      [3, "somebody", at(20)],
    ] as const) {
      const { statuses, ...filed } = deployment(id, "m1", on);
      const report = { ...filed, creator: { id: creator, kind: "person" as const } };
      await stores.deployments.save({ repositoryId: SHOP.id, deployment: report, statuses });
    }
    await stores.seals.forgetCreators(SHOP.id, at(10));

    const { deployments } = await stores.histories.loadAll(SHOP.id);
    const creators = deployments.map(({ id, creator }) => [id, creator?.id]).sort();
    expect(creators).toEqual([
      [1, ""],
      [2, "named"],
      [3, "somebody"],
    ]);
  });
});
