import nock from "nock";
import { describe, expect, it } from "vitest";
import { at } from "../dev/simulation/world/history.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  pushPayload,
  releasePayload,
} from "../dev/simulation/world/payloads.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { API, serveCommits, type WorldCommit } from "../dev/simulation/world/world.ts";
import { judgeChanges } from "../src/domain/shipping/judgement.ts";
import { ledgerOf } from "../src/domain/shipping/ledger.ts";
import type { Stores } from "../src/storage/stores.ts";
import { useNock } from "./support/github.ts";
import { openTestStores } from "./support/stores.ts";
import { startTimedWork, type TimedWork } from "./support/timed-work.ts";

const CLAUDE = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

/** Two pull requests on main, and a push. */
const WORLD = new Map<string, WorldCommit>([
  ["m0", { parents: [], message: "Begin" }],
  ["m1", { parents: ["m0"], message: "One" }],
  ["m2", { parents: ["m1"], message: "Two" }],
  ["m3", { parents: ["m2"], message: CLAUDE, files: ["c.ts"] }],
  ["h1", { parents: ["m0"], message: CLAUDE, files: ["a.ts"] }],
  ["h2", { parents: ["m1"], message: "Work", files: ["b.ts"] }],
]);

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(at(3).getTime() + minutes * MINUTE);

/** How a path is answered until some time after the 3rd. */
interface Disturbance {
  readonly path: RegExp;
  readonly status: number;
  readonly forMinutes: number;
}

interface Played {
  readonly stores: Stores;
  readonly work: TimedWork;
  readonly asked: string[];
}

/** A shop of which `m0` was deployed on the 2nd, on the morning of the 3rd. */
async function open(disturbance?: Disturbance): Promise<Played> {
  const stores = await openTestStores();
  const work = startTimedWork(stores, at(2));
  const asked: string[] = [];
  serveCommits(WORLD, {
    onRequest: (path) => asked.push(path),
    failWith: (path) => {
      const isDisturbed = disturbance?.path.test(path) && work.now() < inMinutes(disturbance.forMinutes);
      return isDisturbed ? disturbance?.status : undefined;
    },
  });
  await work.receive("deployment_status", deploymentPayload({ id: 1, sha: "m0", at: at(2) }));
  await work.workUntil(at(3));
  return { stores, work, asked };
}

const opened = (number: number) => ({
  number,
  base: number === 1 ? "m0" : "m1",
  head: `h${number}`,
  updatedAt: at(3),
});

const merged = (number: number) => ({ ...opened(number), merge: { sha: `m${number}`, by: account(2) } });

async function deploy({ work }: Played, id: number, sha: string, minutes: number) {
  await work.receive("deployment_status", deploymentPayload({ id, sha, at: inMinutes(minutes) }));
}

async function resultOf(stores: Stores) {
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(30) };
  const { effects, warnings, ...facts } = await stores.histories.loadWindow(SHOP.id, window);
  const judged = judgeChanges(facts.changes, { ...facts, now: at(20) });
  return {
    ledger: ledgerOf(effects, judged).map(({ environment, reason }) => [environment, reason ?? "counted"]),
    changes: judged.map(({ change: { id, attribution, lines }, outcome }) => ({
      id,
      attribution,
      lines,
      outcome,
    })),
    warnings,
  };
}

const NET = {
  ledger: [
    ["production", "baseline"],
    ["production", "counted"],
  ],
  changes: [{ id: "#1", attribution: "declared", lines: 2, outcome: "net" }],
  warnings: [],
};

describe("what GitHub does not know yet", () => {
  useNock();

  it.each([404, 422])(
    "R1: is asked again, when the commits of a pull request answer %i first",
    async (status) => {
      const shop = await open({ path: /compare\/m0\.\.\.h1/, status, forMinutes: 20 });
      await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
      await shop.work.workUntil(inMinutes(10));
      expect((await shop.stores.changes.find(SHOP.id, 1))?.readFrom).toBeUndefined();
      await shop.work.workUntil(inMinutes(60));

      expect((await shop.stores.changes.find(SHOP.id, 1))?.commits).toMatchObject([{ sha: "h1" }]);
    },
  );

  it("R1: leaves what is stored of a pull request until its new commits are known", async () => {
    const shop = await open({ path: /compare\/m0\.\.\.h2/, status: 404, forMinutes: 20 });
    await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
    await shop.work.workUntil(inMinutes(1));
    const pushed = { ...opened(1), head: "h2", updatedAt: inMinutes(1) };
    await shop.work.receive("pull_request", pullRequestPayload(pushed));
    await shop.work.workUntil(inMinutes(60));

    expect((await shop.stores.changes.find(SHOP.id, 1))?.commits.map(({ sha }) => sha)).toEqual(["m1", "h2"]);
  });

  it.each([404, 422])(
    "R1: makes a deployment wait, when what it brought answers %i first",
    async (status) => {
      const shop = await open({ path: /compare\/m0\.\.\.m1/, status, forMinutes: 20 });
      await shop.work.receive("pull_request", pullRequestPayload(merged(1)));
      await deploy(shop, 2, "m1", 0);
      await shop.work.workUntil(inMinutes(60));

      expect(await resultOf(shop.stores)).toEqual(NET);
    },
  );

  it("R1: holds up nothing else of the repository", async () => {
    const shop = await open({ path: /compare\/m0\.\.\.m1/, status: 404, forMinutes: 50 });
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(1));
    await shop.work.receive("pull_request", pullRequestPayload(opened(2)));
    await shop.work.workUntil(inMinutes(2));

    expect(await shop.stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
    expect((await shop.stores.changes.find(SHOP.id, 2))?.commits).toHaveLength(1);
  });

  it("R2: has a release ship once its tag names a commit, though nothing else happens", async () => {
    const shop = await open();
    const tag = "/repos/acme/shop/commits/refs%2Ftags%2Fv1";
    const isThere = () => shop.work.now() >= at(5);
    const reply = () => (isThere() ? [200, { sha: "m2" }] : [422, { message: "No commit found" }]);
    nock(API).persist().get(tag).query(true).reply(reply);
    await shop.work.receive("release", releasePayload({ id: 1, tag: "v1", at: at(3) }));
    await shop.work.workUntil(at(4));
    expect((await shop.stores.histories.loadAll(SHOP.id)).deployments.at(-1)).toMatchObject({ tags: [] });
    await shop.work.workUntil(at(6));

    expect((await shop.stores.histories.loadAll(SHOP.id)).deployments.at(-1)).toMatchObject({
      tags: [{ tag: "v1", sha: "m2" }],
    });
    expect(await shop.stores.unread.find({ repositoryId: SHOP.id, kind: "tag", name: "v1" })).toBeUndefined();
  });

  it("R2: is asked no more of a release that is deleted", async () => {
    const shop = await open();
    nock(API)
      .persist()
      .get("/repos/acme/shop/commits/refs%2Ftags%2Fv1")
      .query(true)
      .reply(422, { message: "No" });
    await shop.work.receive("release", releasePayload({ id: 1, tag: "v1", at: at(3) }));
    await shop.work.workUntil(at(4));
    expect(await shop.stores.unread.countByKind()).toEqual([{ kind: "tag", count: 1 }]);
    const deleted = { id: 1, tag: "v1", at: at(3), updatedAt: at(4), action: "deleted" } as const;
    await shop.work.receive("release", releasePayload(deleted));
    await shop.work.workUntil(at(4, 1));

    expect(await shop.stores.unread.countByKind()).toEqual([]);
  });

  it("R1: is asked again of a push, and of the commit that a release's tag names", async () => {
    const shop = await open({ path: /compare\/m2\.\.\.m3/, status: 404, forMinutes: 20 });
    const tag = "/repos/acme/shop/commits/refs%2Ftags%2Fv1";
    nock(API).get(tag).query(true).reply(422).get(tag).query(true).reply(404);
    nock(API).get(tag).query(true).reply(200, { sha: "m2" });
    await shop.work.receive("push", pushPayload({ before: "m2", after: "m3", commits: ["m3"], at: at(3) }));
    await shop.work.receive("release", releasePayload({ id: 1, tag: "v1", at: at(3) }));
    await shop.work.workUntil(inMinutes(60));

    expect((await resultOf(shop.stores)).changes).toMatchObject([
      { id: "m3", attribution: "declared", lines: 2 },
    ]);
    expect(await shop.stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
  });

  it("R1: is a fact after an hour, though it stays unknown", async () => {
    const shop = await open({ path: /compare\/m0\.\.\.(h1|m1)/, status: 404, forMinutes: 1e6 });
    await shop.work.receive("pull_request", pullRequestPayload(merged(1)));
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(130));

    const { ledger, changes } = await resultOf(shop.stores);
    expect(ledger.at(-1)).toEqual(["production", "range-unknown"]);
    expect(changes).toMatchObject([{ id: "#1", attribution: "unknown" }]);
    expect(await shop.stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
  });

  it("R1: is a fact at once, when the delivery itself came hours late", async () => {
    const shop = await open({ path: /compare\/m0\.\.\.h1/, status: 404, forMinutes: 1e6 });
    await shop.work.workUntil(inMinutes(180));
    await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
    await shop.work.workUntil(inMinutes(181));

    expect((await shop.stores.changes.find(SHOP.id, 1))?.readFrom).toBeDefined();
  });

  it("R1: holds up no change that says it reverts what nobody knows", async () => {
    const named = "f".repeat(40);
    const shop = await open({ path: new RegExp(`commits/${named}`), status: 422, forMinutes: 20 });
    WORLD.set("h4", { parents: ["m0"], message: `Back\n\nThis reverts commit ${named}.`, files: ["a.ts"] });
    const pull = { ...opened(1), head: "h4" };
    await shop.work.receive("pull_request", pullRequestPayload(pull));
    await shop.work.workUntil(inMinutes(1));
    expect((await shop.stores.changes.find(SHOP.id, 1))?.commits).toMatchObject([{ sha: "h4" }]);
    expect(await shop.stores.unread.find(KEY)).toMatchObject({ missing: "claims" });

    WORLD.set(named, { parents: [], message: "", files: ["a.ts"] });
    await shop.work.workUntil(inMinutes(60));
    expect(await shop.stores.unread.find(KEY)).toBeUndefined();
    WORLD.delete(named);
  });
});

const KEY = { repositoryId: SHOP.id, kind: "change", name: "#1" } as const;

describe("what was recorded as not told", () => {
  useNock();
  const unknown = { path: /compare\/m0\.\.\.(h1|m1)/, status: 404 };

  it("R2: is read again every night for three days, and what follows from it is derived anew", async () => {
    const shop = await open({ ...unknown, forMinutes: 2 * 24 * 60 });
    await shop.work.receive("pull_request", pullRequestPayload(merged(1)));
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(24 * 60));
    expect((await resultOf(shop.stores)).ledger.at(-1)).toEqual(["production", "range-unknown"]);
    await shop.work.workUntil(inMinutes(3 * 24 * 60));

    expect(await resultOf(shop.stores)).toEqual(NET);
  });

  it("R3: says that it may bring too much, and leaves that out once GitHub tells the content", async () => {
    const own: Record<string, WorldCommit> = {
      aside: { parents: ["m0"], message: CLAUDE, files: ["aside.ts"] },
      ours: { parents: ["m1", "aside"], message: "Keep ours", tree: "tree of m1" },
      h5: { parents: ["ours", "m2"], message: "Merge main" },
    };
    for (const [sha, commit] of Object.entries(own)) WORLD.set(sha, commit);
    const shop = await open({ path: /commits\/m1$/, status: 500, forMinutes: 24 * 60 });
    const commitsOf = async () => (await shop.stores.changes.find(SHOP.id, 1))?.commits.map(({ sha }) => sha);
    await shop.work.receive("pull_request", pullRequestPayload({ ...opened(1), base: "m2", head: "h5" }));
    await shop.work.workUntil(inMinutes(60));
    expect(await shop.stores.unread.find(KEY)).toMatchObject({ missing: "content" });
    expect(await commitsOf()).toEqual(["aside"]);

    await shop.work.workUntil(inMinutes(3 * 24 * 60));
    expect(await shop.stores.unread.find(KEY)).toBeUndefined();
    expect(await commitsOf()).toEqual([]);
    for (const sha of Object.keys(own)) WORLD.delete(sha);
  });

  it("R2: has its check run written when it is read after all", async () => {
    const shop = await open({ ...unknown, forMinutes: 24 * 60 });
    await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
    await shop.work.workUntil(inMinutes(23 * 60));
    const stale = await shop.stores.checkRuns.findNextStale(shop.work.now(), []);
    if (stale) await shop.stores.checkRuns.markUnneeded(stale);
    expect(await shop.stores.checkRuns.findNextStale(shop.work.now(), [])).toBeUndefined();
    await shop.work.workUntil(inMinutes(2 * 24 * 60));

    expect(await shop.stores.checkRuns.findNextStale(shop.work.now(), [])).toMatchObject({ number: 1 });
  });

  it("R2: is read again at the merge", async () => {
    const shop = await open({ ...unknown, forMinutes: 120 });
    await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
    await shop.work.workUntil(inMinutes(119));
    expect((await shop.stores.changes.find(SHOP.id, 1))?.commits).toEqual([]);
    await shop.work.workUntil(inMinutes(125));
    await shop.work.receive("pull_request", pullRequestPayload({ ...merged(1), updatedAt: inMinutes(125) }));
    await shop.work.workUntil(inMinutes(126));

    expect((await shop.stores.changes.find(SHOP.id, 1))?.commits).toMatchObject([{ sha: "h1" }]);
  });

  it("R2: is read again at the next deployment, be that a week later", async () => {
    const week = 7 * 24 * 60;
    const shop = await open({ ...unknown, forMinutes: week });
    await shop.work.receive("pull_request", pullRequestPayload(merged(1)));
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(week + 1));
    expect((await resultOf(shop.stores)).ledger.at(-1)).toEqual(["production", "range-unknown"]);
    await deploy(shop, 3, "m2", week + 1);
    await shop.work.workUntil(inMinutes(week + 10));

    expect((await resultOf(shop.stores)).changes).toEqual(NET.changes);
  });

  it("R2: is asked for no more after three days and the deployment after that", async () => {
    const shop = await open({ ...unknown, forMinutes: 1e6 });
    await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
    await shop.work.workUntil(inMinutes(5 * 24 * 60));
    for (const day of [5, 6, 7]) {
      const before = shop.asked.filter((path) => unknown.path.test(path)).length;
      await deploy(shop, day, day % 2 ? "m0" : "m2", day * 24 * 60);
      await shop.work.workUntil(inMinutes(day * 24 * 60 + 600));
      const asked = shop.asked.filter((path) => unknown.path.test(path)).length - before;
      expect(asked).toBe(day === 5 ? 1 : 0);
    }
  });
});

/** The commits behind one of the world's, as GitHub lists them: the newest first. */
function serveLists(status?: number): void {
  nock(API)
    .persist()
    .get("/repos/acme/shop/commits")
    .optionally()
    .query(true)
    .reply(({ url }: Request) => {
      if (status !== undefined) return [status, { message: "Server Error" }];
      const { searchParams } = new URL(url);
      const listed: object[] = [];
      for (let sha = searchParams.get("sha") ?? ""; sha !== ""; sha = WORLD.get(sha)?.parents[0] ?? "") {
        listed.push(toListed(sha));
      }
      return [200, searchParams.get("page") === "1" ? listed : []];
    });
}

function toListed(sha: string) {
  const { parents = [], message = "" } = WORLD.get(sha) ?? {};
  const person = { name: "Somebody", email: "somebody@acme.example" };
  const commit = { message, author: person, committer: person, tree: { sha: `tree of ${sha}` } };
  return { sha, parents: parents.map((parent) => ({ sha: parent })), commit };
}

describe("a comparison that fails for ever", () => {
  useNock();
  const broken = (path: RegExp) => ({ path, status: 500, forMinutes: 1e6 });

  it("R3: between deployments is replaced by the list of commits after three tries", async () => {
    const shop = await open(broken(/compare\/m0\.\.\.m1/));
    serveLists();
    await shop.work.receive("pull_request", pullRequestPayload(merged(1)));
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(60));

    expect(await resultOf(shop.stores)).toEqual(NET);
    expect(shop.asked.filter((path) => path.includes("m0...m1"))).toHaveLength(3);
  });

  it("R3: makes one deployment unknown when the commits cannot be listed either, and the repository goes on", async () => {
    const shop = await open(broken(/compare\/m0\.\.\.m1/));
    serveLists(500);
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(30));
    await shop.work.receive("pull_request", pullRequestPayload({ ...merged(2), updatedAt: inMinutes(30) }));
    await deploy(shop, 3, "m2", 31);
    await shop.work.workUntil(inMinutes(240));

    const { ledger, changes } = await resultOf(shop.stores);
    expect(ledger.map(([, reason]) => reason)).toEqual(["baseline", "range-unknown", "counted"]);
    expect(changes).toMatchObject([{ id: "#2", outcome: "net" }]);
    expect(await shop.stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
  });

  it("R3: of a pull request leaves its commits, and says that its files are unknown, until it can be read", async () => {
    const shop = await open({ path: /compare\/m0\.\.\.h1/, status: 500, forMinutes: 20 * 60 });
    nock(API)
      .persist()
      .get("/repos/acme/shop/pulls/1/commits")
      .query(true)
      .reply(200, [toListed("h1")]);
    await shop.work.receive("pull_request", pullRequestPayload(merged(1)));
    await deploy(shop, 2, "m1", 0);
    await shop.work.workUntil(inMinutes(60));
    const unlisted = { ...NET.changes[0], lines: undefined };
    expect(await resultOf(shop.stores)).toEqual({ ...NET, changes: [unlisted], warnings: ["not-told"] });
    await shop.work.workUntil(inMinutes(2 * 24 * 60));

    expect(await resultOf(shop.stores)).toEqual(NET);
  });

  it("R3: of a push, or of a pull request whose commits cannot be listed either, parks no delivery", async () => {
    const shop = await open(broken(/compare\/(m2\.\.\.m3|m0\.\.\.h1)/));
    serveLists(502);
    nock(API).persist().get("/repos/acme/shop/pulls/1/commits").query(true).reply(502);
    await shop.work.receive("pull_request", pullRequestPayload(opened(1)));
    await shop.work.receive("push", pushPayload({ before: "m2", after: "m3", commits: ["m3"], at: at(3) }));
    await shop.work.workUntil(inMinutes(24 * 60));

    expect(await shop.stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
    expect(await shop.stores.unread.find(KEY)).toMatchObject({ missing: "everything" });
  });
});
