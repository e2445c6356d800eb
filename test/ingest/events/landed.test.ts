import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Refusal } from "../../../dev/simulation/described/github-graphql.ts";
import { type Past, servePast } from "../../../dev/simulation/past/github-past.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  type PullRequestPayload,
  pullRequestPayload,
  pushPayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { checkRunContent } from "../../../src/check-runs/content.ts";
import { writeChangeReceipt } from "../../../src/explain/receipts.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import { onPush } from "../../../src/ingest/events/push.ts";
import { renderChangeReceipt } from "../../../src/render/change-receipt.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import { octokit, useNock } from "../../support/github.ts";
import { runs } from "../../support/limits.ts";
import { openTestStores, settingsWith, wholeDigest } from "../../support/stores.ts";
import { startTimedWork } from "../../support/timed-work.ts";

const log = pino({ level: "silent" });
const CLAUDE = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

const resolves = (number: number) =>
  `Work\n\nPull Request resolved: https://github.com/acme/shop/pull/${number}`;

/** Commits on main that land pull requests, and the branches of those; `h4` is stacked on `h3`. */
const WORLD = new Map<string, WorldCommit>([
  ["m0", { parents: [], message: "Begin" }],
  ["m1", { parents: ["m0"], message: resolves(1), files: ["src/a.ts"] }],
  ["m2", { parents: ["m1"], message: "Work (#1)", files: ["src/b.ts"] }],
  ["m3", { parents: ["m1"], message: "Again\n\nCloses #1\nCloses #2", files: ["src/a.ts"] }],
  ["m4", { parents: ["m3"], message: "Work", files: ["src/a.ts"] }],
  ["h1", { parents: ["m0"], message: CLAUDE, files: ["src/a.ts"] }],
  ["h2", { parents: ["m0"], message: "Work", files: ["src/a.ts"] }],
  ["s1", { parents: ["m1"], message: resolves(3), files: ["src/c.ts"] }],
  ["s2", { parents: ["s1"], message: resolves(4), files: ["src/d.ts"] }],
  ["s3", { parents: ["s2"], message: "By hand", files: ["src/e.ts"] }],
  ["h3", { parents: ["m0"], message: CLAUDE, files: ["src/c.ts"] }],
  ["h4", { parents: ["h3"], message: "Work", files: ["src/d.ts"] }],
  ["f1", { parents: ["m0"], message: resolves(1).replace("acme/shop", "acme/fork"), files: ["src/a.ts"] }],
  ["h6", { parents: ["m0"], message: "Other work", files: ["src/a.ts", "src/b.ts"] }],
  ["p1", { parents: ["m0"], message: "No name", files: ["src/f.ts"], patch: "the same" }],
  ["h5", { parents: ["m0"], message: "Work", files: ["src/f.ts"], patch: "the same" }],
]);

const BOT = account(7, { login: "mergebot[bot]", type: "Bot" });

/** An answer of GraphQL to what it does not tell an app. */
const NO_PULLS = [
  200,
  { data: { repository: null }, errors: [{ type: "FORBIDDEN", path: ["repository", "n1"], message: "No" }] },
] as const;
const NOT_FOUND = [
  200,
  {
    data: { rateLimit: null, repository: { n1: null, n3: null, n4: null } },
    errors: [1, 3, 4].map((number) => ({
      type: "NOT_FOUND",
      path: ["repository", `n${number}`],
      message: "No",
    })),
  },
] as const;

interface Told {
  readonly stores: Stores;
}

const options = { clock: () => at(20), onStale: () => {}, settings: settingsWith() };

const push =
  (before: string, after: string, { day = 3, commits = [after] } = {}) =>
  ({ stores }: Told) => {
    const payload = pushPayload({ before, after, at: at(day), commits, by: BOT });
    return onPush(stores, options)({ octokit, payload, log, receivedAt: at(2) });
  };

const tell =
  (
    number: number,
    rest: {
      readonly base?: string;
      readonly head?: string;
      readonly closedAt?: Date;
      readonly updatedAt?: Date;
      readonly merge?: { readonly sha: string; readonly by: typeof BOT };
    } = {},
  ) =>
  ({ stores }: Told) => {
    const pull = { number, base: "m0", head: `h${number}`, updatedAt: rest.closedAt ?? at(2), ...rest };
    const payload = pullRequestPayload(pull);
    return onPullRequest(stores, options)({ octokit, payload, log, receivedAt: at(2) });
  };

/** A pull request that a push names, closed without a merge, as GitHub remembers it. */
function closed(pull: PullRequestPayload, closings = [pull.closedAt ?? at(3)]) {
  return { payload: pullRequestPayload(pull), closings };
}

/** What is known of a past that is read, and what was asked about it. */
async function knownFrom(past: Partial<Past>, refuses: Refusal = () => undefined) {
  const asked: string[] = [];
  nock.cleanAll();
  const whole = { world: WORLD, head: "s3", pulls: [], reviews: [], pushes: [], statuses: [], ...past };
  servePast(whole, { onRequest: (path) => asked.push(path), refuses });
  const stores = await openTestStores();
  await request(stores, at(20));
  await backfill(stores, { now: at(20) });
  expect(await stores.backfills.list()).toMatchObject([{ state: "done" }]);
  return { known: await knownIn(stores), asked };
}

/** The changes that are known, by their ids. */
async function knownIn(stores: Stores) {
  const { changes } = await stores.histories.loadAll(SHOP.id);
  const author = await stores.installations.computePseudonym(SHOP.installationId, 1);
  // Each store has a key of its own.
  const named = changes.map((change) => ({ ...change, builder: change.builder === author && "the author" }));
  return named.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What is known after some deliveries, in order. */
async function knownAfter(...deliveries: readonly ((told: Told) => Promise<void>)[]) {
  const asked: string[] = [];
  nock.cleanAll();
  serveCommits(WORLD, { onRequest: (path) => asked.push(path) });
  const stores = await openTestStores();
  for (const deliver of deliveries) await deliver({ stores });
  const known = await knownIn(stores);
  const pull = await stores.changes.find(SHOP.id, 1);
  return { stores, known, asked, pull, ids: known.map(({ id }) => id) };
}

const OPENED = tell(1);
const CLOSED = tell(1, { closedAt: at(3, 1) });
const PUSHED = push("m0", "m1");
const STACKED = push("m1", "s2", { commits: ["s1", "s2"] });
const STACKED_AND_MORE = push("m1", "s3", { commits: ["s1", "s2", "s3"] });
const THIRD = tell(3, { closedAt: at(3, 1) });
const FOURTH = tell(4, { base: "h3", closedAt: at(3, 2) });

describe("a pull request that a bot lands by pushing", () => {
  useNock();

  it("R24: is the change, with its own author and what it declares, merged when that was pushed", async () => {
    const { known, pull } = await knownAfter(OPENED, PUSHED, CLOSED);

    expect(known).toMatchObject([
      { id: "#1", mergedAt: at(3), builder: "the author", attribution: "declared", carriers: ["m1", "h1"] },
    ]);
    expect(pull).toMatchObject({ state: "merged", isLandedByPush: true, mergeSha: "m1" });
  });

  it.each([
    ["another content", push("m1", "m2"), CLOSED, ["m2"]],
    ["one that is still open", PUSHED, OPENED, ["m1"]],
    ["one that was closed two days later", PUSHED, tell(1, { closedAt: at(5) }), ["m1"]],
    ["one that nothing names", push("m3", "m4"), CLOSED, ["m4"]],
    ["one that is not known", PUSHED, tell(2, { closedAt: at(3) }), ["m1"]],
  ])("R24: is not %s", async (_, pushed, told, ids) => {
    expect((await knownAfter(pushed, told)).ids).toEqual(ids);
  });

  it("R24: was landed by the first of several pushes, and the second is a change of its own", async () => {
    expect((await knownAfter(CLOSED, push("m1", "m3", { day: 4 }), PUSHED)).ids).toEqual(["#1", "m3"]);
  });

  it("R24: is the one with the lowest number of several", async () => {
    expect((await knownAfter(tell(2, { closedAt: at(3) }), push("m1", "m3"), CLOSED)).ids).toEqual(["#1"]);
  });

  it("R24: gives way to what GitHub merged", async () => {
    const merged = tell(1, { updatedAt: at(5), merge: { sha: "m9", by: account(2) } });
    const { ids, pull } = await knownAfter(PUSHED, CLOSED, merged);
    expect(ids).toEqual(["#1", "m1"]);
    expect(pull).toMatchObject({ mergeSha: "m9", isLandedByPush: false });

    const other = tell(2, { updatedAt: at(3), merge: { sha: "m1", by: account(2) } });
    expect((await knownAfter(PUSHED, CLOSED, other)).ids).toEqual(["#2"]);
  });

  it("R24: stays landed when it is opened again, and when the same is landed again", async () => {
    const reopened = tell(1, { updatedAt: at(4) });
    const again = [push("m2", "m3", { day: 6 }), tell(1, { closedAt: at(6, 1) })];

    expect((await knownAfter(OPENED, PUSHED, CLOSED, reopened)).pull).toMatchObject({
      ...{ state: "open", mergedAt: at(3) },
    });
    expect((await knownAfter(OPENED, PUSHED, CLOSED, reopened, ...again)).known).toMatchObject([
      { id: "#1", mergedAt: at(3) },
      { id: "m3", mergedAt: at(6) },
    ]);
  });

  it("R24: is not what was changed after it was closed, unless its week was sealed", async () => {
    const changed = tell(1, { head: "h6", updatedAt: at(40) });
    expect((await knownAfter(OPENED, PUSHED, CLOSED, changed)).ids).toEqual(["m1"]);

    const seal = async ({ stores }: Told) => {
      const digest = await wholeDigest(stores, { week: "2026-W45", now: at(20) });
      await stores.seals.seal("2026-W45", [{ repositoryId: SHOP.id, from: at(1), until: at(9), digest }]);
    };
    expect((await knownAfter(OPENED, PUSHED, CLOSED, seal, changed, PUSHED)).ids).toEqual(["#1"]);
  });

  it("R24: is none that a commit of another repository landed", async () => {
    expect((await knownAfter(CLOSED, push("m0", "f1"))).ids).toEqual(["f1"]);
  });

  it("R24: is the change of a push with its patch, which names nothing", async () => {
    expect((await knownAfter(push("m0", "p1"), tell(5))).ids).toEqual(["p1"]);
    expect((await knownAfter(push("m0", "p1"), tell(5, { closedAt: at(3) }))).ids).toEqual(["#5"]);
    expect((await knownAfter(tell(5, { closedAt: at(3) }), push("m0", "p1"))).ids).toEqual(["#5"]);
  });

  it("R24: is each of a stack that is pushed at once, and what else was pushed is the push", async () => {
    const whole = await knownAfter(STACKED, THIRD, FOURTH);
    expect(whole.known).toMatchObject([
      { id: "#3", mergedAt: at(3), builder: "the author", attribution: "declared", carriers: ["s1", "h3"] },
      { id: "#4", mergedAt: at(3), builder: "the author", attribution: "undeclared", carriers: ["s2", "h4"] },
    ]);

    const more = await knownAfter(FOURTH, STACKED_AND_MORE, THIRD);
    expect(more.known).toMatchObject([
      { id: "#3" },
      { id: "#4" },
      { id: "s3", commits: ["s3"], builder: false },
    ]);
    const [, , rest] = more.known;
    expect(rest).toMatchObject({ carriers: ["s3"], lines: undefined, patchId: undefined });
  });

  it("R24: leaves the rest of a stack to the push, also where that ends with another", async () => {
    expect((await knownAfter(STACKED, FOURTH)).known).toMatchObject([
      { id: "#4", carriers: ["s2", "h4"] },
      { id: "s2", commits: ["s1"], carriers: ["s1"], lines: undefined },
    ]);
  });

  it("R24: is compared with a part of a push only where that may be true", async () => {
    const part = "/repos/acme/shop/compare/m1...s1";
    expect((await knownAfter(STACKED, tell(3, { closedAt: at(8) }))).asked).not.toContain(part);
    expect((await knownAfter(STACKED, THIRD)).asked).toContain(part);
    expect((await knownAfter(THIRD, STACKED, STACKED)).asked.filter((path) => path === part)).toEqual([part]);
  });

  it.each<[string, Refusal]>([
    ["GraphQL tells", () => undefined],
    ["GraphQL answers nothing", () => [403, { message: "Resource not accessible by integration" }]],
    ["GraphQL tells of no pull request", (_, query) => (query.includes("NamedPulls") ? NO_PULLS : undefined)],
    ["GraphQL does not find them", (_, query) => (query.includes("NamedPulls") ? NOT_FOUND : undefined)],
    ["it is too much for GraphQL", (_, query) => (query.includes("NamedPulls") ? [502, {}] : undefined)],
  ])("R24: is the same when it is read with the past, where %s", async (_, refuses) => {
    const again = { updatedAt: at(5), base: "h3" };
    const delivered = await knownAfter(PUSHED, STACKED_AND_MORE, CLOSED, THIRD, FOURTH, tell(4, again));

    const unmerged = [
      closed({ number: 1, base: "m0", head: "h1", updatedAt: at(3, 1), closedAt: at(3, 1) }),
      closed({ number: 3, base: "m0", head: "h3", updatedAt: at(3, 1), closedAt: at(3, 1) }),
      closed({ number: 4, head: "h4", ...again }, [at(3, 2)]),
    ];
    const pushes = [
      pushPayload({ before: "m0", after: "m1", at: at(3), commits: ["m1"], by: BOT }),
      pushPayload({ before: "m1", after: "s3", at: at(3), commits: ["s1", "s2", "s3"], by: BOT }),
    ];

    expect(delivered.ids).toEqual(["#1", "#3", "#4", "s3"]);
    expect((await knownFrom({ unmerged, pushes }, refuses)).known).toEqual(delivered.known);
  });

  it("R24: is read with the past only where it was closed within a day of a push that names it", async () => {
    const pull = { number: 1, base: "m0", head: "h1", updatedAt: at(9) };
    const pushes = [pushPayload({ before: "m0", after: "m1", at: at(3), commits: ["m1"], by: BOT })];
    const readFrom = async (closings: Date[], refuses?: Refusal) => {
      const { asked } = await knownFrom({ unmerged: [closed(pull, closings)], pushes }, refuses);
      return asked.filter((path) => path.endsWith("/compare/m0...h1")).length;
    };

    expect(await readFrom([at(1), at(5)])).toBe(0);
    expect(await readFrom([at(1), at(4), at(8)])).toBe(1);
    expect(await readFrom([at(1), at(5)], () => [403, {}])).toBe(0);
  });

  it("R24: costs few requests where a push names thousands, some of which were closed", async () => {
    const closes = (first: number) =>
      Array.from({ length: 10 }, (_, index) => `Closes #${1 + ((first + index) % 120)}`).join("\n");
    const shas = Array.from({ length: 2_048 }, (_, index) => `c${index}`);
    const world = new Map(WORLD);
    for (const [index, sha] of shas.entries()) {
      const parent = index === 0 ? "m0" : `c${index - 1}`;
      world.set(sha, { parents: [parent], message: `Work\n\n${closes(10 * index)}`, files: ["src/a.ts"] });
    }
    const tellAll = Array.from({ length: 120 }, (_, index) =>
      tell(index + 1, { head: "h1", closedAt: at(3, 1) }),
    );
    const { stores } = await knownAfter(...tellAll);
    nock.cleanAll();
    const asked: string[] = [];
    serveCommits(world, { onRequest: (path) => asked.push(path) });
    await push("m0", "c2047", { commits: shas })({ stores });

    expect(await stores.commits.find(SHOP.id, "c2047")).toBeDefined();
    expect(asked.length).toBeLessThanOrEqual(2_048 / 100 + 1);
  });

  it("R24: is told as merged by a push in its check run and its receipt", async () => {
    const { stores, pull } = await knownAfter(OPENED, PUSHED, CLOSED);
    const now = at(20);
    const receipt = await writeChangeReceipt(stores, { repository: SHOP, id: "#1", now });
    expect(receipt && renderChangeReceipt(receipt)).toContain("| merged by | a push that names it");

    const of = { shipped: undefined, missing: undefined, definitionUrl: undefined, now };
    const settings = await settingsWith().load(octokit, SHOP);
    expect(pull && checkRunContent(pull, { ...of, settings }).summary).toContain("**Merged by a push**");
  });

  it("R24: is the same in any order of deliveries, however often, and edited afterwards", async () => {
    const deliveries = [
      ...[OPENED, CLOSED, PUSHED, tell(1, { closedAt: at(3, 1), updatedAt: at(6) }), push("m1", "m3")],
      ...[tell(2), tell(2, { closedAt: at(3, 2) }), push("m3", "m4", { day: 4 })],
      ...[STACKED, THIRD, FOURTH, tell(4, { base: "h3", updatedAt: at(5) })],
    ];
    const expected = (await knownAfter(...deliveries)).known;
    expect(expected.map(({ id }) => id)).toEqual(["#1", "#2", "#3", "#4", "m4"]);
    const doubled = fc.shuffledSubarray([...deliveries, ...deliveries], { minLength: 2 * deliveries.length });
    await fc.assert(
      fc.asyncProperty(doubled, async (some) => {
        expect((await knownAfter(...some)).known).toEqual(expected);
      }),
      { numRuns: runs(20) },
    );
  });

  it("R24: of an agent are its pusher's, as one that is merged is its merger's", async () => {
    const person = account(1);
    const agent = { number: 1, base: "m0", head: "h1", author: BOT };
    const said = (pull: PullRequestPayload) => {
      return ({ stores }: Told) =>
        onPullRequest(
          stores,
          options,
        )({ octokit, payload: pullRequestPayload(pull), log, receivedAt: at(2) });
    };
    const { known } = await knownAfter(
      said({ ...agent, updatedAt: at(2) }),
      ({ stores }) => {
        const payload = pushPayload({ before: "m0", after: "m1", at: at(3), commits: ["m1"], by: person });
        return onPush(stores, options)({ octokit, payload, log, receivedAt: at(3) });
      },
      said({ ...agent, updatedAt: at(3), closedAt: at(3) }),
    );

    expect(known).toMatchObject([{ id: "#1", builder: "the author" }]);
  });

  it.each([404, 500])("R24: are told after all, when a part of the push answers %i first", async (status) => {
    const stores = await openTestStores();
    const work = startTimedWork(stores, at(2));
    const end = new Date(at(2).getTime() + 200 * 60_000);
    serveCommits(WORLD, {
      failWith: (path) =>
        /compare\/(m1\.\.\.s1|s1\.\.\.s2)/.test(path) && work.now() < end ? status : undefined,
    });
    const pulls = [
      { number: 3, base: "m0", head: "h3", updatedAt: at(1) },
      { number: 4, base: "h3", head: "h4", updatedAt: at(1) },
    ];
    for (const pull of pulls) await work.receive("pull_request", pullRequestPayload(pull));
    await work.receive(
      "push",
      pushPayload({ before: "m1", after: "s2", at: at(2), commits: ["s1", "s2"], by: BOT }),
    );
    for (const pull of pulls)
      await work.receive(
        "pull_request",
        pullRequestPayload({ ...pull, updatedAt: at(2, 1), closedAt: at(2, 1) }),
      );
    await work.workUntil(at(5));
    const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(30) };
    const { changes } = await stores.histories.loadWindow(SHOP.id, window);

    expect(changes.map(({ id }) => id).sort()).toEqual(["#3", "#4"]);
    expect(await stores.unread.countByKind()).toEqual([]);
  });
});
