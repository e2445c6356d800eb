import { describe, expect, it } from "vitest";
import { at } from "../support/history.ts";
import { SHOP } from "../support/shop.ts";
import { openTestStores } from "../support/stores.ts";

const NOBODY = { repositories: [], installations: [] };

describe("backfills that are due", () => {
  it("go on in turn, those first that have read their pull requests", async () => {
    const { repositories, backfills } = await openTestStores();
    const ids = [1, 2, 3].map((number) => SHOP.id + number);
    for (const id of ids) {
      await repositories.remember({ ...SHOP, id, name: `shop-${id}` });
      await backfills.request({ repositoryId: id, since: at(-80), at: at(1) });
    }
    const order: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      const next = await backfills.nextDue(at(9), NOBODY);
      if (next === undefined) break;
      order.push(next.repositoryId - SHOP.id);
      // The second one comes to its history with its second turn.
      const isPast = turn === 4 || next.phase === "history";
      const dueAt = new Date(at(2).getTime() + turn);
      const state = next.phase === "history" ? "done" : "running";
      await backfills.save({ ...next, dueAt, state, phase: isPast ? "history" : "pulls" });
    }

    expect(order).toEqual([1, 2, 3, 1, 2, 2, 3]);
  });
});
