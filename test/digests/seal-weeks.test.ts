import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at, deployment } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { measureRepository } from "../../src/digests/measure.ts";
import { sealFinalWeeks } from "../../src/digests/seal-weeks.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { commit, NO_RULES, openTestStores, pullRequest, readChange } from "../support/stores.ts";

const WEEK = "2026-W45";
const OTHER = { ...SHOP, id: 8, name: "other" };
const DAY = 86_400_000;

/** Merges and deploys one pull request a day of a repository, by people in turn, from the 3rd on. */
async function ship(stores: Stores, repositoryId: number, people: readonly string[]): Promise<void> {
  await stores.repositories.remember({
    ...SHOP,
    id: repositoryId,
    name: repositoryId === SHOP.id ? SHOP.name : OTHER.name,
  });
  for (let number = 0; number <= people.length; number++) {
    const on = new Date(at(2, 9).getTime() + number * DAY);
    const of = {
      repositoryId,
      baseSha: `m${number - 1}`,
      mergeSha: `m${number}`,
      mergedAt: on,
      updatedAt: on,
    };
    await stores.changes.save(
      pullRequest(number + 1, { ...of, state: "merged", author: people[number - 1] }),
    );
    const read = readChange({ own: [`work-${number}`] });
    await stores.changes.saveRead({ repositoryId, id: `#${number + 1}` }, read);
    await stores.commits.save(repositoryId, [commit(`m${number}`, `m${number - 1}`)]);
    const { statuses, ...rest } = deployment(repositoryId * 1_000 + number, `m${number}`, on);
    await stores.deployments.save({ repositoryId, deployment: rest, statuses });
    await stores.timelines.applyNext(repositoryId);
  }
}

function seal(stores: Stores, now: Date) {
  return sealFinalWeeks({
    stores,
    log: pino({ level: "silent" }),
    clock: () => now,
    compute: createComputer(stores),
  });
}

async function buildersOf(stores: Stores, repositoryId: number) {
  const { changes } = await stores.histories.loadAll(repositoryId);
  const inOrder = changes.toSorted((a, b) => a.mergedAt.getTime() - b.mergedAt.getTime());
  return inOrder.map(({ builder }) => builder);
}

describe("a week that is final", () => {
  const people = ["ada", "bo", "ada", "cy"];

  it("is sealed with the weeks that look at it: hashes go, and what was counted stays", async () => {
    const stores = await openTestStores();
    await ship(stores, SHOP.id, people);
    const now = new Date(at(9).getTime() + 50 * DAY);
    const { shipped, ...before } = await computeDigest(stores, { repository: SHOP, week: WEEK, now });
    // A list of changes is not kept; here there are too few builders for one.
    expect(shipped).toBeNull();

    await seal(stores, now);

    const builders = await buildersOf(stores, SHOP.id);
    expect(builders.filter((builder) => people.includes(builder ?? ""))).toEqual([]);
    expect(await computeDigest(stores, { repository: SHOP, week: WEEK, now })).toEqual(before);
    expect(before.normalizedDeployments.total).toBe(4);
  });

  it("is in no comparison of builders any more", async () => {
    const stores = await openTestStores();
    await ship(stores, SHOP.id, people);
    const now = new Date(at(9).getTime() + 50 * DAY);
    const lastSealed = async () => {
      const { measured } = await measureRepository(stores, SHOP, { week: WEEK, zone: "UTC", now });
      return measured.lastSealed;
    };
    expect(await lastSealed()).toBeUndefined();

    await seal(stores, now);

    expect(await lastSealed()).toEqual(new Date(at(2, 9).getTime() + people.length * DAY));
  });

  it("gives a builder one token over all repositories of the installation", async () => {
    const stores = await openTestStores();
    await ship(stores, SHOP.id, people);
    await ship(stores, OTHER.id, ["cy", "ada"]);

    await seal(stores, new Date(at(9).getTime() + 50 * DAY));

    const [, ada, bo, again, cy] = await buildersOf(stores, SHOP.id);
    expect([ada === again, ada === bo]).toEqual([true, false]);
    expect(await buildersOf(stores, OTHER.id)).toEqual([undefined, cy, ada]);
  });

  it("forgets which people filed its deployments, but not that people did", async () => {
    const stores = await openTestStores();
    const staging = { environment: "staging", isProduction: false };
    const creator = { id: "ada", kind: "person" } as const;
    const { statuses, ...rest } = deployment(1, "m0", at(3), { ...staging, creator });
    await stores.deployments.save({ repositoryId: SHOP.id, deployment: rest, statuses });
    await ship(stores, SHOP.id, people);

    await seal(stores, new Date(at(9).getTime() + 50 * DAY));

    const { deployments } = await stores.histories.loadAll(SHOP.id);
    expect(deployments.find(({ id }) => id === 1)?.creator).toEqual({ id: "", kind: "person" });
  });

  it("is left alone while it, or a week that looks at it, can still change", async () => {
    const stores = await openTestStores();
    await ship(stores, SHOP.id, people);

    await seal(stores, new Date(at(9).getTime() + 40 * DAY));

    expect(await buildersOf(stores, SHOP.id)).toContain("ada");
  });

  it("is sealed 20 weeks after its end at the latest, though nothing of it was ever deployed", async () => {
    const stores = await openTestStores();
    await stores.repositories.remember(SHOP);
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: new Date(0), ship: "deployments" });
    for (const [number, on] of [
      [1, at(3)],
      [2, at(29)],
    ] as const) {
      const merged = { state: "merged", mergeSha: `m${number}`, mergedAt: on, updatedAt: on } as const;
      await stores.changes.save(pullRequest(number, { ...merged, author: "ada" }));
    }
    const end = at(9).getTime();

    await seal(stores, new Date(end + 19 * 7 * DAY));
    const before = await buildersOf(stores, SHOP.id);
    await seal(stores, new Date(end + 20 * 7 * DAY));

    expect(before).toEqual(["ada", "ada"]);
    const after = await buildersOf(stores, SHOP.id);
    expect(after).not.toContain("ada");
    // Another token each week.
    expect(new Set(after).size).toBe(2);
  });

  it("keeps nobody when GitHub tells of a sealed pull request again", async () => {
    const stores = await openTestStores();
    await ship(stores, SHOP.id, ["ada"]);
    await seal(stores, new Date(at(9).getTime() + 50 * DAY));
    const [, sealed] = await buildersOf(stores, SHOP.id);

    const again = { state: "merged", mergeSha: "m1", mergedAt: at(3, 9), updatedAt: at(30) } as const;
    await stores.changes.save(pullRequest(2, { ...again, author: "ada", merger: "bo" }));

    expect((await buildersOf(stores, SHOP.id))[1]).toBe(sealed);
  });
});
