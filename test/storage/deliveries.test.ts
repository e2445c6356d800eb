import { describe, expect, it } from "vitest";
import type { Delivery } from "../../src/storage/deliveries.ts";
import { at } from "../support/history.ts";
import { openTestStores } from "../support/stores.ts";

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

    expect((await deliveries.nextDue(at(2), []))?.id).toBe("b");
    await deliveries.markDone("b");
    await deliveries.saveAll([delivery("b")]);
    expect((await deliveries.nextDue(at(2), []))?.id).toBe("a");
    await deliveries.markDone("a");
    expect(await deliveries.nextDue(at(2), [])).toBeUndefined();
  });

  it("wait while another one of their repository, or of their installation, is worked", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([
      delivery("a"),
      delivery("b", { repositoryId: undefined }),
      delivery("c", { repositoryId: 8 }),
    ]);

    expect((await deliveries.nextDue(at(2), [7]))?.id).toBe("b");
    expect((await deliveries.nextDue(at(2), [7, -1]))?.id).toBe("c");
    expect(await deliveries.nextDue(at(2), [7, -1, 8])).toBeUndefined();
  });

  it("come back when they were put off, and count their failures", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a")]);
    await deliveries.putOff("a", { at: at(3), attempts: 1 });

    expect(await deliveries.nextDue(at(2), [])).toBeUndefined();
    expect(await deliveries.nextDue(at(3), [])).toMatchObject({ id: "a", attempts: 1 });
  });

  it("are tried anew when GitHub sends a parked one again", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a", { payload: undefined, problem: "no head" })]);
    await deliveries.saveAll([delivery("a", { payload: '{"head":1}' })]);

    expect(await deliveries.nextDue(at(2), [])).toMatchObject({
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

    expect(await deliveries.receivedAt("a")).toEqual(at(2));
    expect(await deliveries.receivedAt("b")).toBeUndefined();
  });

  it("are never due when they are parked or could not be understood", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a"), delivery("b", { payload: undefined, problem: "no head" })]);
    await deliveries.park("a", { at: at(2), error: "it failed" });

    expect(await deliveries.nextDue(at(9), [])).toBeUndefined();
  });

  it("wait while their installation does", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a"), delivery("b", { installationId: 2, repositoryId: 8 })]);

    deliveries.pause(1, at(2, 1));
    expect((await deliveries.nextDue(at(2), []))?.id).toBe("b");
    deliveries.pause(2, at(2, 1));
    expect(await deliveries.nextDue(at(2), [])).toBeUndefined();
    expect((await deliveries.nextDue(at(2, 1), []))?.id).toBe("a");
  });
});
