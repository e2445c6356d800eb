import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openTestStores } from "../support/stores.ts";

const PUSH = {
  repositoryId: SHOP.id,
  after: "m1",
  before: "m0",
  isForced: false,
  commits: ["m1"],
  pusher: "ada",
};

describe("a push", () => {
  it.each([
    ["then", [at(3), at(4)]],
    ["before", [at(4), at(3)]],
  ])("has the earlier of two times, when the later one was told %s", async (_, times) => {
    const { pushes, histories } = await openTestStores();
    for (const time of times) await pushes.save({ ...PUSH, at: time });
    const { changes } = await histories.loadAround(SHOP.id, ["m1"]);

    expect(changes).toMatchObject([{ id: "m1", mergedAt: at(3), builder: "ada" }]);
  });

  it.each([
    ["in order", [0, 1, 2]],
    ["newest first, as the log of the branch is read", [2, 1, 0]],
    ["in between", [1, 0, 2]],
  ])("made the change that a branch forced back to it ends with again, told %s", async (_, order) => {
    const { pushes, histories } = await openTestStores();
    const told = [
      { ...PUSH, at: at(3) },
      { ...PUSH, before: "m2", commits: [], isForced: true, pusher: "bo", at: at(4) },
      { ...PUSH, commits: ["m1"], pusher: "cy", at: at(5) },
    ];
    for (const index of order) await pushes.save(told[index] ?? { ...PUSH, at: at(3) });
    const { changes } = await histories.loadAround(SHOP.id, ["m1"]);
    const window = { since: at(1), deployedFrom: at(4), deployedUntil: at(5) };
    const { warnings } = await histories.loadWindow(SHOP.id, window);

    expect(changes).toMatchObject([{ id: "m1", mergedAt: at(3), baseSha: "m0", builder: "ada" }]);
    expect(await pushes.find(SHOP.id, "m1")).toEqual({ before: "m0", at: at(3) });
    expect(warnings).toEqual(["history-rewritten"]);
  });
});
