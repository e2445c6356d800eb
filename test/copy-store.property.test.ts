import fc from "fast-check";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play, type Story } from "../dev/simulation/story/story.ts";
import { releaseSteps, steps } from "../dev/simulation/story/story-steps.ts";
import { at } from "../dev/simulation/world/history.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { serveCommits, serveNoEvents } from "../dev/simulation/world/world.ts";
import { compareStores } from "../src/digests/compare-stores.ts";
import { copyStore } from "../src/storage/copy/copy-store.ts";
import { SHORTEST_KEY } from "../src/storage/pseudonym-key.ts";
import type { SqlDatabase } from "../src/storage/sql/handle.ts";
import { type Stores, storesIn } from "../src/storage/stores.ts";
import { createInMemory, createTestDatabase, type TestDatabase } from "./support/databases.ts";
import { deliver } from "./support/deliver.ts";
import { rowsOf } from "./support/every-table.ts";
import { runs } from "./support/limits.ts";
import { NO_RULES, pullRequest, settingsWith } from "./support/stores.ts";

interface Told {
  readonly ship: "auto" | "releases";
  readonly story: Story;
  /** The number of deliveries that come before the store moves; the others come after it. */
  readonly before: number;
}

const stories: fc.Arbitrary<Told> = fc.constantFrom("auto" as const, "releases" as const).chain((ship) =>
  (ship === "auto" ? steps : releaseSteps)
    .map(play)
    .chain((story) => fc.record({ story: fc.constant(story), before: fc.nat(story.deliveries.length) }))
    .map((told) => ({ ...told, ship })),
);

const pseudonymKey = Buffer.alloc(SHORTEST_KEY);

function storesOf(database: SqlDatabase): Stores {
  return { ...storesIn(database, { pseudonymKey }), close: async () => {} };
}

/** A store of the shop, with one merged change. */
async function openShop(): Promise<TestDatabase & { readonly stores: Stores }> {
  const made = await createTestDatabase();
  const stores = storesOf(made.database);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  const merged = { state: "merged", mergeSha: "m1", mergedAt: at(3), updatedAt: at(3) } as const;
  await stores.changes.save(pullRequest(1, merged));
  return { ...made, stores };
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("a store that moves to the other database and back", () => {
  it("keeps all rows and digests, and goes on as one that stayed", async () => {
    const [stayed, there, back] = [
      await createInMemory(),
      await createTestDatabase(),
      await createInMemory(),
    ];
    await fc.assert(
      fc.asyncProperty(stories, async ({ ship, story, before }) => {
        nock.cleanAll();
        serveCommits(story.world, { tags: story.tags });
        serveNoEvents();
        for (const each of [stayed, there, back]) await each.empty();
        const stores = storesOf(stayed.database);
        await stores.installations.remember({ id: 1, installedAt: at(1) });
        await stores.repositories.remember(SHOP);
        await stores.rules.save(SHOP.id, { ...NO_RULES, ship });
        const options = { end: story.end, settings: settingsWith({ ship }) };
        const compare = async (source: Omit<Stores, "close">, target: Omit<Stores, "close">) => {
          expect(await compareStores(source, target, { now: story.end })).toBe(2);
        };
        await deliver(stores, story.deliveries.slice(0, before), options);
        await copyStore(stayed.database, there.database, { compare });
        await copyStore(there.database, back.database, { compare });

        const rows = await rowsOf(stayed.database);
        expect(await rowsOf(there.database)).toEqual(rows);
        expect(await rowsOf(back.database)).toEqual(rows);
        for (const { database } of [stayed, there, back])
          await deliver(storesOf(database), story.deliveries.slice(before), options);
        await compare(stores, storesOf(there.database));
        await compare(stores, storesOf(back.database));
      }),
      { numRuns: runs(60, 3), endOnFailure: true },
    );
    for (const { database } of [stayed, there, back]) await database.close();
  });
});

describe("two stores", () => {
  it("differ where one of them tells something else of a week, which the error names", async () => {
    const [first, second] = [await openShop(), await openShop()];
    const compare = () => compareStores(first.stores, second.stores, { now: at(20) });

    expect(await compare()).toBe(2);
    await second.stores.changes.save(
      pullRequest(2, { state: "merged", mergeSha: "m2", mergedAt: at(4), updatedAt: at(4) }),
    );
    await expect(compare()).rejects.toThrow(
      /^the digest of acme\/shop in 2026-W\d\d differs between the stores$/,
    );
    await second.stores.repositories.remember({ ...SHOP, id: 8, name: "board" });
    await expect(compare()).rejects.toThrow("the lists of repositories differ");
    for (const { database } of [first, second]) await database.close();
  });
});
