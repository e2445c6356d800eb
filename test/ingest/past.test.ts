import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { servePast } from "../../dev/simulation/past/github-past.ts";
import { longPast, NOW } from "../../dev/simulation/past/long-past.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { deploymentPayload } from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { fromDeploymentStatus } from "../../src/github/facts.ts";
import type { Payload } from "../../src/github/payloads.ts";
import { trimDelivery } from "../../src/github/trim.ts";
import { onDeploymentStatus } from "../../src/ingest/events/deployment-status.ts";
import { onInstallation } from "../../src/ingest/events/installation.ts";
import { onInstallationRepositories } from "../../src/ingest/events/repository.ts";
import { updateTimeline } from "../../src/ingest/timeline.ts";
import { backfill, request } from "../support/backfill.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const log = pino({ level: "silent" });
const options = { clock: () => NOW, onStale: () => {}, settings: settingsWith() };
/** Fields that GitHub sends beside those that are read. */
const TOOLS = { id: 8, full_name: "acme/tools", node_id: "R_8", name: "tools", private: true };

/** A payload as it is kept. */
function kept<Name extends "installation" | "installation_repositories">(event: Name, payload: object) {
  return JSON.parse(trimDelivery(event, payload)?.payload ?? "") as Payload<Name>;
}

describe("the past", () => {
  useNock();

  it("of each repository that the app is installed on is read, thirteen weeks of it", async () => {
    const stores = await openTestStores();
    const payload = kept("installation", {
      action: "created",
      installation: { id: 1, created_at: "2026-11-08T00:00:00Z" },
      repositories: [TOOLS],
    });
    await onInstallation(stores, options)({ octokit, log, receivedAt: at(2), payload });

    expect(await stores.repositories.find(8)).toMatchObject({ owner: "acme", name: "tools" });
    expect(await stores.backfills.list()).toMatchObject([
      { repositoryId: 8, state: "running", since: at(-82), startedAt: NOW },
    ]);
  });

  it("of each repository that is added to an installation is read", async () => {
    const stores = await openTestStores();
    const payload = kept("installation_repositories", {
      action: "added",
      installation: { id: 1 },
      repositories_added: [TOOLS],
      repositories_removed: [],
    });
    await onInstallationRepositories(stores, options)({ octokit, log, receivedAt: at(2), payload });

    expect(await stores.backfills.list()).toMatchObject([{ repositoryId: 8, state: "running" }]);
  });

  it("holds back what a deployment did, so that none is taken for the first that ever was", async () => {
    servePast(longPast({ pulls: 20, deployEvery: 5 }));
    const stores = await openTestStores();
    await request(stores, NOW);
    const payload = deploymentPayload({ id: 900, sha: "m20", at: NOW });
    await onDeploymentStatus(stores, options)({ octokit, log, receivedAt: at(2), payload });
    const of = { since: at(1), deployedFrom: at(1), deployedUntil: at(30) };

    expect((await stores.histories.loadWindow(SHOP.id, of)).firstEffectAt).toBeUndefined();
    await backfill(stores, { now: NOW });
    const { effects } = await stores.histories.loadWindow(SHOP.id, of);

    expect(effects.at(-1)).toMatchObject({ reason: "same-commit" });
    expect(effects.map(({ reason }) => reason)).not.toContain("baseline");
  });
});

describe("two who play the deployments of a repository at once", () => {
  useNock();

  it("play none before the history of it is read", async () => {
    const past = longPast({ pulls: 9, deployEvery: 3 });
    const asked: string[][] = [];
    for (const players of [1, 3]) {
      const compared: string[] = [];
      servePast(past, { onRequest: (path) => compared.push(path) });
      const stores = await openTestStores();
      for (const payload of past.statuses) {
        const { deployment: told, status } = fromDeploymentStatus(payload);
        const deployment = { ...told, creator: undefined };
        await stores.deployments.save({ repositoryId: SHOP.id, deployment, statuses: [status] });
      }
      const applying = { repository: SHOP, settings: await settingsWith().load(octokit, SHOP), at: NOW };
      await Promise.all(Array.from({ length: players }, () => updateTimeline(octokit, stores, applying)));
      asked.push(compared);
      nock.cleanAll();
    }

    expect(asked[0]).toEqual(["m3...m6", "m6...m9"].map((range) => `/repos/acme/shop/compare/${range}`));
    expect(asked[1]).toEqual(asked[0]);
  });
});
