import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openTestStores, pullRequest } from "../support/stores.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = at(9, 12);
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

const delivery = (id: string, receivedAt: Date) => ({
  ...{ id, event: "push", installationId: 1, repositoryId: SHOP.id, payload: "{}", receivedAt },
});

describe("H5: after the clock was wrong", () => {
  it.each([
    ["a day", DAY],
    ["an hour", HOUR],
    ["two minutes", 2 * MINUTE],
  ])("a delivery that was received %s ahead is due now", async (_, ahead) => {
    const { deliveries, operations } = await openTestStores();
    await deliveries.saveAll([delivery("a", later(ahead))]);
    const before = await deliveries.findNextDue(NOW, []);

    expect(await operations.correctTimes(NOW)).toBeGreaterThan(0);
    expect([before, (await deliveries.findNextDue(NOW, []))?.id]).toEqual([undefined, "a"]);
    expect(await deliveries.findReceivedAt("a")).toEqual(NOW);
  });

  it("work that was put off by it is due now, and work that was put off rightly is not", async () => {
    const { deliveries, operations } = await openTestStores();
    await deliveries.saveAll([delivery("wrong", at(9)), delivery("right", at(9))]);
    await deliveries.putOff("wrong", { at: later(DAY), attempts: 1 });
    await deliveries.putOff("right", { at: later(72 * MINUTE), attempts: 1 });
    await operations.correctTimes(NOW);

    expect((await deliveries.findNextDue(NOW, []))?.id).toBe("wrong");
    await deliveries.markDone("wrong");
    expect(await deliveries.findNextDue(NOW, [])).toBeUndefined();
    expect((await deliveries.findNextDue(later(72 * MINUTE), []))?.id).toBe("right");
  });

  it("an installation that waits for a limit is worked after it at the latest", async () => {
    const { deliveries, waits } = await openTestStores();
    const requests = { name: "requests", installationId: 1 } as const;
    await deliveries.saveAll([delivery("a", at(9))]);
    await waits.begin(requests, { now: NOW, until: later(HOUR) });
    expect(await deliveries.findNextDue(NOW, [])).toBeUndefined();
    await waits.begin(requests, { now: NOW, until: later(DAY) });

    expect((await deliveries.findNextDue(NOW, []))?.id).toBe("a");
  });

  it("check runs, the past, refusals, and what GitHub did not tell are taken up again", async () => {
    const stores = await openTestStores();
    const { changes, checkRuns, backfills, unread, refusals, operations } = stores;
    const key = { repositoryId: SHOP.id, number: 1, headSha: "head-1" };
    await changes.save(pullRequest(1));
    await checkRuns.markStale(key, { at: later(DAY), isUrgent: true });
    const stale = await checkRuns.findNextStale(later(DAY), []);
    await checkRuns.putOff(stale ?? never(), { at: later(DAY), attempts: 1 });
    await backfills.request({ repositoryId: SHOP.id, since: at(1), at: later(DAY) });
    await refusals.save({ repositoryId: SHOP.id, refused: "config", reason: "not-found", at: later(DAY) });
    await unread.save({
      ...{ repositoryId: SHOP.id, kind: "change", name: "#1", source: "a...b", missing: "files" },
      ...{
        since: later(DAY),
        triedAt: later(DAY),
        tries: 1,
        refusals: 0,
        dueAt: later(2 * DAY),
        isOver: false,
      },
    });
    await operations.correctTimes(NOW);

    expect(await checkRuns.findNextStale(NOW, [])).toMatchObject(key);
    expect(await backfills.findNextDue(NOW, { repositories: [] })).toMatchObject({
      repositoryId: SHOP.id,
    });
    expect(await unread.findNextDue(NOW, { busyRepositories: [], isUrgentOnly: false })).toMatchObject({
      name: "#1",
    });
    const refusal = await refusals.find({ repositoryId: SHOP.id, refused: "config" });
    expect(refusal?.askAgainAt.getTime()).toBeLessThanOrEqual(NOW.getTime());
  });

  it("the next alert about spend does not wait for it", async () => {
    const { spendAlerts, notifications, operations } = await openTestStores();
    const message = { kind: "alert", title: "t", lines: [], url: undefined } as const;
    const of = { installationId: 1, repositoryId: undefined, subject: "alert 1", format: "json" } as const;
    for (const alert of ["a", "b"]) await spendAlerts.save(1, alert, NOW);
    await notifications.save({ ...of, message, createdAt: later(DAY) }, ["a"]);
    await spendAlerts.markWritten(1, ["b"], later(DAY));
    await operations.correctTimes(NOW);

    expect(await spendAlerts.findLastNotifiedAt(1)).toEqual(NOW);
    expect(await spendAlerts.findLastWrittenAt(1)).toEqual(NOW);
  });

  it("nothing is touched when no time is wrong", async () => {
    const { deliveries, operations } = await openTestStores();
    await deliveries.saveAll([delivery("a", NOW), delivery("b", later(30_000))]);

    expect(await operations.correctTimes(NOW)).toBe(0);
  });
});

function never(): never {
  throw new Error("no check run is stale");
}
