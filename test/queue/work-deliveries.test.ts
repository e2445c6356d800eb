import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { NotUnderstoodError } from "../../src/github/read-payload.ts";
import { UNDERSTANDING } from "../../src/github/understanding.ts";
import { deliveryWork } from "../../src/queue/work-deliveries.ts";
import type { Stores } from "../../src/storage/stores.ts";
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
  const source = deliveryWork({ ...stores, probot: { receive }, log, clock: () => now });
  const delivery = await source.next([]);
  if (delivery !== undefined) await source.work(delivery);
  return delivery;
}

/** Fails as Probot does when a handler does. */
function failWith(error: Error) {
  return async () => {
    throw new AggregateError([error]);
  };
}

const down = Object.assign(new Error("GitHub is down"), { status: 502 });
const limited = Object.assign(new Error("API rate limit exceeded"), {
  status: 403,
  response: {
    headers: {
      date: "Mon, 02 Nov 2026 09:00:00 GMT",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Date.parse("2026-11-02T09:20:00Z") / 1000),
    },
  },
});

const MINUTE = 60_000;

/** Works the one delivery whenever it is due, for some hours or until it is given up; returns the minutes of each try. */
async function workFor(stores: Stores, hours: number, receive: (event: object) => Promise<void>) {
  const minutes: number[] = [];
  for (let minute = 0; minute < hours * 60; minute++) {
    const now = new Date(at(2).getTime() + minute * MINUTE);
    if ((await work(stores, receive, now)) !== undefined) minutes.push(minute);
  }
  return minutes;
}

describe("a stored delivery", () => {
  it("is handed to Probot as the event that it was, and then done", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);
    const received: object[] = [];
    await work(stores, async (event) => void received.push(event));

    expect(received).toEqual([{ id: "d1", name: "check_run", payload: { a: 1 } }]);
    expect(await stores.deliveries.findNextDue(at(30), [])).toBeUndefined();
  });

  it("comes back later each time, at least twice an hour, and is parked after more than a day", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);

    const minutes = await workFor(stores, 40, failWith(new Error("no such field")));
    const waits = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));

    expect(minutes).toHaveLength(54);
    expect(minutes.at(-1)).toBeGreaterThan(24 * 60);
    expect(Math.max(...waits)).toBeLessThanOrEqual(37);
    expect(await stores.deliveries.listParked(9)).toMatchObject([
      { id: "d1", attempts: 54, error: "Error: no such field", canRetry: true },
    ]);
  });

  it("R7: is parked at once when it is not understood as it was stored, for GitHub to send it whole", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);

    const minutes = await workFor(stores, 1, failWith(new NotUnderstoodError("push: ref: missing")));

    expect(minutes).toHaveLength(1);
    expect(await stores.deliveries.listParked(9)).toMatchObject([{ attempts: 1, isNotUnderstood: true }]);
    expect(await stores.catchUps.listNotUnderstood(UNDERSTANDING, at(1))).toMatchObject([{ guid: "d1" }]);
  });

  it("is parked at once, by its name, when its payload cannot be read, and the next one is worked", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([
      { id: "d1", ...DELIVERY, payload: '{"a":' },
      { id: "d2", ...DELIVERY },
    ]);
    const received: object[] = [];

    expect(await workFor(stores, 2, async (event) => void received.push(event))).toHaveLength(2);
    expect(received).toMatchObject([{ id: "d2" }]);
    expect(await stores.deliveries.listParked(9)).toMatchObject([
      {
        id: "d1",
        error: expect.stringMatching(/^StoredJsonError: deliveries\.payload of id d1: not JSON at /),
      },
    ]);
  });

  it("is parked at once, with its place, when it met a mistake of ours, and can be worked again after an upgrade", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([
      { id: "d1", ...DELIVERY },
      { id: "d2", ...DELIVERY },
    ]);
    const receive = () => Promise.reject(new AggregateError([new TypeError("x is not a function")]));
    const text = expect.stringMatching(
      /^TypeError: x is not a function at test\/queue\/work-deliveries\.test\.ts:\d+$/,
    );

    expect(await workFor(stores, 2, receive)).toHaveLength(2);
    expect(await stores.deliveries.listParked(1)).toMatchObject([
      { attempts: 1, error: text, canRetry: true },
    ]);
    expect(await stores.bugs.list(9)).toMatchObject([{ work: "delivery check_run", error: text, times: 2 }]);
    await stores.deliveries.retryAll(at(3));
    await work(stores, async () => {}, at(3));

    expect(await stores.deliveries.loadDepth()).toMatchObject({ pending: 1, parked: 0 });
  });

  it.each([
    [
      "the network",
      new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code: "ECONNRESET" }) }),
    ],
    ["a busy store", Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" })],
  ])("is tried again when %s failed", async (_, error) => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);
    await work(stores, failWith(error));

    expect(await stores.deliveries.loadDepth()).toMatchObject({ pending: 1, parked: 0 });
    expect(await stores.bugs.list(9)).toEqual([]);
  });

  it("is still there when GitHub is back after twelve hours", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);
    const backAt = at(2).getTime() + 12 * 60 * MINUTE;
    let worked = 0;
    for (let now = at(2).getTime(); worked === 0; now += MINUTE) {
      expect(now).toBeLessThan(backAt + 40 * MINUTE);
      const receive = now < backAt ? failWith(down) : async () => void worked++;
      await work(stores, receive, new Date(now));
    }

    expect(await stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
  });

  it("waits for the reset of a rate limit as often as need be, which counts as no try", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([{ id: "d1", ...DELIVERY }]);

    const minutes = await workFor(stores, 72, failWith(limited));

    expect(minutes[1]).toBeGreaterThanOrEqual(20);
    expect(minutes[1]).toBeLessThanOrEqual(25);
    expect(minutes.length).toBeGreaterThan(100);
    expect(await stores.deliveries.findNextDue(at(9), [])).toMatchObject({ id: "d1", attempts: 0 });
  });

  it("leaves the rest of its installation alone until the limit is reset", async () => {
    const stores = await openTestStores();
    await stores.deliveries.saveAll([
      { id: "d1", ...DELIVERY },
      { id: "d2", ...DELIVERY, repositoryId: 8 },
      { id: "d3", ...DELIVERY, installationId: 2, repositoryId: 9 },
    ]);
    const source = deliveryWork({
      ...stores,
      probot: { receive: failWith(limited) },
      log: pino({ level: "silent" }),
      clock: () => at(2),
    });
    const first = await source.next([]);
    if (first !== undefined) await source.work(first);

    expect(first?.id).toBe("d1");
    expect((await source.next([]))?.id).toBe("d3");
  });
});
