import { describe, expect, it, vi } from "vitest";
import { createGroupCommit } from "../../src/queue/group-commit.ts";

describe("a group commit", () => {
  it("saves all items of one turn together, and those of the next turn apart", async () => {
    const groups: string[][] = [];
    const save = createGroupCommit<string>(async (items) => void groups.push([...items]));

    await Promise.all([save("a"), save("b"), save("c")]);
    await save("d");

    expect(groups).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("H13: saves items together of which each turn brings one, but for longer than a moment", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const groups: number[][] = [];
    const save = createGroupCommit<number>(async (items) => void groups.push([...items]));
    const saved: Promise<void>[] = [];
    for (let turn = 0; turn < 50; turn++) {
      saved.push(save(turn));
      vi.advanceTimersByTime(0.1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(saved);
    vi.useRealTimers();

    expect(groups.flat()).toHaveLength(50);
    expect(groups.length).toBeGreaterThan(2);
    expect(groups.length).toBeLessThan(9);
  });

  it("H13: saves fewer and larger groups where a commit takes long", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const groups: number[] = [];
    const save = createGroupCommit<number>(async (items) => {
      groups.push(items.length);
      vi.advanceTimersByTime(5);
    });
    const saved: Promise<void>[] = [];
    for (let turn = 0; turn < 120; turn++) {
      saved.push(save(turn));
      vi.advanceTimersByTime(0.1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(saved);
    vi.useRealTimers();

    // The first one does not know yet.
    expect(groups.length).toBeLessThan(5);
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
