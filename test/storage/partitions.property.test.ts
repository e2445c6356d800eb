import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { runs } from "../support/limits.ts";
import { openTestStores } from "../support/stores.ts";

const BEFORE_ALL = Number.MIN_SAFE_INTEGER;
const NOBODY = { repositories: [] };
/** No repository is that of an installation. */
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
const received = fc.array(
  fc.record({
    installationId: fc.integer({ min: 1, max: 2 }),
    repositoryId: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    isDue: fc.boolean(),
  }),
  { maxLength: 20 },
);

type List = (page: { after: number; most: number }) => Promise<readonly number[]>;

/** All partitions, by pages of so many. */
async function listAll(list: List, most: number): Promise<number[]> {
  const all: number[] = [];
  for (;;) {
    const page = await list({ after: all.at(-1) ?? BEFORE_ALL, most });
    all.push(...page);
    if (page.length < most) return all;
  }
}

const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b);

describe("the partitions with due work", () => {
  it("are those of the due deliveries, each with its first one", async () => {
    await fc.assert(
      fc.asyncProperty(received, fc.integer({ min: 1, max: 4 }), async (all, most) => {
        const { deliveries, installations } = await openTestStores();
        await installations.remember({ id: 2, installedAt: at(1) });
        const rows = all.map((each, index) => ({ ...each, id: `${index}` }));
        await deliveries.saveAll(
          rows.map(({ isDue: _, ...each }) => ({
            ...each,
            event: "pull_request",
            payload: "{}",
            receivedAt: at(2),
          })),
        );
        for (const { id } of rows.filter(({ isDue }) => !isDue))
          await deliveries.putOff(id, { at: at(4), attempts: 1 });
        const partitionOf = ({ repositoryId, installationId }: (typeof rows)[number]) =>
          repositoryId ?? -installationId;
        const due = rows.filter(({ isDue }) => isDue);

        const listed = await listAll((page) => deliveries.listDuePartitions(at(3), page), most);
        expect(listed).toEqual(sorted(due.map(partitionOf)));
        for (const partition of sorted(rows.map(partitionOf))) {
          const first = due.find((each) => partitionOf(each) === partition);
          expect((await deliveries.findNextOf(partition, at(3)))?.id).toBe(first?.id);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it("are those of stale check runs, of backfills, and of unread facts", async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 4 }), async (all, most) => {
        const { repositories, installations, checkRuns, backfills, unread, waits } = await openTestStores();
        await installations.remember({ id: SHOP.installationId, installedAt: at(1) });
        for (const id of all) {
          await repositories.remember({ ...SHOP, id, name: `shop-${id}` });
          await checkRuns.markStale(
            { repositoryId: id, number: 1, headSha: "a".repeat(40) },
            { at: at(2), isUrgent: true },
          );
          await backfills.request({ repositoryId: id, since: at(-80), at: at(2) });
          await unread.save({
            ...{ repositoryId: id, kind: "change", name: "#1", source: "a...b", missing: undefined },
            ...{ since: at(2), triedAt: at(2), tries: 1, refusals: 0, dueAt: at(2), isOver: false },
          });
        }
        const now = at(3);
        const busyRepositories: number[] = [];
        const expected = sorted(all);

        expect(await listAll((page) => checkRuns.listStaleRepositories(now, page), most)).toEqual(expected);
        const isUrgentOnly = true;
        expect(
          await listAll((page) => unread.listDueRepositories(now, { ...page, isUrgentOnly }), most),
        ).toEqual(expected);
        expect(await listAll((page) => backfills.listDueRepositories(now, page), most)).toEqual(expected);
        for (const only of all) {
          expect((await checkRuns.findNextStale(now, [], only))?.repositoryId).toBe(only);
          expect((await backfills.findNextDue(now, { ...NOBODY, only }))?.repositoryId).toBe(only);
          expect(
            (await unread.findNextDue(now, { busyRepositories, isUrgentOnly, only }))?.repositoryId,
          ).toBe(only);
        }
        expect(await checkRuns.findNextStale(now, [], 99)).toBeUndefined();

        const wait = { name: "backfills", installationId: SHOP.installationId } as const;
        await waits.begin(wait, { now, until: at(3, 1) });
        expect(await backfills.listDueRepositories(now, { after: BEFORE_ALL, most })).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });
});
