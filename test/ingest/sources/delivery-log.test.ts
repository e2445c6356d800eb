import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API } from "../../../dev/simulation/world/world.ts";
import { ANOTHER_VERSION, UNDERSTANDING } from "../../../src/github/understanding.ts";
import { catchUp, type DeliveryLogOptions } from "../../../src/ingest/sources/delivery-log.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores } from "../../support/stores.ts";

useNock();

const MINUTE = 60_000;
const later = (date: Date, minutes: number) => new Date(date.getTime() + minutes * MINUTE);

/** An attempt of GitHub's to deliver a push of the shop, which failed unless it says otherwise. */
function attempt(id: number, guid: string, deliveredAt: Date, rest: object = {}) {
  return {
    id,
    guid,
    delivered_at: deliveredAt.toISOString(),
    status: "Service Unavailable",
    event: "push",
    action: null,
    installation_id: SHOP.installationId,
    repository_id: SHOP.id,
    ...rest,
  };
}

/** GitHub's log in pages, the newest first; each page after the first is asked for by the cursor that the one before named. */
function logs(...pages: object[][]): void {
  pages.forEach((page, index) => {
    const next = `<${API}/app/hook/deliveries?per_page=100&cursor=v1_${index + 1}>; rel="next"`;
    nock(API)
      .get("/app/hook/deliveries")
      .query({ per_page: "100", ...(index > 0 && { cursor: `v1_${index}` }) })
      .reply(200, page, index < pages.length - 1 ? { link: next } : {});
  });
}

/** A first page that names a second one, of which nothing is announced. */
function logsFirstPage(page: object[]): void {
  const link = `<${API}/app/hook/deliveries?per_page=100&cursor=v1_1>; rel="next"`;
  nock(API).get("/app/hook/deliveries?per_page=100").reply(200, page, { link });
}

function redelivers(id: number | string, status = 202): void {
  nock(API).post(`/app/hook/deliveries/${id}/attempts`).reply(status, {});
}

/** Catches up; returns from when on a gap was found. */
async function run(stores: Stores, now = at(9), tally?: DeliveryLogOptions["tally"]): Promise<Date[]> {
  const gaps: Date[] = [];
  await catchUp({
    stores,
    authenticateApp: async () => octokit,
    log: pino({ level: "silent" }),
    clock: () => now,
    ...(tally && { tally }),
    onGap: async ({ since }) => void gaps.push(since),
  });
  return gaps;
}

describe("catching up", () => {
  it("asks once for what was never received, the oldest first, over all pages and however often it runs", async () => {
    const stores = await openTestStores();
    const now = at(9);
    const pages = [
      [attempt(6, "b", later(now, -1)), attempt(5, "c", later(now, -2), { status: "OK" })],
      [attempt(4, "c", later(now, -3)), attempt(3, "b", later(now, -4)), attempt(2, "a", later(now, -4))],
    ];
    const asked: string[] = [];
    nock(API)
      .post(/attempts$/)
      .twice()
      .reply(202, (request: Request) => {
        asked.push(new URL(request.url).pathname);
        return {};
      });
    logs(...pages);
    await run(stores, now);
    logs(...pages);
    await run(stores, now);

    expect(asked).toEqual(["/app/hook/deliveries/2/attempts", "/app/hook/deliveries/3/attempts"]);
  });

  it("asks neither for what is stored, nor for what nothing handles, nor for what was removed", async () => {
    const stores = await openTestStores();
    const stored = { id: "stored", event: "push", installationId: 1, repositoryId: 7, payload: "{}" };
    await stores.deliveries.saveAll([{ ...stored, receivedAt: at(9) }]);
    await stores.installations.forget(2, at(9));
    logs([
      attempt(5, "stored", at(9)),
      attempt(4, "ping", at(9), { event: "ping" }),
      attempt(3, "property", at(9), { event: "constructor" }),
      attempt(2, "milestoned", at(9), { event: "pull_request", action: "milestoned" }),
      attempt(1, "removed", at(9), { installation_id: 2 }),
    ]);

    await run(stores);
  });

  it("asks by an id that is larger than JavaScript's numbers", async () => {
    const page = JSON.stringify([attempt(1, "a", at(9))]).replace('"id":1', '"id":9223372036854775807');
    nock(API)
      .get("/app/hook/deliveries?per_page=100")
      .reply(200, page, { "content-type": "application/json" });
    redelivers("9223372036854775807");

    await run(await openTestStores());
  });

  it("looks three days back at first, and then only at what is newer, but for five minutes", async () => {
    const stores = await openTestStores();
    redelivers(2);
    logsFirstPage([attempt(2, "a", later(at(6), 1)), attempt(1, "b", later(at(6), -1))]);
    await run(stores, at(9));
    redelivers(4);
    logsFirstPage([attempt(4, "c", later(at(9), -4)), attempt(3, "d", later(at(9), -6))]);

    await run(stores, later(at(9), 10));
    expect(await stores.catchUps.findReadEnd()).toEqual(later(at(9), 10));
  });

  it("starts from the same place after a failure in the middle, and asks for nothing twice", async () => {
    const stores = await openTestStores();
    logs([]);
    await run(stores, at(8));
    const page = [attempt(2, "b", at(9)), attempt(1, "a", at(9))];
    logs(page);
    redelivers(1);
    redelivers(2, 500);
    await expect(run(stores, at(9))).rejects.toThrow();
    expect(await stores.catchUps.findReadEnd()).toEqual(at(8));

    logs(page);
    redelivers(2);
    await run(stores, later(at(9), 10));
    expect(await stores.catchUps.findReadEnd()).toEqual(later(at(9), 10));
  });

  it("does not move on when a page cannot be read", async () => {
    const stores = await openTestStores();
    logsFirstPage([attempt(1, "a", at(9))]);
    nock(API).get("/app/hook/deliveries?per_page=100&cursor=v1_1").reply(502, {});

    await expect(run(stores)).rejects.toThrow();
    expect(await stores.catchUps.findReadEnd()).toBeUndefined();
  });

  it("leaves alone what GitHub does not keep any more", async () => {
    const stores = await openTestStores();
    redelivers(1, 404);
    logs([attempt(1, "a", at(9))]);
    await run(stores);
    logs([attempt(1, "a", at(9))]);

    await run(stores);
  });

  it("finds a gap when the log does not reach back to where it was read last", async () => {
    const stores = await openTestStores();
    logs([]);
    expect(await run(stores, at(3))).toEqual([]);
    // Five days, of which GitHub still knows all: Enterprise Server keeps seven.
    logs([attempt(2, "a", at(7), { status: "OK" }), attempt(1, "b", at(2), { status: "OK" })]);
    expect(await run(stores, at(8))).toEqual([]);
    logs([attempt(3, "c", at(12), { status: "OK" })]);
    expect(await run(stores, at(13))).toEqual([at(8)]);
  });

  it("counts what was missed, and how often the log did not reach back", async () => {
    const stores = await openTestStores();
    const told: unknown[] = [];
    const tally = {
      deliveriesMissed: (count: number) => void told.push(count),
      logGapFound: () => void told.push("gap"),
    };
    logs([attempt(2, "b", at(2)), attempt(1, "a", at(2), { status: "OK" })]);
    redelivers(2);
    await run(stores, at(3), tally);
    logs([attempt(3, "c", at(12), { status: "OK" })]);
    await run(stores, at(13), tally);

    expect(told).toEqual([1, "gap"]);
  });

  describe("what was not understood", () => {
    const failed = (id: string, notUnderstoodBy: string, receivedAt = at(8)) => ({
      ...{ id, event: "push", installationId: 1, repositoryId: 7, payload: undefined },
      ...{ problem: "push: ref: missing", receivedAt, notUnderstoodBy },
    });

    it("R7: is asked for again once a newer version runs, once, however long ago the log was read", async () => {
      const stores = await openTestStores();
      logs([]);
      await run(stores, at(9));
      await stores.deliveries.saveAll([failed("a", "an older version"), failed("b", UNDERSTANDING)]);
      logs([attempt(2, "b", at(8), { status: "OK" }), attempt(1, "a", at(8), { status: "OK" })]);
      redelivers(1);
      await run(stores, later(at(9), 10));

      logsFirstPage([attempt(3, "c", later(at(9), 1), { status: "OK" })]);
      await run(stores, later(at(9), 20));
    });

    it("R7: is worked when it comes again and is understood, and stays parked when it is not", async () => {
      const stores = await openTestStores();
      await stores.deliveries.saveAll([failed("a", "an older version"), failed("b", "an older version")]);
      logs([attempt(2, "b", at(8), { status: "OK" }), attempt(1, "a", at(8), { status: "OK" })]);
      redelivers(1);
      redelivers(2);
      await run(stores, at(9));
      const { problem: _, notUnderstoodBy: __, ...understood } = failed("a", UNDERSTANDING);
      await stores.deliveries.saveAll([{ ...understood, payload: "{}" }, failed("b", UNDERSTANDING)]);

      expect(await stores.deliveries.findNextDue(at(9), [])).toMatchObject({ id: "a" });
      expect(await stores.deliveries.listParked(9)).toMatchObject([{ id: "b", isNotUnderstood: true }]);
      logs([attempt(2, "b", at(8), { status: "OK" })]);
      await run(stores, later(at(9), 10));
    });

    it("R7: is asked for once a version, though what comes is not understood once it is stored", async () => {
      const stores = await openTestStores();
      const park = () =>
        stores.deliveries.park("a", { at: at(8), error: "lacks", notUnderstoodBy: ANOTHER_VERSION });
      await stores.deliveries.saveAll([failed("a", ANOTHER_VERSION)]);
      redelivers(1);
      for (const minutes of [0, 10]) {
        logs([attempt(1, "a", at(8), { status: "OK" })]);
        await run(stores, later(at(9), minutes));
        await park();
      }
    });

    it("R7: is given up when GitHub's log holds it no more", async () => {
      const stores = await openTestStores();
      await stores.deliveries.saveAll([failed("a", "an older version", at(3))]);
      logs([]);
      await run(stores, at(9));

      expect(await stores.catchUps.listNotUnderstood(UNDERSTANDING, at(1))).toEqual([]);
    });
  });

  it("rests where GitHub has no log of deliveries", async () => {
    const stores = await openTestStores();
    nock(API).get("/app/hook/deliveries?per_page=100").reply(404, {});

    expect(await run(stores)).toEqual([]);
    expect(await stores.catchUps.findReadEnd()).toBeUndefined();
  });
});
