import type { ServerResponse } from "node:http";
import { pino } from "pino";
import { describe, expect, inject, it, vi } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { NotificationFormat } from "../../src/domain/notification.ts";
import { notificationWork } from "../../src/notify/work-notifications.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { receiver, useReceivers } from "../support/receivers.ts";
import { openTestStores } from "../support/stores.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

async function openWith(number: number, format: NotificationFormat): Promise<Stores> {
  const stores = await openTestStores();
  for (let index = 0; index < number; index++) {
    const message = {
      kind: "digest",
      title: `digest ${index}`,
      lines: ["9 in all"],
      url: undefined,
    } as const;
    const of = { installationId: 1, repositoryId: SHOP.id, subject: `digest ${index}` };
    // PostgreSQL knows no order of those that are recorded in one millisecond.
    const createdAt = new Date(at(2).getTime() + (inject("postgres") === undefined ? 0 : index));
    await stores.notifications.save({ ...of, format, message, createdAt });
  }
  return stores;
}

/** Sends what is due, for some hours: looks each ten seconds, and a request takes a fifth of a second. */
async function play(
  stores: Stores,
  { hours, answer }: { hours: number; answer: (response: ServerResponse, now: Date) => void },
) {
  let now = at(2);
  let requests = 0;
  const url = await receiver((_, response) => {
    requests += 1;
    answer(response, now);
  });
  const log = pino({ level: "silent" });
  const source = notificationWork({ stores, target: { url, secret: undefined }, log, clock: () => now });
  while (now.getTime() < at(2).getTime() + hours * HOUR) {
    const due = await source.next([]);
    if (due !== undefined) await source.work(due);
    now = new Date(now.getTime() + (due === undefined ? 10 * SECOND : SECOND / 5));
  }
  return { requests, ...(await stores.notifications.counts(at(1))) };
}

describe("a notification", () => {
  useReceivers();

  it.each([
    [200, "end", { waiting: 0, givenUp: 0 }],
    [429, "begin", { waiting: 1, givenUp: 0 }],
  ] as const)(
    "whose answer was %s is known to have it, though the pause could not be stored",
    async (status, name, counts) => {
      const stores = await openWith(1, "slack");
      const url = await receiver((_, response) => response.writeHead(status).end());
      const options = { log: pino({ level: "silent" }), clock: () => at(2) };
      const source = notificationWork({ stores, target: { url, secret: undefined }, ...options });
      vi.spyOn(stores.waits, name).mockRejectedValueOnce(new Error("the connection was cut"));
      const due = await source.next([]);
      if (due !== undefined) await source.work(due).catch(() => {});

      const later = notificationWork({
        stores,
        target: { url, secret: undefined },
        ...options,
        clock: () => at(2, 6),
      });
      const again = await later.next([]);
      expect([again?.isBegun ?? false, await stores.notifications.counts(at(1))]).toMatchObject([
        false,
        counts,
      ]);
    },
  );
});

describe("many notifications", () => {
  useReceivers();

  it("wait together as long as the receiver of one says, and all arrive once", async () => {
    const stores = await openWith(60, "slack");
    let [tokens, since] = [9, at(2)];
    const played = await play(stores, {
      hours: 1,
      answer: (response, now) => {
        tokens = Math.min(9, tokens + (now.getTime() - since.getTime()) / SECOND);
        since = now;
        const isAccepted = tokens >= 1;
        if (isAccepted) tokens -= 1;
        response.writeHead(isAccepted ? 200 : 429, isAccepted ? {} : { "retry-after": "30" }).end();
      },
    });

    expect(played).toMatchObject({ waiting: 0, givenUp: 0 });
    expect(played.requests).toBeLessThan(66);
  });

  it.each([
    ["json", 0],
    ["slack", 9],
  ] as const)("in %s are not all tried while the receiver fails for two hours", async (format, mostLost) => {
    const stores = await openWith(50, format);
    const isDown = (now: Date) => now.getTime() < at(2, 2).getTime();
    const { waiting, givenUp, requests } = await play(stores, {
      hours: 3,
      answer: (response, now) => response.writeHead(isDown(now) ? 502 : 200).end(),
    });

    expect(waiting).toBe(0);
    expect(givenUp).toBeLessThanOrEqual(mostLost);
    expect(requests).toBeLessThan(60);
  });

  it("wait on all servers, also on one that starts later", async () => {
    const stores = await openWith(2, "json");
    let isDown = true;
    const url = await receiver((_, response) => {
      response.writeHead(isDown ? 503 : 200, isDown ? { "retry-after": "300" } : {}).end();
    });
    let now = at(2);
    const log = pino({ level: "silent" });
    const start = () =>
      notificationWork({ stores, target: { url, secret: undefined }, log, clock: () => now });
    const first = start();
    await first.work((await first.next([])) ?? expect.fail("nothing is due"));
    isDown = false;
    const second = start();
    const page = { after: -1, most: 1 };
    expect([await second.next([]), await second.listDue(page)]).toEqual([undefined, []]);
    now = new Date(now.getTime() + 301 * SECOND);
    const tried = (await second.next([])) ?? expect.fail("nothing is due");
    await second.work(tried);

    expect(await first.next([])).toBeDefined();
    expect(await stores.notifications.counts(at(1))).toMatchObject({ waiting: 1, givenUp: 0 });
  });

  it("are sent in the order in which they were recorded", async () => {
    const stores = await openWith(12, "json");
    const titles: string[] = [];
    for (;;) {
      const due = await stores.notifications.nextDue(at(3));
      if (due === undefined) break;
      titles.push(due.readMessage().title);
      await stores.notifications.markSent(due.id, at(3));
    }

    expect(titles).toEqual(Array.from({ length: 12 }, (_, index) => `digest ${index}`));
  });

  it("do not wait for one that is refused for its content", async () => {
    const stores = await openWith(10, "slack");
    let number = 0;
    const played = await play(stores, {
      hours: 0.01,
      answer: (response) => response.writeHead(number++ === 0 ? 400 : 200).end(),
    });

    expect(played).toMatchObject({ waiting: 0, givenUp: 0 });
  });

  it("are tried once each where the receiver wants none any more", async () => {
    const stores = await openWith(10, "json");
    const played = await play(stores, { hours: 2, answer: (response) => response.writeHead(410).end() });

    expect(played).toEqual({ requests: 10, waiting: 0, givenUp: 10 });
    expect(await stores.notifications.listGivenUp(at(1), 1)).toMatchObject([
      { attempts: 1, problem: "status 410" },
    ]);
  });
});
