import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { BackfillPhase } from "../../src/domain/records/backfill.ts";
import { openTestStores } from "../support/stores.ts";

const NOBODY = { repositories: [] };

describe("backfills that are due", () => {
  it("go on in turn, those first that have read their pull requests", async () => {
    const { repositories, backfills } = await openTestStores();
    const ids = [1, 2, 3].map((number) => SHOP.id + number);
    for (const id of ids) {
      await repositories.remember({ ...SHOP, id, name: `shop-${id}` });
      await backfills.request({ repositoryId: id, since: at(-80), at: at(1) });
    }
    const [first, second, third] = ids;
    const next = async () => (await backfills.findNextDue(at(9), NOBODY))?.repositoryId;
    const goOn = async (phase: BackfillPhase, dueAt: Date) => {
      const backfill = await backfills.findNextDue(at(9), NOBODY);
      if (backfill !== undefined) await backfills.save({ ...backfill, phase, dueAt });
    };
    await goOn("pulls", at(2));
    expect(await next()).toBe(second);
    await goOn("history", at(3));
    expect(await next()).toBe(second);
    await goOn("pushes", at(10));
    expect(await next()).toBe(third);
    await goOn("pulls", at(4));
    expect(await next()).toBe(first);
  });
});
