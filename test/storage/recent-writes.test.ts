import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import type { RecentWriteStore } from "../../src/storage/recent-writes.ts";
import { storesIn } from "../../src/storage/stores.ts";
import { openTestStores } from "../support/stores.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000];
const QUOTA = { total: 400, issues: 300, apartMs: 0 };

/** The stores of two servers on one database. */
async function openTwo() {
  const first = await openTestStores();
  return { first, second: storesIn(first.database) };
}

/** Counts writes at an instant of a machine, and returns the waits in minutes. */
async function waits(
  writes: RecentWriteStore,
  { kind = "check-run", count = 1, now = Date.now(), quota = QUOTA, installationId = 1 }: Asked,
): Promise<number[]> {
  const asked = { installationId, kind, quota, now };
  const all = await Promise.all(Array.from({ length: count }, () => writes.count(asked)));
  return all.map(({ wait }) => wait / MINUTE);
}

interface Asked {
  readonly kind?: "check-run" | "issue";
  readonly count?: number;
  readonly now?: number;
  readonly quota?: typeof QUOTA;
  readonly installationId?: number;
}

afterEach(() => void vi.useRealTimers());

describe("the writes of an installation", () => {
  it("are 400 an hour, however many servers ask at once", async () => {
    const { first, second } = await openTwo();
    const found: number[] = [];
    for (let batch = 0; batch < 15; batch++) {
      const both = [first, second].map(({ recentWrites }) => waits(recentWrites, { count: 16 }));
      found.push(...(await Promise.all(both)).flat());
    }

    expect(found).toHaveLength(480);
    expect(found.filter((wait) => wait === 0)).toHaveLength(400);
    expect(Math.max(...found)).toBeLessThanOrEqual(60);
    // Also of a server that starts later.
    expect((await waits(storesIn(first.database).recentWrites, {}))[0]).toBeGreaterThan(0);
    await first.close();
  });

  it("leave room for check runs that issues cannot take, and count no others'", async () => {
    const { first, second } = await openTwo();
    await first.installations.remember({ id: 2, installedAt: at(1) });
    const quota = { total: 5, issues: 3, apartMs: 0 };
    const free = async (asked: Asked) =>
      (await waits(second.recentWrites, { ...asked, quota })).filter((wait) => wait === 0).length;
    await waits(first.recentWrites, { kind: "issue", count: 2, quota });

    expect(await free({ kind: "issue", count: 4 })).toBe(1);
    expect(await free({ kind: "check-run", count: 4 })).toBe(2);
    expect(await free({ kind: "check-run", count: 4, installationId: 2 })).toBe(4);
    // Nothing is kept of one that is not known, or was deleted.
    expect(await free({ kind: "issue", count: 9, installationId: 3 })).toBe(9);
    await first.installations.forget(1, at(2));
    expect(await free({ kind: "issue", count: 9 })).toBe(9);
    await first.close();
  });

  it("count no more when GitHub refused them", async () => {
    const { first, second } = await openTwo();
    const asked = {
      installationId: 1,
      kind: "issue",
      quota: { ...QUOTA, total: 1 },
      now: Date.now(),
    } as const;
    const { sequence = 0 } = await first.recentWrites.count(asked);
    expect((await second.recentWrites.count(asked)).wait).toBeGreaterThan(0);
    await first.recentWrites.takeBack(sequence);

    expect((await second.recentWrites.count(asked)).wait).toBe(0);
    await first.close();
  });

  it("are kept apart, whichever servers send them", async () => {
    const { first, second } = await openTwo();
    const asked = {
      installationId: 1,
      kind: "issue",
      quota: { ...QUOTA, apartMs: 900_000 },
      now: Date.now(),
    } as const;
    const pauses: number[] = [];
    for (const { recentWrites } of [first, second]) pauses.push((await recentWrites.count(asked)).pause);

    expect(pauses[0]).toBe(0);
    expect(pauses[1]).toBeGreaterThan(890_000);
    await first.close();
  });

  it.runIf(inject("postgres"))(
    "are counted by the database's clock, however wrong those of servers are",
    async () => {
      const { first, second } = await openTwo();
      const quota = { total: 5, issues: 3, apartMs: 0 };
      const from = (wrongBy: number) => {
        const now = Date.now() + wrongBy;
        vi.useFakeTimers({ toFake: ["Date"], now });
        const asked = waits(wrongBy > 0 ? first.recentWrites : second.recentWrites, { count: 3, now, quota });
        vi.useRealTimers();
        return asked;
      };
      const found = [
        ...(await from(HOUR)),
        ...(await from(-HOUR)),
        ...(await from(0)),
        ...(await from(26 * HOUR)),
      ];

      expect(found.filter((wait) => wait === 0)).toHaveLength(5);
      expect(Math.max(...found)).toBeLessThanOrEqual(60);
      await first.close();
    },
  );

  it.skipIf(inject("postgres"))(
    "count as of now when a clock was ahead, and are all deleted an hour later",
    async () => {
      const { first } = await openTwo();
      const [quota, now] = [{ total: 5, issues: 3, apartMs: 0 }, Date.now()];
      await waits(first.recentWrites, { count: 5, now: now + 24 * HOUR, quota });

      expect(await waits(first.recentWrites, { now, quota })).toEqual([60]);
      expect(await waits(first.recentWrites, { now: now + HOUR - MINUTE, quota })).toEqual([1]);
      expect(await waits(first.recentWrites, { now: now + HOUR, quota })).toEqual([0]);
      await first.recentWrites.forget(new Date(now + 2 * HOUR));
      expect(await waits(first.recentWrites, { count: 5, now: now + HOUR, quota })).toEqual([0, 0, 0, 0, 0]);
      await first.close();
    },
  );
});
