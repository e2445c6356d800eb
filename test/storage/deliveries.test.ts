import { rmSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import type { Delivery, DeliveryStore } from "../../src/storage/deliveries.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runs } from "../support/limits.ts";
import { newStore, openTestStores } from "../support/stores.ts";

function delivery(id: string, rest: Partial<Delivery> = {}): Delivery {
  return {
    id,
    event: "pull_request",
    installationId: 1,
    repositoryId: 7,
    payload: "{}",
    receivedAt: at(2),
    ...rest,
  };
}

describe("deliveries", () => {
  it("are due in the order in which they came, each id once", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("b"), delivery("a")]);
    await deliveries.saveAll([delivery("b")]);

    expect((await deliveries.findNextDue(at(2), []))?.id).toBe("b");
    await deliveries.markDone("b");
    await deliveries.saveAll([delivery("b")]);
    expect((await deliveries.findNextDue(at(2), []))?.id).toBe("a");
    await deliveries.markDone("a");
    expect(await deliveries.findNextDue(at(2), [])).toBeUndefined();
  });

  it("wait while another one of their repository, or of their installation, is worked", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([
      delivery("a"),
      delivery("b", { repositoryId: undefined }),
      delivery("c", { repositoryId: 8 }),
    ]);

    expect((await deliveries.findNextDue(at(2), [7]))?.id).toBe("b");
    expect((await deliveries.findNextDue(at(2), [7, -1]))?.id).toBe("c");
    expect(await deliveries.findNextDue(at(2), [7, -1, 8])).toBeUndefined();
  });

  it("come back when they were put off, and count their failures", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a")]);
    await deliveries.putOff("a", { at: at(3), attempts: 1 });

    expect(await deliveries.findNextDue(at(2), [])).toBeUndefined();
    expect(await deliveries.findNextDue(at(3), [])).toMatchObject({ id: "a", attempts: 1 });
  });

  it("are tried anew when GitHub sends a parked one again", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a", { payload: undefined, problem: "no head" })]);
    await deliveries.saveAll([delivery("a", { payload: '{"head":1}' })]);

    expect(await deliveries.findNextDue(at(2), [])).toMatchObject({
      id: "a",
      payload: '{"head":1}',
      attempts: 0,
    });
  });

  it("tell when they were received first, however often and late they come again", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a", { payload: undefined, problem: "no head" })]);
    await deliveries.saveAll([delivery("a", { receivedAt: at(5) })]);
    await deliveries.saveAll([delivery("a", { receivedAt: at(6) })]);

    expect(await deliveries.findReceivedAt("a")).toEqual(at(2));
    expect(await deliveries.findReceivedAt("b")).toBeUndefined();
  });

  it("are refused once the file of the store is gone", async () => {
    const path = newStore();
    const stores = await openStores(`file:${path}`, { pseudonymKey: {} });
    await stores.deliveries.saveAll([delivery("a")]);
    rmSync(path);

    await expect(stores.deliveries.saveAll([delivery("b")])).rejects.toThrow("is gone while it was open");
    await stores.close();
  });

  it("are never due when they are parked or could not be understood", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a"), delivery("b", { payload: undefined, problem: "no head" })]);
    await deliveries.park("a", { at: at(2), error: "it failed" });

    expect(await deliveries.findNextDue(at(9), [])).toBeUndefined();
  });

  it("wait while their installation does", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a"), delivery("b", { installationId: 2, repositoryId: 8 })]);

    deliveries.pause(1, at(2, 1));
    expect((await deliveries.findNextDue(at(2), []))?.id).toBe("b");
    deliveries.pause(2, at(2, 1));
    expect(await deliveries.findNextDue(at(2), [])).toBeUndefined();
    expect((await deliveries.findNextDue(at(2, 1), []))?.id).toBe("a");
  });

  it("take turns by their repositories, so that much of one keeps no other waiting", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a"), delivery("b"), delivery("c", { repositoryId: 8 })]);

    expect(await work(deliveries)).toEqual(["a", "c", "b"]);
  });

  it("are found beyond however many repositories of which nothing is due yet", async () => {
    const { deliveries } = await openTestStores();
    const later = Array.from({ length: 600 }, (_, index) =>
      delivery(`later ${index}`, { repositoryId: 100 + index, receivedAt: at(5) }),
    );
    await deliveries.saveAll([...later, delivery("first"), delivery("last", { repositoryId: 9_000 })]);

    expect(await work(deliveries)).toEqual(["first", "last"]);
    expect(await deliveries.isAnyDue(at(4))).toBe(false);
    expect(await deliveries.isAnyDue(at(5))).toBe(true);
  });

  it("are each worked once, those of a repository in order, and between two of it one of each other", async () => {
    const repositories = fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(repositories, async (of) => {
        const { deliveries } = await openTestStores();
        await deliveries.saveAll(of.map((repositoryId, index) => delivery(`${index}`, { repositoryId })));

        const worked = (await work(deliveries)).map(Number);

        const byRepository = Map.groupBy(worked, (index) => of[index]);
        const inOrder = [...byRepository.values()].every((own) =>
          own.every((each, i) => (own[i - 1] ?? -1) < each),
        );
        expect(worked.toSorted((a, b) => a - b)).toEqual(of.map((_, index) => index));
        expect(inOrder).toBe(true);
        const turns = worked.map((index) => byRepository.get(of[index])?.indexOf(index) ?? 0);
        expect(turns).toEqual(turns.toSorted((a, b) => a - b));
      }),
      { numRuns: runs(30) },
    );
  });
});

/** Works all that is due, one after another, and tells in which order. */
async function work(deliveries: DeliveryStore): Promise<string[]> {
  const worked: string[] = [];
  for (;;) {
    const next = await deliveries.findNextDue(at(4), []);
    if (next === undefined) return worked;
    await deliveries.markDone(next.id);
    worked.push(next.id);
  }
}
