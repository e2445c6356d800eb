import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  pushPayload,
} from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API, serveCommits, type World, type WorldCommit } from "../../dev/simulation/world/world.ts";
import { type JudgedChange, judgeChanges } from "../../src/domain/shipping/judgement.ts";
import { deriveShipping } from "../../src/domain/shipping/shipping.ts";
import { onDeploymentStatus } from "../../src/ingest/events/deployment-status.ts";
import { onPullRequest } from "../../src/ingest/events/pull-request.ts";
import { onPush } from "../../src/ingest/events/push.ts";
import { readAgain } from "../../src/ingest/read-again.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const log = pino({ level: "silent" });
const FIX = "1".repeat(40);
const SAME = { files: ["src/a.ts"], patch: "@@ -1 +1 @@\n-broken\n+mended" };
const PICKED = `Fix\n\n(cherry picked from commit ${FIX})`;

/** A pull request squashed into main, and what a release branch from before it got pushed. */
function worldWith(...pushed: readonly Partial<WorldCommit>[]): World {
  return new Map<string, WorldCommit>([
    ["m0", { parents: [], message: "Begin" }],
    ["h1", { parents: ["m0"], message: "Fix", ...SAME }],
    [FIX, { parents: ["m0"], message: "Fix (#1)", ...SAME }],
    ...pushed.map((commit, index) => {
      const parents = [index === 0 ? "m0" : `r${index}`];
      return [`r${index + 1}`, { parents, message: "Fix", ...commit }] as const;
    }),
  ]);
}

type Told = (stores: Stores) => Promise<void>;

const options = { clock: () => at(20), onStale: () => {}, settings: settingsWith() };
const event = { octokit, log, receivedAt: at(20) };

const merged: Told = async (stores) => {
  const pull = { number: 1, base: "m0", head: "h1", updatedAt: at(3), merge: { sha: FIX, by: account(9) } };
  await onPullRequest(stores, options)({ ...event, payload: pullRequestPayload(pull) });
};

const pushed: Told = async (stores) => {
  const payload = pushPayload({ before: "m0", after: FIX, commits: [FIX], at: at(3), by: account(9) });
  await onPush(stores, options)({ ...event, payload });
};

const deployed = (id: number, sha: string): Told => {
  const payload = deploymentPayload({ id, sha, at: at(2 + id) });
  return async (stores) => onDeploymentStatus(stores, options)({ ...event, payload });
};

const isPull = ({ change: { id } }: JudgedChange) => id === "#1";

async function outcomesAfter(...told: readonly Told[]) {
  const stores = await openTestStores();
  for (const tell of told) await tell(stores);
  const facts = await stores.histories.loadAround(SHOP.id, ["#1"]);
  const window = { since: at(10), deployedFrom: at(4), deployedUntil: at(9) };
  const seen = await stores.histories.loadWindow(SHOP.id, window);
  const derived = deriveShipping(await stores.histories.loadAll(SHOP.id), at(20));
  const outcomes = [
    judgeChanges(facts.changes, { ...facts, now: at(20) }).find(isPull),
    judgeChanges(seen.changes, { ...seen, now: at(20) }).find(isPull),
    derived.changes.get("#1"),
  ].flatMap((change) => (change ? [`${change.outcome} ${change.arrival?.deploymentId}`] : []));
  return { stores, outcomes: [...new Set(outcomes)] };
}

const NOBODY = { busyRepositories: [], isUrgentOnly: false };

/** Reads again all that is due until some time, each when it is. */
async function readDue(stores: Stores, until: Date): Promise<void> {
  for (;;) {
    const noted = await stores.unread.findNextDue(until, NOBODY);
    if (noted?.dueAt === undefined) return;
    const settings = await settingsWith().load(octokit, SHOP);
    await readAgain(octokit, stores, { repository: SHOP, settings, noted, now: noted.dueAt });
  }
}

describe("a commit that was pushed to a release branch", () => {
  useNock();

  it.each([
    ["says from what it was picked", { message: PICKED, files: ["src/a.ts"] }],
    ["does the same", SAME],
  ])("R20: carries the pull request to production when it %s, in any order", async (_, commit) => {
    serveCommits(worldWith(commit));
    const orders = [
      [deployed(1, "m0"), merged, pushed, deployed(2, "r1")],
      [deployed(2, "r1"), pushed, merged, deployed(1, "m0")],
      [deployed(1, "m0"), deployed(2, "r1"), merged, pushed, deployed(2, "r1")],
      [pushed, deployed(1, "m0"), deployed(2, "r1"), merged],
    ];
    for (const order of orders) {
      const { outcomes } = await outcomesAfter(...order);
      expect(outcomes).toEqual(["net 2"]);
    }
  });

  it("R20: carries nothing by a word alone: it must touch a file of what it names", async () => {
    serveCommits(worldWith({ message: PICKED, files: ["src/other.ts"] }, { message: PICKED }));
    const { outcomes } = await outcomesAfter(deployed(1, "m0"), merged, pushed, deployed(2, "r2"));

    expect(outcomes).toEqual(["pending undefined"]);
  });

  it("R20: is asked for once, and not asked for when the default branch has it", async () => {
    const asked: string[] = [];
    serveCommits(worldWith({ message: PICKED, files: ["src/a.ts"] }), {
      onRequest: (path) => asked.push(path.replace("/repos/acme/shop/", "")),
    });
    const story = [deployed(1, "m0"), merged, pushed, deployed(2, "r1"), deployed(3, FIX), deployed(4, "r1")];
    const { stores } = await outcomesAfter(...story);

    expect(asked.filter((path) => path.startsWith("commits/"))).toEqual(["commits/r1", `commits/${FIX}`]);
    expect(await stores.sides.listUnread(SHOP.id)).toEqual([]);
  });

  it("R20: holds up nothing when GitHub fails to tell of it, and is asked for again", async () => {
    let failures = 1;
    nock(API)
      .get("/repos/acme/shop/commits/r1")
      .reply(() => [502, { message: `Server Error ${failures--}` }]);
    serveCommits(worldWith({ message: PICKED, files: ["src/a.ts"] }));
    const { stores, outcomes } = await outcomesAfter(deployed(1, "m0"), merged, pushed, deployed(2, "r1"));
    await readDue(stores, at(20, 0, 1));
    const facts = await stores.histories.loadAround(SHOP.id, ["#1"]);

    expect([failures, outcomes]).toEqual([0, ["pending undefined"]]);
    expect(judgeChanges(facts.changes, { ...facts, now: at(20) })).toMatchObject([{ outcome: "net" }]);
  });

  it("R1, R20: is read after all when GitHub fails to tell of it for two days", async () => {
    let asked = 0;
    const failWith = (path: string) => {
      if (!path.endsWith("/commits/r1")) return undefined;
      asked++;
      return isFailing ? 502 : undefined;
    };
    let isFailing = true;
    serveCommits(worldWith({ message: PICKED, files: ["src/a.ts"] }), { failWith });
    const { stores } = await outcomesAfter(deployed(1, "m0"), merged, pushed, deployed(2, "r1"));
    await readDue(stores, at(22));
    isFailing = false;
    await readDue(stores, at(23));
    const facts = await stores.histories.loadAround(SHOP.id, ["#1"]);

    expect(judgeChanges(facts.changes, { ...facts, now: at(23) })).toMatchObject([{ outcome: "net" }]);
    expect(asked).toBeLessThan(12);
    expect(await stores.unread.findNextDue(at(30), NOBODY)).toBeUndefined();
  });

  it("R20: is given up when GitHub tells it for none of three nights", async () => {
    const failWith = (path: string) => (path.endsWith("/commits/r1") ? 502 : undefined);
    serveCommits(worldWith({ message: PICKED, files: ["src/a.ts"] }), { failWith });
    const { stores } = await outcomesAfter(deployed(1, "m0"), merged, pushed, deployed(2, "r1"));
    await readDue(stores, at(29));

    expect(await stores.unread.findNextDue(at(30), NOBODY)).toBeUndefined();
    expect(await stores.sides.listUnread(SHOP.id)).toMatchObject([{ shas: ["r1"] }]);
    await stores.unread.makeDue(SHOP.id, at(30));
    await readDue(stores, at(30));

    expect(await stores.sides.listUnread(SHOP.id)).toEqual([]);
  });

  it("R20: carries it too when what happened after the default branch had the commit is told first", async () => {
    const back: Told = async (stores) => {
      const payload = pushPayload({ before: FIX, after: "m2", commits: ["r1", "m2"], at: at(6) });
      await onPush(stores, options)({ ...event, payload });
    };
    const onward: Told = async (stores) => {
      const payload = pushPayload({ before: "m2", after: "m3", commits: ["m3"], at: at(7) });
      await onPush(stores, options)({ ...event, payload });
    };
    const world = new Map(worldWith({ message: PICKED, files: ["src/a.ts"] }))
      .set("m2", { parents: [FIX, "r1"], message: "Merge branch 'release'" })
      .set("m3", { parents: ["m2"], message: "More" });
    serveCommits(world);
    const orders = [
      [deployed(1, "m0"), merged, pushed, deployed(2, "r1"), back, onward, deployed(6, "m3")],
      [onward, deployed(1, "m0"), deployed(2, "r1"), merged, back, pushed, deployed(6, "m3")],
      [onward, deployed(1, "m0"), merged, pushed, deployed(6, "m3"), deployed(2, "r1"), back],
    ];
    for (const order of orders) {
      const { outcomes } = await outcomesAfter(...order);
      expect(outcomes).toEqual(["net 2"]);
    }
  });

  it("R20: has the check run of what it carries written anew", async () => {
    serveCommits(worldWith({ message: PICKED, files: ["src/a.ts"] }));
    const { stores } = await outcomesAfter(deployed(1, "m0"), merged, pushed);
    const stale = await stores.checkRuns.findNextStale(at(21), []);
    if (stale) await stores.checkRuns.markShown(stale, { checkRunId: 1, shown: "", isFinal: false });
    await deployed(2, "r1")(stores);

    expect(await stores.checkRuns.findNextStale(at(21), [])).toMatchObject({ number: 1 });
  });
});
