import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API } from "../../../dev/simulation/world/world.ts";
import { onInstallationRepositories, onRepository } from "../../../src/ingest/events/repository.ts";
import { createSettingsSource } from "../../../src/ingest/settings-source.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { runs } from "../../support/limits.ts";
import { openTestStores, pullRequest, readChange, settingsWith } from "../../support/stores.ts";
import { serveTree } from "../../support/tree.ts";

const log = pino({ level: "silent" });
const options = { clock: () => at(9), onStale: () => {}, settings: settingsWith() };
/** The new owner, who has the app too. */
const UMBRELLA = { id: SHOP.id, installationId: 2, owner: "umbrella", name: "shop" };

useNock();

type Action = "renamed" | "transferred" | "deleted" | "archived" | "unarchived" | "privatized";

interface Told {
  readonly owner: string;
  readonly name: string;
  readonly installationId: number;
  readonly archived?: boolean;
  /** When GitHub changed it last. */
  readonly updatedAt?: Date;
}

function payload(action: Action, { owner, name, installationId, archived, updatedAt }: Told) {
  const changed = { archived, updated_at: updatedAt?.toISOString() };
  const repository = { id: SHOP.id, name, owner: { login: owner }, ...changed };
  return { action, installation: { id: installationId }, repository };
}

const tell = (stores: Stores, action: Action, told: Told) =>
  onRepository(stores, options)({ octokit, payload: payload(action, told), log, receivedAt: at(2) });

function change(stores: Stores, action: "added" | "removed", id = SHOP.id) {
  const repositories = [{ id, full_name: "acme/shop" }];
  const [added, removed] = action === "added" ? [repositories, []] : [[], repositories];
  const installation = { id: 1 };
  const lists = { repositories_added: added, repositories_removed: removed };
  return onInstallationRepositories(
    stores,
    options,
  )({ octokit, payload: { action, installation, ...lists }, log, receivedAt: at(2) });
}

/** Which installation GitHub says covers a repository now. */
function covers(fullName: string, id: number | undefined): void {
  const asked = nock(API).get(`/repos/${fullName}/installation`);
  if (id === undefined) asked.reply(404, {});
  else asked.reply(200, { id });
}

const isRemoved = (stores: Stores, installationId: number) =>
  stores.removals.isRemoved({ installationId, repositoryId: SHOP.id });

describe("a repository", () => {
  it("L25: that is renamed keeps what is known of it, under its new name", async () => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1));
    await tell(stores, "renamed", { ...SHOP, name: "store" });

    expect(await stores.repositories.findByName("acme", "store")).toMatchObject({ id: SHOP.id });
    expect(await stores.repositories.findByName("acme", "shop")).toBeUndefined();
    expect(await stores.changes.find(SHOP.id, 1)).toMatchObject({ number: 1 });
  });

  it("is what GitHub changed last, however late its deliveries come", async () => {
    const told = [
      { archived: true, name: "shop", updatedAt: at(3) },
      { archived: true, name: "store", updatedAt: at(4) },
      { archived: false, name: "store", updatedAt: at(5) },
    ].map((each) => ({ ...SHOP, ...each }));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...told, ...told], { minLength: 6 }), async (deliveries) => {
        const stores = await openTestStores();
        for (const delivery of deliveries) await tell(stores, "renamed", delivery);

        expect(await stores.repositories.find(SHOP.id)).toMatchObject({ name: "store", isArchived: false });
        await stores.close();
      }),
      { numRuns: runs(50) },
    );
  });

  it("is what it is known to be where GitHub does not say when it changed", async () => {
    const stores = await openTestStores();
    await tell(stores, "renamed", { ...SHOP, name: "store", updatedAt: at(4) });
    await tell(stores, "renamed", { ...SHOP, name: "market" });
    await tell(stores, "renamed", { ...SHOP, updatedAt: at(3) });

    expect(await stores.repositories.find(SHOP.id)).toMatchObject({ name: "market", updatedAt: at(4) });
  });

  it("L25: that is transferred to an owner who has the app follows, and nothing late takes it back", async () => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1, { author: "a hash of the former key" }));
    covers("umbrella/shop", 2);
    await tell(stores, "transferred", UMBRELLA);
    // GitHub tells the former owner too; the old name leads to the new one.
    covers("acme/shop", 2);
    await change(stores, "removed");

    expect(await stores.repositories.find(SHOP.id)).toMatchObject(UMBRELLA);
    expect(await stores.changes.find(SHOP.id, 1)).toMatchObject({ author: "a hash of the former key" });
    expect(await isRemoved(stores, 1)).toBe(true);
    await expect(tell(stores, "renamed", SHOP)).rejects.toThrow(
      "repository 7 was removed from installation 1",
    );
    await stores.installations.forget(1, at(9));
    expect(await stores.repositories.find(SHOP.id)).toMatchObject(UMBRELLA);
  });

  it("that is transferred knows the accounts of its config by the new owner's key, from then on", async () => {
    const stores = await openTestStores();
    const settings = createSettingsSource(stores, {
      log,
      clock: () => at(9),
      authenticateOwner: async () => octokit,
    });
    for (const owner of ["acme", "umbrella"]) {
      serveTree({ ".github/plimsoll.yml": "creators: [deployer]" }, { repository: `${owner}/shop` });
      nock(API).get("/users/deployer").reply(200, { id: 4711 });
    }
    await settings.load(octokit, SHOP);
    covers("umbrella/shop", 2);
    await onRepository(stores, { ...options, settings })({
      octokit,
      payload: payload("transferred", UMBRELLA),
      log,
      receivedAt: at(2),
    });

    const creators = (await stores.rules.list(SHOP.id)).map((rules) => [rules.since, rules.creators]);
    expect(creators).toEqual([
      [new Date(0), [await stores.installations.computePseudonym(1, 4711)]],
      [at(9), [await stores.installations.computePseudonym(2, 4711)]],
    ]);
  });

  it("that is transferred leaves the scopes of its owner, and has the new owner's judge its changes", async () => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1, { mergedAt: at(1) }));
    const read = readChange({ own: ["own"], readFrom: "range", scopes: ["pay"] });
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, read);
    covers("umbrella/shop", 2);
    covers("acme/shop", 1);
    await tell(stores, "transferred", UMBRELLA);
    const left = await stores.histories.loadAround(SHOP.id, ["#1"]);
    const nextDue = () => stores.unread.findNextDue(at(9), { busyRepositories: [], isUrgentOnly: true });
    const before = await nextDue();
    const paths = [{ name: "till", repositories: [], paths: ["till/**"] }];
    await stores.scopes.save(1, paths, at(1));
    await tell(stores, "transferred", SHOP);

    expect(left.changes.map(({ id, scopes }) => [id, scopes])).toEqual([["#1", undefined]]);
    expect(before).toBe(undefined);
    expect(await nextDue()).toMatchObject({ repositoryId: SHOP.id, kind: "change", name: "#1" });
  });

  it("that is transferred there and back is its first owner's again", async () => {
    const stores = await openTestStores();
    covers("umbrella/shop", 2);
    await tell(stores, "transferred", UMBRELLA);
    covers("acme/shop", 1);
    await tell(stores, "transferred", SHOP);
    // The first transfer is delivered again.
    covers("umbrella/shop", 1);
    await tell(stores, "transferred", UMBRELLA);

    expect(await stores.repositories.find(SHOP.id)).toMatchObject(SHOP);
    expect([await isRemoved(stores, 1), await isRemoved(stores, 2)]).toEqual([false, true]);
  });

  it("that is transferred from an owner without the app has its past read", async () => {
    const stores = await openTestStores();
    covers("umbrella/tools", 2);
    const tools = { id: 8, name: "tools", owner: { login: "umbrella" } };
    const told = { action: "transferred" as const, installation: { id: 2 }, repository: tools };
    await onRepository(stores, options)({ octokit, payload: told, log, receivedAt: at(2) });

    expect(await stores.repositories.find(8)).toMatchObject({ installationId: 2, owner: "umbrella" });
    expect(await stores.backfills.list()).toMatchObject([{ repositoryId: 8, state: "running" }]);
  });

  it("that is transferred to an owner without the app is forgotten", async () => {
    const stores = await openTestStores();
    covers("acme/shop", undefined);
    await change(stores, "removed");

    expect(await stores.repositories.list()).toEqual([]);
  });

  it("that is archived is written to no more, until it is not any more", async () => {
    const stores = await openTestStores();
    const key = { repositoryId: SHOP.id, headSha: "head", number: 1 };
    await stores.checkRuns.markStale(key, { at: at(9), isUrgent: true });
    await tell(stores, "archived", { ...SHOP, archived: true });
    expect(await stores.checkRuns.findNextStale(at(9), [])).toBeUndefined();

    await tell(stores, "unarchived", { ...SHOP, archived: false });
    expect(await stores.checkRuns.findNextStale(at(9), [])).toMatchObject(key);
  });

  it("that is deleted is forgotten with all that is known of it, and what comes late brings nothing back", async () => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1));
    await tell(stores, "deleted", SHOP);

    expect(await stores.repositories.list()).toEqual([]);
    expect(await stores.changes.find(SHOP.id, 1)).toBeUndefined();
    await expect(tell(stores, "privatized", SHOP)).rejects.toThrow("was removed");
    expect(await stores.repositories.list()).toEqual([]);
  });

  it("that the app is taken off is forgotten with all that is known of it, until it is put back", async () => {
    const stores = await openTestStores();
    await stores.repositories.remember({ ...SHOP, id: 8, name: "other" });
    covers("acme/shop", undefined);
    await change(stores, "removed");

    expect(await stores.repositories.list()).toMatchObject([{ id: 8 }]);
    expect(await isRemoved(stores, 1)).toBe(true);
    await change(stores, "added");
    expect(await isRemoved(stores, 1)).toBe(false);
    expect(await stores.backfills.list()).toMatchObject([{ repositoryId: SHOP.id, state: "running" }]);
  });

  it("that the app was taken off and put back, told in the other order, stays", async () => {
    const stores = await openTestStores();
    await change(stores, "added");
    covers("acme/shop", 1);
    await change(stores, "removed");

    expect(await stores.repositories.find(SHOP.id)).toMatchObject(SHOP);
    expect(await isRemoved(stores, 1)).toBe(false);
  });
});
