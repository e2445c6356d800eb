import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { deliveryWork } from "../../src/jobs/work-deliveries.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { at } from "../support/history.ts";
import { openTestStores } from "../support/stores.ts";

const DELIVERY = {
  event: "check_run",
  installationId: 1,
  repositoryId: 7,
  payload: '{"a":1}',
  receivedAt: at(2),
};

/** Works the one delivery that is due, with a Probot that does `receive`. */
async function work(stores: Stores, receive: (event: object) => Promise<void>, now = at(2)) {
  const log = pino({ level: "silent" });
  const source = deliveryWork({ deliveries: stores.deliveries, probot: { receive }, log, clock: () => now });
  const delivery = await source.next([]);
  if (delivery !== undefined) await source.work(delivery);
  return delivery;
}

const fail = async () => {
  throw new AggregateError([new Error("GitHub is down")]);
};

describe("a stored delivery", () => {
  it("is handed to Probot as the event that it was, and then done", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);
    const received: object[] = [];
    await work(stores, async (event) => void received.push(event));

    expect(received).toEqual([{ id: "d1", name: "check_run", payload: { a: 1 } }]);
    expect(await stores.deliveries.nextDue(at(30), [])).toBeUndefined();
  });

  it("comes back after a failure, later each time, and is parked at last", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);
    const minutes: number[] = [];
    let now = at(2);
    for (let tries = 0; (await work(stores, fail, now)) !== undefined; tries++) {
      expect(tries).toBeLessThan(7);
      const failedAt = now;
      // Far enough ahead for any delay, found by the minute.
      for (let minute = 0; minute < 400; minute++) {
        now = new Date(failedAt.getTime() + minute * 60_000);
        if ((await stores.deliveries.nextDue(now, [])) !== undefined) break;
      }
      minutes.push(Math.round((now.getTime() - failedAt.getTime()) / 60_000));
    }

    expect(minutes.slice(0, -1)).toEqual(minutes.slice(0, -1).toSorted((a, b) => a - b));
    expect(minutes).toHaveLength(7);
    expect(await stores.deliveries.nextDue(at(30), [])).toBeUndefined();
  });
});
