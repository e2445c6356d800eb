import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { storesIn } from "../../src/storage/stores.ts";
import { openTestStores } from "../support/stores.ts";

const [SECOND, HOUR] = [1_000, 3_600_000];
const [REQUESTS, PACE] = [{ name: "requests", installationId: 1 }, { name: "re-attribution" }] as const;

/** The stores of two servers on one database. */
async function openTwo() {
  const first = await openTestStores();
  return { first, second: storesIn(first.database) };
}

const later = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds);

/** Does something on a machine whose clock is wrong by so much. */
async function withClock<Result>(wrongBy: number, act: (now: Date) => Promise<Result>): Promise<Result> {
  const now = new Date(Date.now() + wrongBy);
  vi.useFakeTimers({ toFake: ["Date"], now });
  const result = act(now);
  vi.useRealTimers();
  return result;
}

afterEach(() => void vi.useRealTimers());

describe("a wait", () => {
  it("of one server is one of the others, and of a server that starts later", async () => {
    const { first, second } = await openTwo();
    await first.waits.begin(REQUESTS, { now: at(2), until: at(2, 1), failures: 3 });

    expect(await second.waits.find(REQUESTS, at(2))).toEqual({ isOn: true, failures: 3 });
    expect(await second.waits.find(REQUESTS, at(2, 1))).toEqual({ isOn: false, failures: 3 });
    await second.waits.end(REQUESTS);
    expect(await first.waits.find(REQUESTS, at(2))).toBeUndefined();
    await first.close();
  });

  it("of deliveries holds up those of its installation on all servers, and no others", async () => {
    const { first, second } = await openTwo();
    await first.installations.remember({ id: 2, installedAt: at(1) });
    const delivery = { event: "push", payload: "{}", receivedAt: at(2) };
    await first.deliveries.saveAll([
      { ...delivery, id: "a", installationId: 1, repositoryId: SHOP.id },
      { ...delivery, id: "b", installationId: 2, repositoryId: 8 },
    ]);
    await first.waits.begin(REQUESTS, { now: at(2), until: at(2, 1) });

    expect((await second.deliveries.findNextDue(at(2), []))?.id).toBe("b");
    await second.deliveries.markDone("b");
    expect(await second.deliveries.isAnyDue(at(2))).toBe(false);
    expect((await second.deliveries.findNextDue(at(2, 1), []))?.id).toBe("a");
    await first.close();
  });

  it("that is a pace is taken by one caller, however many servers ask at once", async () => {
    const { first, second } = await openTwo();
    const tryAll = (now: Date) =>
      Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? first : second).waits.tryBegin(PACE, now, 3 * SECOND),
        ),
      );
    const taken = async (now: Date) => (await tryAll(now)).filter(Boolean).length;

    expect(await taken(at(2))).toBe(1);
    expect(await taken(later(at(2), 2 * SECOND))).toBe(0);
    expect(await taken(later(at(2), 3 * SECOND))).toBe(1);
    // Who asked a busy database first has stored a little more.
    await first.waits.begin(PACE, { now: at(2), until: later(at(2), 5 * SECOND) });
    expect(await taken(at(2))).toBe(0);
    // The clock was ahead until now.
    expect(await taken(at(1))).toBe(1);
    await first.close();
  });

  it.runIf(inject("postgres"))("is as long on servers whose clocks are an hour ahead or behind", async () => {
    const { first, second } = await openTwo();
    for (const wrongBy of [-HOUR, HOUR]) {
      const begin = (now: Date) => first.waits.begin(REQUESTS, { now, until: later(now, 60 * SECOND) });
      const isOn = async (passed: number) =>
        (await second.waits.find(REQUESTS, later(new Date(), passed)))?.isOn;
      await withClock(wrongBy, begin);
      expect([await isOn(0), await isOn(50 * SECOND), await isOn(70 * SECOND)]).toEqual([true, true, false]);
      await begin(new Date());
      const isOnThere = async (passed: number) =>
        (await withClock(wrongBy, (now) => second.waits.find(REQUESTS, later(now, passed))))?.isOn;
      expect([await isOnThere(50 * SECOND), await isOnThere(70 * SECOND)]).toEqual([true, false]);

      await first.waits.end(PACE);
      const takes = (now: Date) => first.waits.tryBegin(PACE, now, 1_000 * SECOND);
      expect(await withClock(wrongBy, takes)).toBe(true);
      expect(await takes(new Date())).toBe(false);
      expect(await withClock(-wrongBy, takes)).toBe(false);
    }
    await first.close();
  });

  it("of an hour, the longest that work begins, is one where the clock is a little behind, too", async () => {
    const { first, second } = await openTwo();
    const times = { now: at(2), until: at(2, 1) };
    const behind = later(at(2), -300);
    const pauses = [REQUESTS, { name: "backfills", installationId: 1 }, { name: "notifications" }] as const;
    for (const pause of pauses) {
      await first.waits.begin(pause, times);
      expect(await second.waits.find(pause, behind)).toMatchObject({ isOn: true });
    }
    const delivery = { id: "a", event: "push", payload: "{}", installationId: 1, repositoryId: SHOP.id };
    await first.deliveries.saveAll([{ ...delivery, receivedAt: at(1) }]);
    expect(await second.deliveries.findNextDue(behind, [])).toBeUndefined();
    await first.close();
  });

  it("of a repository and of an installation are two, though their ids are the same", async () => {
    const { first } = await openTwo();
    await first.installations.remember({ id: SHOP.id, installedAt: at(1) });
    const times = { now: at(2), until: at(2, 1) };
    await first.waits.begin({ name: "re-attribution", repositoryId: SHOP.id }, times);

    expect(
      await first.waits.find({ name: "re-attribution", installationId: SHOP.id }, at(2)),
    ).toBeUndefined();
    expect(await first.waits.find({ name: "re-attribution", repositoryId: SHOP.id }, at(2))).toBeDefined();
    await first.close();
  });

  it("goes with its installation or repository, does not come back, and goes an hour after its end", async () => {
    const { first } = await openTwo();
    const { waits, installations, repositories } = first;
    const ofShop = { name: "re-attribution", repositoryId: SHOP.id } as const;
    const times = { now: at(2), until: at(2, 1) };
    const found = () => Promise.all([REQUESTS, ofShop, PACE].map((wait) => waits.find(wait, at(2))));
    for (const wait of [REQUESTS, ofShop, PACE]) await waits.begin(wait, times);
    await repositories.forget({ id: SHOP.id, installationId: 1, at: at(2) });
    await waits.begin(ofShop, times);
    expect((await found()).map((each) => each?.isOn)).toEqual([true, undefined, true]);
    await installations.forget(1, at(2));
    await waits.begin(REQUESTS, times);
    expect((await found()).map((each) => each?.isOn)).toEqual([undefined, undefined, true]);

    await waits.forget(at(2, 1));
    expect((await found())[2]).toBeDefined();
    await waits.forget(at(2, 2));
    expect((await found())[2]).toBeUndefined();
    await first.close();
  });
});
