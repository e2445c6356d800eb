import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  type DeploymentPayload,
  deploymentPayload,
  pullRequestPayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API, serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { judgeChanges } from "../../../src/domain/shipping/judgement.ts";
import { ledgerOf } from "../../../src/domain/shipping/ledger.ts";
import { onDeploymentStatus } from "../../../src/ingest/events/deployment-status.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const options = { clock: () => at(9), onStale: () => {}, settings: settingsWith() };

/** Three squashed pull requests, one after another. */
const WORLD = new Map<string, WorldCommit>([
  ["m0", { parents: [], message: "Begin" }],
  ["m1", { parents: ["m0"], message: "One" }],
  ["m2", { parents: ["m1"], message: "Two" }],
  ["m3", { parents: ["m2"], message: "Three" }],
  ...[1, 2, 3].map(
    (number) => [`h${number}`, { parents: [`m${number - 1}`], message: "Work", files: ["a.ts"] }] as const,
  ),
]);

async function merge(stores: Stores, number: number, mergedAt: Date): Promise<void> {
  const pull = { number, base: `m${number - 1}`, head: `h${number}`, updatedAt: mergedAt };
  const payload = pullRequestPayload({ ...pull, merge: { sha: `m${number}`, by: account(2) } });
  await onPullRequest(stores, options)({ octokit, payload, log, receivedAt: at(2) });
}

async function deploy(stores: Stores, deployment: DeploymentPayload): Promise<void> {
  await onDeploymentStatus(
    stores,
    options,
  )({ octokit, payload: deploymentPayload(deployment), log, receivedAt: at(2) });
}

async function shippingOf(stores: Stores) {
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(9) };
  const { effects, ...facts } = await stores.histories.loadWindow(SHOP.id, window);
  const judged = judgeChanges(facts.changes, { ...facts, now: at(9) }).toSorted((a, b) =>
    a.change.id < b.change.id ? -1 : 1,
  );
  return {
    reasons: ledgerOf(effects, judged).map(({ reason }) => reason ?? "counted"),
    outcomes: judged.map(({ outcome }) => outcome),
  };
}

describe("a deployment", () => {
  useNock();

  it("that is the first puts all that it carries outside, whichever is heard of first", async () => {
    serveCommits(WORLD);
    const baseline = { id: 1, sha: "m2", at: at(4) };
    const inOrder = await openTestStores();
    await merge(inOrder, 1, at(2));
    await merge(inOrder, 2, at(3));
    await deploy(inOrder, baseline);
    const late = await openTestStores();
    await deploy(late, baseline);
    await merge(late, 2, at(3));
    await merge(late, 1, at(2));

    expect(await shippingOf(inOrder)).toEqual({ reasons: ["baseline"], outcomes: ["outside", "outside"] });
    expect(await shippingOf(late)).toEqual(await shippingOf(inOrder));
  });

  it("links by ancestry what lies between it and the one before, though that one is heard of later", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    for (const number of [1, 2, 3]) await merge(stores, number, at(number + 1));
    await deploy(stores, { id: 3, sha: "m3", at: at(7) });
    await deploy(stores, { id: 2, sha: "m2", at: at(6) });
    await deploy(stores, { id: 1, sha: "m1", at: at(5) });

    expect(await shippingOf(stores)).toEqual({
      reasons: ["baseline", "counted", "counted"],
      outcomes: ["outside", "net", "net"],
    });
  });

  it("has a range read once", async () => {
    const stores = await openTestStores();
    nock(API)
      .get("/repos/acme/shop/compare/m1...m2")
      .query(true)
      .reply(200, { total_commits: 1, commits: [], files: [] });

    await deploy(stores, { id: 1, sha: "m1", at: at(3) });
    for (const id of [2, 3, 4]) await deploy(stores, { id, sha: "m2", at: at(4, id) });
  });

  it("whose predecessor GitHub does not know links nothing", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await deploy(stores, { id: 1, sha: "gone", at: at(1) });
    await merge(stores, 1, at(2));
    await deploy(stores, { id: 2, sha: "m1", at: at(3) });

    expect(await shippingOf(stores)).toEqual({
      reasons: ["baseline", "range-unknown"],
      outcomes: ["outside"],
    });
  });

  it.each([
    ["a preview", { isTransient: true }],
    ["staging", { environment: "staging" }],
    ["production, and is still in progress", { state: "in_progress" }],
  ] as const)("to %s reads nothing", async (_, rest) => {
    const stores = await openTestStores();
    await deploy(stores, { id: 1, sha: "m1", at: at(3) });

    await deploy(stores, { id: 2, sha: "m2", at: at(4), ...rest });
  });
});
