import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { PullRequest } from "../../src/domain/records/change.ts";
import { commit, openTestStores, pullRequest, readChange } from "../support/stores.ts";

const opened = pullRequest(1);
const pushed = pullRequest(1, { updatedAt: at(3), headSha: "head-2" });
const merged = pullRequest(1, {
  updatedAt: at(4),
  headSha: "head-2",
  state: "merged",
  mergeSha: "merge",
  mergedAt: at(4),
});

async function storedAfter(deliveries: readonly PullRequest[]) {
  const { changes } = await openTestStores();
  for (const delivery of deliveries) await changes.save(delivery);
  return changes.find(SHOP.id, 1);
}

describe("pull requests", () => {
  it.each([
    ["in order", [opened, pushed, merged]],
    ["backwards", [merged, pushed, opened]],
    ["twice", [opened, merged, opened, pushed, merged]],
  ])("are the same whether GitHub delivers them %s", async (_, deliveries) => {
    const { closings: _closings, ...told } = merged;
    expect(await storedAfter(deliveries)).toMatchObject({ ...told, commits: [] });
  });

  it("stay merged when a later update arrives that is not", async () => {
    expect(await storedAfter([merged, pullRequest(1, { updatedAt: at(5) })])).toMatchObject({
      state: "merged",
    });
  });

  it("take the same one of two pushes within a second, in either order", async () => {
    const other = { ...opened, headSha: "head-9" };

    expect((await storedAfter([opened, other]))?.headSha).toBe("head-9");
    expect((await storedAfter([other, opened]))?.headSha).toBe("head-9");
  });

  it("hold their own commits in GitHub's order, and those of the last head alone", async () => {
    const { changes, commits } = await openTestStores();
    const key = { repositoryId: SHOP.id, id: "#1" };
    await changes.save(opened);
    await commits.save(
      SHOP.id,
      ["c", "a", "b"].map((sha) => commit(sha)),
    );
    await changes.saveRead(key, readChange({ readFrom: "x...y", own: ["c"] }));
    await changes.saveRead(key, readChange({ readFrom: "x...z", own: ["b", "a"], isEffective: false }));

    const stored = await changes.find(SHOP.id, 1);

    expect(stored?.commits.map(({ sha }) => sha)).toEqual(["b", "a"]);
    expect(stored).toMatchObject({ readFrom: "x...z", isEffective: false });
  });
});
