import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { clearDeliveries } from "../../src/operations/clear-deliveries.ts";
import type { DeliveryStore } from "../../src/storage/deliveries.ts";
import { openTestStores } from "../support/stores.ts";

/** Stores deliveries that came on a day, and returns their ids. */
async function receive(deliveries: DeliveryStore, day: number, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `d${day}-${index}`);
  const rest = { event: "push", installationId: 1, repositoryId: 7, payload: "{}", receivedAt: at(day) };
  await deliveries.saveAll(ids.map((id) => ({ id, ...rest })));
  return ids;
}

/** The ids that are known: a delivery with one of them would change nothing. */
async function known(deliveries: DeliveryStore, ids: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (const id of ids) if ((await deliveries.retry(id, at(30))) !== "unknown") kept.push(id);
  return kept;
}

describe("the queue of deliveries", () => {
  it("says how much waits, for how long, and what was parked", async () => {
    const { deliveries } = await openTestStores();
    expect(await deliveries.loadDepth()).toEqual({
      ...{ pending: 0, oldestDueAt: undefined, suspended: 0, parked: 0 },
    });

    const [first = "", second = "", third = ""] = await receive(deliveries, 2, 3);
    await deliveries.markDone(first);
    await deliveries.park(second, { at: at(4), error: "it failed" });
    await deliveries.putOff(third, { at: at(3), attempts: 1 });

    expect(await deliveries.loadDepth()).toEqual({ pending: 1, oldestDueAt: at(3), suspended: 0, parked: 1 });
    expect(await deliveries.listParked(9)).toEqual([
      {
        ...{ id: second, event: "push", repositoryId: 7, receivedAt: at(2), parkedAt: at(4) },
        ...{ attempts: 1, error: "it failed", canRetry: true, isNotUnderstood: false },
      },
    ]);
  });

  it("tells apart what waits for a suspended installation, but not the news of that itself", async () => {
    const { deliveries, installations } = await openTestStores();
    await installations.remember({ id: 2, installedAt: at(1) });
    await receive(deliveries, 2, 3);
    const other = { installationId: 2, repositoryId: 8, payload: "{}", receivedAt: at(5) };
    await deliveries.saveAll([
      { ...other, id: "other", event: "push" },
      { ...other, id: "news", event: "installation", repositoryId: undefined, installationId: 1 },
    ]);
    await installations.suspend(1, at(3));

    expect(await deliveries.loadDepth()).toEqual({ pending: 2, oldestDueAt: at(5), suspended: 3, parked: 0 });

    await installations.resume(1);
    expect(await deliveries.loadDepth()).toEqual({ pending: 5, oldestDueAt: at(2), suspended: 0, parked: 0 });
  });

  it("lists the newest parked deliveries first, and no more than asked", async () => {
    const { deliveries } = await openTestStores();
    const ids = await receive(deliveries, 2, 3);
    for (const [index, id] of ids.entries()) await deliveries.park(id, { at: at(3 + index), error: "" });

    expect((await deliveries.listParked(2)).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  });

  it("forgets what was done 14 days ago, in steps, and nothing that is not done", async () => {
    const { deliveries } = await openTestStores();
    const [old, young] = [await receive(deliveries, 1, 600), await receive(deliveries, 10, 510)];
    const [pending = "", parked = "", ...done] = old;
    for (const id of [...done, ...young]) await deliveries.markDone(id);
    await deliveries.park(parked, { at: at(1), error: "it failed" });
    await clearDeliveries(deliveries, at(16));

    expect(await known(deliveries, old)).toEqual([pending, parked]);
    expect(await known(deliveries, young)).toHaveLength(510);
  });

  it("removes what was in a parked delivery after three days, and keeps what it was and why it failed", async () => {
    const { deliveries } = await openTestStores();
    const [old = "", young = ""] = await receive(deliveries, 1, 2);
    await deliveries.park(old, { at: at(2), error: "it failed" });
    await deliveries.park(young, { at: at(4), error: "it failed" });
    await clearDeliveries(deliveries, at(6));

    expect(await deliveries.listParked(9)).toMatchObject([
      { id: young, canRetry: true },
      { id: old, canRetry: false, error: "it failed" },
    ]);
    expect(await deliveries.retry(old, at(6))).toBe("payload-gone");
  });
});
