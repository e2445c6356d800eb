import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { commit, openTestStores } from "../support/stores.ts";

const RANGE = { base: "m0", head: "m1" };
const KNOWN = { commits: [], isComplete: true };

/** A shop that deployed `m0`, and a day later `m1`; all commits are known, and between them nothing is. */
async function openUnrelated(): Promise<Stores> {
  const stores = await openTestStores();
  await stores.commits.save(SHOP.id, [commit("m0"), commit("m1", "m0")]);
  for (const [id, sha] of [
    [1, "m0"],
    [2, "m1"],
  ] as const) {
    const deployment = { id, sha, environment: "production", isProduction: true, isTransient: false };
    const status = { state: "success", at: at(1 + id), environment: undefined } as const;
    const report = {
      repositoryId: SHOP.id,
      deployment: { ...deployment, creator: undefined },
      statuses: [status],
    };
    await stores.deployments.save(report);
  }
  await stores.commits.saveRange(SHOP.id, RANGE, undefined);
  await play(stores);
  return stores;
}

async function play({ timelines }: Stores): Promise<void> {
  while ((await timelines.applyNext(SHOP.id)) !== undefined);
}

async function reasonsOf({ histories }: Stores) {
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(30) };
  return (await histories.loadWindow(SHOP.id, window)).effects.map(({ reason }) => reason);
}

describe("a stretch of history", () => {
  it("R2: that is read after all replaces what was recorded, and the effects after it are derived anew", async () => {
    const stores = await openUnrelated();
    expect(await reasonsOf(stores)).toEqual(["baseline", "range-unknown"]);
    await stores.commits.saveRange(SHOP.id, RANGE, KNOWN);
    await play(stores);

    expect(await reasonsOf(stores)).toEqual(["baseline", undefined]);
  });

  it("R2: that was read stays so, though GitHub forgets it", async () => {
    const stores = await openUnrelated();
    await stores.commits.saveRange(SHOP.id, RANGE, KNOWN);
    await stores.commits.saveRange(SHOP.id, RANGE, undefined);
    await play(stores);

    expect(await reasonsOf(stores)).toEqual(["baseline", undefined]);
  });
});
