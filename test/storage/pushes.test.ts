import { describe, expect, it } from "vitest";
import { at } from "../support/history.ts";
import { SHOP } from "../support/shop.ts";
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
});
