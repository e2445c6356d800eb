import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { onInstallationRepositories, onRepository } from "../../src/handlers/repository.ts";
import { octokit } from "../support/github.ts";
import { at } from "../support/history.ts";
import { openTestStores, pullRequest, SHOP, settingsWith } from "../support/stores.ts";

const log = pino({ level: "silent" });
const options = { clock: () => at(9), onStale: () => {}, settings: settingsWith() };

function payload(
  action: "renamed" | "transferred" | "deleted",
  { owner, name }: { owner: string; name: string },
) {
  const repository = { id: SHOP.id, name, owner: { login: owner } };
  return { action, installation: { id: SHOP.installationId }, repository };
}

describe("a repository", () => {
  it.each([
    ["renamed", { owner: "acme", name: "store" }],
    ["transferred", { owner: "umbrella", name: "shop" }],
  ] as const)("L25: that is %s keeps what is known of it, under its new name", async (action, now) => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1));
    await onRepository(stores, options)({ octokit, payload: payload(action, now), log });

    expect(await stores.repositories.findByName(now.owner, now.name)).toMatchObject({ id: SHOP.id });
    expect(await stores.repositories.findByName("acme", "shop")).toBeUndefined();
    expect(await stores.changes.find(SHOP.id, 1)).toMatchObject({ number: 1 });
  });

  it("that is deleted is forgotten with all that is known of it", async () => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1));
    await onRepository(stores, options)({ octokit, payload: payload("deleted", SHOP), log });

    expect(await stores.repositories.list()).toEqual([]);
    expect(await stores.changes.find(SHOP.id, 1)).toBeUndefined();
  });

  it("that the app is taken off is forgotten with all that is known of it", async () => {
    const stores = await openTestStores();
    await stores.repositories.remember({ ...SHOP, id: 8, name: "other" });
    const removed = { installation: { id: 1 }, repositories_removed: [{ id: SHOP.id }] };
    await onInstallationRepositories(stores)({ octokit, payload: { action: "removed", ...removed }, log });

    expect(await stores.repositories.list()).toMatchObject([{ id: 8 }]);
  });
});
