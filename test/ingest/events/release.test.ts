import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  releasePayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API, serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { judgeChanges } from "../../../src/domain/shipping/judgement.ts";
import { ledgerOf } from "../../../src/domain/shipping/ledger.ts";
import { onDeploymentStatus } from "../../../src/ingest/events/deployment-status.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import { onRelease } from "../../../src/ingest/events/release.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const options = { clock: () => at(20), onStale: () => {}, settings: settingsWith() };

/** Two pull requests on main, and a fix on the line of the first release. */
const WORLD = new Map<string, WorldCommit>([
  ["m0", { parents: [], message: "Begin" }],
  ["m1", { parents: ["m0"], message: "One" }],
  ["m2", { parents: ["m1"], message: "Two" }],
  ["fix", { parents: ["m0"], message: "Fix" }],
  ["h1", { parents: ["m0"], message: "Work", files: ["a.ts"] }],
  ["h2", { parents: ["m1"], message: "Work", files: ["b.ts"] }],
  ["h3", { parents: ["m0"], message: "Work", files: ["c.ts"] }],
]);

async function merge(stores: Stores, number: number, base: string, sha: string): Promise<void> {
  const pull = { number, base, head: `h${number}`, updatedAt: at(number + 1) };
  const payload = pullRequestPayload({ ...pull, merge: { sha, by: account(2) } });
  await onPullRequest(stores, options)({ octokit, payload, log, receivedAt: at(2) });
}

async function release(stores: Stores, tag: string, sha: string, rest: object = {}): Promise<void> {
  const day = Number(tag.replace(/\D/g, ""));
  nock(API).get(`/repos/acme/shop/commits/refs%2Ftags%2F${tag}`).query(true).optionally().reply(200, { sha });
  const payload = releasePayload({ id: day, tag, at: at(day), ...rest });
  await onRelease(stores, options)({ octokit, payload, log, receivedAt: at(2) });
}

async function shippingOf(stores: Stores) {
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(21) };
  const { effects, ...facts } = await stores.histories.loadWindow(SHOP.id, window);
  const judged = judgeChanges(facts.changes, { ...facts, now: at(20) });
  return {
    ledger: ledgerOf(effects, judged).map(({ environment, reason }) => [environment, reason ?? "counted"]),
    outcomes: Object.fromEntries(judged.map(({ change, outcome }) => [change.id, outcome])),
  };
}

describe("a release", () => {
  useNock();

  it("L22: ships on each maintained line, and takes nothing off the others", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await release(stores, "v1", "m0");
    await merge(stores, 1, "m0", "m1");
    await merge(stores, 2, "m1", "m2");
    await merge(stores, 3, "m0", "fix");
    await release(stores, "v10", "m2");
    await release(stores, "v11", "fix");

    expect(await shippingOf(stores)).toEqual({
      ledger: [
        ["v1", "baseline"],
        ["v10", "counted"],
        ["v11", "counted"],
      ],
      outcomes: { "#1": "net", "#2": "net", "#3": "net" },
    });
  });

  it("L22: ships nothing while it is a draft, a prerelease, or its tag is gone", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await release(stores, "v1", "m0");
    await merge(stores, 1, "m0", "m1");
    await release(stores, "v9", "m1", { isDraft: true });
    await release(stores, "v10", "m1", { isPrerelease: true });
    nock(API).get("/repos/acme/shop/commits/refs%2Ftags%2Fgone").query(true).reply(422);
    const payload = releasePayload({ id: 12, tag: "gone", at: at(12) });
    await onRelease(stores, options)({ octokit, payload, log, receivedAt: at(2) });

    expect(await shippingOf(stores)).toEqual({
      ledger: [
        ["v1", "baseline"],
        ["v10", "preview"],
      ],
      outcomes: { "#1": "pending" },
    });
  });

  it("R14: brings what its tag names now, when the tag is moved", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await release(stores, "v1", "m0");
    await merge(stores, 1, "m0", "m1");
    await release(stores, "v1", "m1");

    expect(await shippingOf(stores)).toMatchObject({
      ledger: [
        ["v1", "baseline"],
        ["v1", "counted"],
      ],
      outcomes: { "#1": "net" },
    });
  });

  it.each([
    ["GitHub's time of the change", at(12), "counted 2026-11-12"],
    ["the time of receipt, where GitHub tells none", undefined, "counted 2026-11-13"],
  ])("R13: ships when it is promoted, by %s", async (_, updatedAt, expected) => {
    serveCommits(WORLD, {
      tags: new Map([
        ["v1", "m0"],
        ["v2", "m1"],
      ]),
    });
    const stores = await openTestStores();
    const tell = (told: Parameters<typeof releasePayload>[0], receivedAt: Date) =>
      onRelease(stores, options)({ octokit, payload: releasePayload(told), log, receivedAt });
    await tell({ id: 1, tag: "v1", at: at(1) }, at(1));
    await merge(stores, 1, "m0", "m1");
    const second = { id: 2, tag: "v2", at: at(10) };
    await tell({ ...second, isPrerelease: true }, at(10));
    await tell({ ...second, action: "released", ...(updatedAt && { updatedAt }) }, at(13));
    const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(20) };
    const { effects, ...facts } = await stores.histories.loadWindow(SHOP.id, window);
    const ledger = ledgerOf(effects, judgeChanges(facts.changes, { ...facts, now: at(20) }));

    const rows = ledger.map(
      ({ reason = "counted", at: time }) => `${reason} ${time.toISOString().slice(0, 10)}`,
    );
    expect(rows).toEqual(["baseline 2026-11-01", "preview 2026-11-10", expected]);
  });

  it("R14: is out of production once it is deleted, whatever is told of it later", async () => {
    serveCommits(WORLD, {
      tags: new Map([
        ["v1", "m0"],
        ["v2", "m1"],
      ]),
    });
    const stores = await openTestStores();
    const tell = (told: Parameters<typeof releasePayload>[0], receivedAt: Date) =>
      onRelease(stores, options)({ octokit, payload: releasePayload(told), log, receivedAt });
    await tell({ id: 1, tag: "v1", at: at(1) }, at(1));
    await merge(stores, 1, "m0", "m1");
    const second = { id: 2, tag: "v2", at: at(4) };
    await tell({ ...second, action: "deleted" }, at(6));
    await tell(second, at(4));
    await tell({ ...second, action: "edited" }, at(8));

    expect(await shippingOf(stores)).toEqual({
      ledger: [
        ["v1", "baseline"],
        ["v2", "counted"],
      ],
      outcomes: { "#1": "undone" },
    });
  });

  it("is not counted in a repository that deploys", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    const payload = deploymentPayload({ id: 5, sha: "m0", at: at(2) });
    await onDeploymentStatus(stores, options)({ octokit, payload, log, receivedAt: at(2) });
    await merge(stores, 1, "m0", "m1");
    await release(stores, "v10", "m1");

    expect(await shippingOf(stores)).toEqual({
      ledger: [["production", "baseline"]],
      outcomes: { "#1": "pending" },
    });
  });
});
