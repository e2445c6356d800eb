import { describe, expect, it } from "vitest";
import { createGroupCommit } from "../../src/deliveries/group-commit.ts";

describe("a group commit", () => {
  it("saves all items of one turn together, and those of the next turn apart", async () => {
    const groups: string[][] = [];
    const save = createGroupCommit<string>(async (items) => void groups.push([...items]));

    await Promise.all([save("a"), save("b"), save("c")]);
    await save("d");

    expect(groups).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("fails each item of a group that was not saved, and goes on with the next", async () => {
    let isBroken = true;
    const save = createGroupCommit<string>(async () => {
      if (isBroken) throw new Error("disk full");
    });
    const settled = await Promise.allSettled([save("a"), save("b")]);
    isBroken = false;

    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(save("c")).resolves.toBeUndefined();
  });
});
