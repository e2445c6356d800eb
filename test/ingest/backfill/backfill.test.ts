import nock from "nock";
import { pino } from "pino";
import { Probot } from "probot";
import { describe, expect, it } from "vitest";
import { type Past, servePast } from "../../../dev/simulation/past/github-past.ts";
import { longPast, NOW } from "../../../dev/simulation/past/long-past.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import { TEST_KEY } from "../../../dev/simulation/world/key.ts";
import { account, COPILOT, deploymentPayload, pushPayload } from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API, toGitHubCommit, type World } from "../../../dev/simulation/world/world.ts";
import { PlimsollOctokit } from "../../../src/github/octokit.ts";
import { scopedClients } from "../../../src/github/scoped-auth.ts";
import { readRefusedPasts } from "../../../src/ingest/sources/refused-pasts.ts";
import { backfill, request } from "../../support/backfill.ts";
import { useNock } from "../../support/github.ts";
import { openTestStores, pullRequest, wholeDigest } from "../../support/stores.ts";
import { startTimedWork } from "../../support/timed-work.ts";

const PAST = longPast({ pulls: 60, deployEvery: 4 });
/** One that takes few requests, for what was tried with the other one already. */
const SHORT_PAST = longPast({ pulls: 20, deployEvery: 4 });
const EMPTY: Past = { world: new Map(), head: undefined, pulls: [], reviews: [], pushes: [], statuses: [] };
const REPOSITORY = `/repos/${SHOP.owner}/${SHOP.name}`;

/** The digest of the last whole week before now. */
async function digestOf(stores: Awaited<ReturnType<typeof openTestStores>>) {
  return wholeDigest(stores, { week: "2026-W45", now: NOW });
}

const undisturbedDigests = new Map<Past, Awaited<ReturnType<typeof digestOf>>>();

/** The digest of a repository whose past is read without any trouble. It is read once for all tests. */
async function undisturbed(past = PAST) {
  const known = undisturbedDigests.get(past);
  if (known !== undefined) return known;
  servePast(past);
  const stores = await openTestStores();
  await request(stores, NOW);
  await backfill(stores, { now: NOW });
  nock.cleanAll();
  const digest = await digestOf(stores);
  undisturbedDigests.set(past, digest);
  return digest;
}

describe("the past of a repository", () => {
  useNock();

  it("is read once, and told as what it came to", async () => {
    servePast(PAST);
    const stores = await openTestStores();
    await request(stores, NOW);

    expect(await stores.backfills.list()).toMatchObject([{ state: "running", phase: "start", done: 0 }]);
    await backfill(stores, { now: NOW });

    expect(await stores.backfills.list()).toMatchObject([
      { state: "done", since: at(-82), startedAt: NOW, finishedAt: NOW, done: 60, total: 60, problems: [] },
    ]);
    expect(await digestOf(stores)).toMatchObject({ changes: { merged: 4, arrived: 4, declared: 2 } });
    expect(await backfill(stores, { now: NOW })).toBe(0);
  });

  it("goes on where it was after a crash at any page, without reading the earlier ones again", async () => {
    const expected = await undisturbed();
    const stores = await openTestStores();
    await request(stores, NOW);
    const requests: string[] = [];
    servePast(PAST, { onRequest: (path) => requests.push(path) });
    for (let turns = 1; turns > 0; ) turns = await backfill(stores, { now: NOW, goesOn: (done) => done < 1 });

    expect(await digestOf(stores)).toEqual(expected);
    expect(requests.filter((path) => path === "/graphql").length).toBe(1 + 1 + 1);
  });

  it("begins anew, and says why, where it is not to be read in the store how far it came", async () => {
    const expected = await undisturbed();
    const stores = await openTestStores();
    await request(stores, NOW);
    servePast(PAST);
    await backfill(stores, { now: NOW, goesOn: (done) => done < 3 });
    const begun = await stores.backfills.findNextDue(NOW, { repositories: [] });
    if (begun !== undefined) await stores.backfills.save({ ...begun, paging: {} as never });
    await backfill(stores, { now: NOW });

    expect(begun?.phase).not.toBe("start");
    expect(await digestOf(stores)).toEqual(expected);
    expect(await stores.backfills.list()).toMatchObject([
      {
        state: "failed",
        done: 60,
        problems: [expect.stringMatching(/^backfills\.paging of repositoryId 7: /)],
      },
    ]);
  });

  it("has no check run written on what merged before", async () => {
    servePast(PAST);
    const stores = await openTestStores();
    await stores.checkRuns.markStale(
      { repositoryId: SHOP.id, headSha: "h60", number: 60 },
      { at: NOW, isUrgent: false },
    );
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.checkRuns.findNextStale(NOW, [])).toMatchObject({ number: 60 });
    await stores.checkRuns.markUnneeded(
      (await stores.checkRuns.findNextStale(NOW, [])) ?? expect.fail("nothing is stale"),
    );
    expect(await stores.checkRuns.findNextStale(NOW, [])).toBeUndefined();
  });

  it("of an empty repository is nothing", async () => {
    servePast(EMPTY);
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.backfills.list()).toMatchObject([{ state: "done", done: 0, problems: [] }]);
  });

  it("of a repository without pull requests is its pushes", async () => {
    servePast({ ...PAST, pulls: [], reviews: [] });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.backfills.list()).toMatchObject([{ state: "done", done: 0 }]);
    expect(await digestOf(stores)).toMatchObject({ changes: { merged: 4, arrived: 4 } });
  });

  it("L17: is told from a branch whose history was rewritten", async () => {
    const [first, ...pushes] = PAST.pushes;
    const forced = { ...(first ?? expect.fail("there is no push")), forced: true, before: "gone" };
    const compared: string[] = [];
    const onRequest = (path: string) => compared.push(...(path.match(/compare.+/) ?? []));
    servePast({ ...PAST, pushes: [forced, ...pushes] }, { onRequest });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.backfills.list()).toMatchObject([{ state: "done", problems: [] }]);
    expect(await digestOf(stores)).toMatchObject({ changes: { merged: 4, arrived: 4 } });
    // What lies between later deployments is known all the same.
    expect(compared).toMatchInlineSnapshot(`
      [
        "compare/gone...m60",
        "compare/m0...m60",
        "compare/gone...m1",
        "compare/gone...m4",
      ]
    `);
  });

  it.each([
    ["is not there", PAST, [404, { message: "Not Found" }]],
    [
      "does not know a field",
      SHORT_PAST,
      [200, { errors: [{ message: "no", extensions: { code: "undefinedField" } }] }],
    ],
    ["is forbidden", SHORT_PAST, [403, { message: "Resource not accessible by integration" }]],
  ] as const)("is read without GraphQL where that %s", async (_, past, answer) => {
    const expected = await undisturbed(past);
    servePast(past, { refuses: () => answer });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    const { length } = past.pulls;
    expect(await stores.backfills.list()).toMatchObject([{ state: "done", done: length, problems: [] }]);
    expect(await digestOf(stores)).toEqual(expected);
  });

  it("is read in smaller pages when GitHub answers only a part of one", async () => {
    const expected = await undisturbed();
    const partial = { data: { repository: null }, errors: [{ message: "Something went wrong" }] };
    const sizes: unknown[] = [];
    servePast(PAST, {
      refuses: ({ first }) => {
        sizes.push(first);
        return Number(first) > 30 ? [200, partial] : undefined;
      },
    });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(sizes.slice(0, 2)).toEqual([100, 50]);
    expect(await digestOf(stores)).toEqual(expected);
  });

  it("has the rest of its history read where a comparison ends before it does", async () => {
    const past = longPast({ pulls: 350, deployEvery: 10 });
    const compared: string[] = [];
    const onRequest = (path: string) => compared.push(...(path.match(/compare.+/) ?? []));
    servePast(past, { mostCompared: 120, onRequest });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect([...new Set(compared)]).toEqual([
      "compare/m0...m350",
      "compare/m120...m350",
      "compare/m240...m350",
    ]);
    expect(compared.length).toBe(3 + 3 + 2);
  });

  it("R3: is read whole though GitHub can compare none of what twelve people pushed", async () => {
    const shas = Array.from({ length: 13 }, (_, index) => `m${index}`);
    const world: World = new Map(
      shas.map((sha, index) => [sha, { parents: shas.slice(0, index).slice(-1), message: "Push it" }]),
    );
    const pushes = shas.slice(1).map((sha, index) => {
      const of = { before: shas[index] ?? "", after: sha, commits: [sha], by: account(index + 1) };
      return pushPayload({ ...of, at: new Date(NOW.getTime() - index * 3_600_000) });
    });
    const commits = (sha: string) => shas.slice(0, shas.indexOf(sha) + 1).toReversed();
    nock(API)
      .persist()
      .get(/\/compare\//)
      .query(true)
      .reply(500, { message: "This diff takes too long" });
    nock(API)
      .persist()
      .get(`${REPOSITORY}/commits`)
      .query(true)
      .reply(({ url }: Request) => {
        const { searchParams } = new URL(url);
        const [sha, page] = [searchParams.get("sha") ?? "main", searchParams.get("page") ?? "1"];
        const listed = page === "1" ? commits(sha === "main" ? "m12" : sha) : [];
        return [200, listed.map((each) => toGitHubCommit(world, each))];
      });
    servePast({ ...EMPTY, world, head: "m12", pushes });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.backfills.list()).toMatchObject([{ state: "done", problems: [] }]);
    expect((await stores.histories.loadAll(SHOP.id)).changes.length).toBe(12);
  });

  it("is given up in part when GitHub fails again and again, and the rest of it is read", async () => {
    nock(API).persist().get(`${REPOSITORY}/deployments`).query(true).reply(500, { message: "Server Error" });
    servePast(PAST);
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    const [told] = await stores.backfills.list();
    expect(told).toMatchObject({ state: "failed", done: 60 });
    expect(told?.problems).toMatchInlineSnapshot(`
      [
        "deployments: HttpError: Server Error (GET /repos/…/…/deployments, 500)",
      ]
    `);
  });

  it.each([
    [404, 6, "not-found"],
    [403, 6, "not-permitted"],
    [451, 5, "legal"],
  ])(
    "R4: that GitHub answers with %i for ever is given up, keeps why, holds nothing else up, and is asked again",
    async (status, requests, reason) => {
      nock(API).get(REPOSITORY).times(requests).reply(status, {});
      const stores = await openTestStores();
      await request(stores, NOW);
      await backfill(stores, { now: NOW });
      expect(await stores.refusals.list()).toMatchObject([
        { refused: "past", reason, repositoryId: SHOP.id },
      ]);
      const tomorrow = new Date(NOW.getTime() + 2 * 86_400_000);

      expect(await stores.backfills.list()).toMatchObject([{ state: "failed", phase: "start" }]);
      expect(await stores.backfills.isRunning(SHOP.id)).toBe(false);
      await readRefusedPasts({ stores, clock: () => NOW });
      expect(await stores.backfills.isRunning(SHOP.id)).toBe(false);
      await readRefusedPasts({ stores, clock: () => tomorrow });
      expect(await stores.backfills.isRunning(SHOP.id)).toBe(true);
    },
  );

  it("is given up when the installation does not cover the repository", async () => {
    const tokens = `/app/installations/${SHOP.installationId}/access_tokens`;
    nock(API).post(tokens).times(5).reply(422, { message: "Not accessible to the parent installation" });
    const app = { appId: 1, privateKey: TEST_KEY, baseUrl: API, log: pino({ level: "silent" }) };
    const { authenticate } = scopedClients(new Probot({ ...app, Octokit: PlimsollOctokit }));
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW, authenticate });

    expect(await stores.backfills.list()).toMatchObject([{ state: "failed", phase: "start" }]);
  });

  it("leaves a fifth of what GitHub allows to what happens now", async () => {
    let asked = 0;
    const resetAt = new Date(NOW.getTime() + 1_800_000);
    const options = { onRequest: () => asked++, remaining: () => (asked > 3 ? 999 : 4_000), resetAt };
    servePast(PAST, options);
    const stores = await openTestStores();
    await request(stores, NOW);
    const turns: number[] = [];
    await backfill(stores, { now: NOW, goesOn: (turn) => turns.push(turn) > 0 });
    const [told] = await stores.backfills.list();

    expect(told).toMatchObject({ state: "done" });
    // It rested once for half an hour, and then after each request, since no more was left.
    expect(told?.finishedAt?.getTime()).toBeGreaterThanOrEqual(resetAt.getTime());
  });

  it.each([
    [
      "a delivery",
      {
        ...{ id: "live", event: "push", installationId: 1, repositoryId: 8, payload: "{}", receivedAt: NOW },
      },
      undefined,
    ],
    ["the check run of an open pull request", undefined, { repositoryId: SHOP.id, headSha: "h", number: 1 }],
  ])("waits while %s is due", async (_, delivery, checkRun) => {
    servePast(PAST);
    const stores = await openTestStores();
    await request(stores, NOW);
    if (delivery) await stores.deliveries.saveAll([delivery]);
    if (checkRun) await stores.checkRuns.markStale(checkRun, { at: NOW, isUrgent: true });

    expect(await backfill(stores, { now: NOW, goesOn: (turns) => turns < 1, waits: 3 })).toBe(0);
    await stores.deliveries.markDone("live");
    const stale = await stores.checkRuns.findNextStale(NOW, []);
    if (stale) await stores.checkRuns.markUnneeded(stale);

    expect(await backfill(stores, { now: NOW })).toBeGreaterThan(0);
  });

  it("ends when the app is taken off the repository meanwhile", async () => {
    servePast(PAST);
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW, goesOn: (turns) => turns < 2 });
    await stores.repositories.forget({ id: SHOP.id, installationId: SHOP.installationId, at: NOW });

    expect(await stores.backfills.list()).toEqual([]);
    expect(await backfill(stores, { now: NOW })).toBe(0);
  });

  it("is read anew, and no less of it, when it is asked for again before it is over", async () => {
    servePast(PAST);
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW, goesOn: (turns) => turns < 3 });
    const later = new Date(NOW.getTime() + 1_000);
    await stores.backfills.request({ repositoryId: SHOP.id, since: at(8), at: later });

    expect(await stores.backfills.list()).toMatchObject([
      { phase: "start", since: at(-82), startedAt: later },
    ]);
  });

  it("L18: names who had the queue merge what a robot wrote", async () => {
    const queue = account(9_919, { login: "github-merge-queue[bot]", type: "Bot" });
    const renovate = account(29_139_614, { login: "renovate[bot]", type: "Bot" });
    const pulls = PAST.pulls.map((each) => {
      const isIt = each.pull_request.number === 59;
      const pull = { ...each.pull_request, user: renovate, merged_by: queue };
      return isIt ? { ...each, pull_request: pull } : each;
    });
    const enqueued = [{ number: 59, by: account(5), at: at(8) }];
    servePast({ ...PAST, pulls, reviews: [], enqueued });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });
    const { changes } = await stores.histories.loadAround(SHOP.id, ["#59"]);

    const builder = await stores.installations.computePseudonym(SHOP.installationId, 5);
    expect(changes).toMatchObject([{ id: "#59", attribution: "automation", builder }]);
  });

  it.each([
    ["GraphQL", {}],
    ["REST", { refuses: () => [404, { message: "Not Found" }] as const }],
  ])("G45: names by %s who asked an agent", async (_, options) => {
    const pulls = PAST.pulls.map((each) => {
      const isIt = each.pull_request.number === 59;
      const opened = { user: COPILOT, created_at: at(7).toISOString() };
      return isIt ? { ...each, pull_request: { ...each.pull_request, ...opened } } : each;
    });
    const assigned = [
      { number: 59, to: COPILOT, at: at(7) },
      { number: 59, to: account(5), at: at(7) },
      { number: 59, to: account(6), at: at(7, 1) },
    ];
    servePast({ ...PAST, pulls, reviews: [], assigned }, options);
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });
    const { changes } = await stores.histories.loadAround(SHOP.id, ["#59"]);

    const builder = await stores.installations.computePseudonym(SHOP.installationId, 5);
    expect(changes).toMatchObject([{ id: "#59", attribution: "declared", builder }]);
  });

  it("has a pull request of many files or commits read by itself, as a delivery has", async () => {
    const paths = Array.from({ length: 120 }, (_, index) => `src/${index}.ts`);
    const world = new Map(PAST.world).set("h60", { parents: ["m59"], message: "Work", files: paths });
    const requests: string[] = [];
    servePast({ ...PAST, world }, { onRequest: (path) => requests.push(path) });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });
    const { changes } = await stores.histories.loadAround(SHOP.id, ["#60"]);

    expect(requests).toContain(`${REPOSITORY}/compare/m59...h60`);
    expect(changes).toMatchObject([{ id: "#60", lines: 240, patchId: expect.any(String) }]);
  });

  it("has a deployment of many statuses read by itself", async () => {
    const id = 99;
    const statuses = Array.from({ length: 25 }, (_, index) =>
      deploymentPayload({
        id,
        sha: "m60",
        at: new Date(at(8).getTime() + index * 1_000),
        state: "in_progress",
      }),
    );
    const told = [{ state: "success", created_at: at(8, 1).toISOString(), environment: "production" }];
    nock(API).get(`${REPOSITORY}/deployments/${id}/statuses`).query(true).reply(200, told);
    servePast({ ...PAST, statuses: [...PAST.statuses, ...statuses] });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect((await digestOf(stores)).deployments.seen).toBe(2);
  });

  it("R3: goes on where GitHub cannot tell the statuses of one deployment, and asks for them again", async () => {
    const id = 99;
    const begun = { id, sha: "m60", at: at(8), state: "in_progress" } as const;
    const many = Array.from({ length: 25 }, () => deploymentPayload(begun));
    const statuses = nock(API).persist().get(`${REPOSITORY}/deployments/${id}/statuses`).query(true);
    statuses.reply(502, { message: "Server Error" });
    servePast({ ...PAST, statuses: [...PAST.statuses, ...many] });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });
    const untold = (await digestOf(stores)).deployments.seen;
    expect(await stores.backfills.list()).toMatchObject([{ state: "done", problems: [] }]);
    nock.cleanAll();
    const success = (id: number, on: Date) => {
      return { id, state: "success", created_at: on.toISOString(), environment: "production" };
    };
    // What the record did before the past that is read is left out, as it is of all others.
    const told = [success(7, at(8, 1)), success(6, at(-200))];
    nock(API).get(`${REPOSITORY}/deployments/${id}/statuses`).query(true).reply(200, told);
    servePast(PAST);
    await startTimedWork(stores, NOW).workUntil(new Date(NOW.getTime() + 60_000));

    expect((await digestOf(stores)).deployments.seen).toBe(untold + 1);
    const { deployments } = await stores.histories.loadAll(SHOP.id);
    expect(deployments.find((each) => each.id === id)).toMatchObject({
      statuses: [{ state: "success", at: at(8, 1) }],
    });
  });

  it.each([404, 502])(
    "R3: goes on where a pull request, asked for by REST, answers %i for ever: the list tells most of it",
    async (status) => {
      for (const path of ["pulls/30", "pulls/30/reviews"])
        nock(API).persist().get(`${REPOSITORY}/${path}`).query(true).reply(status, { message: "No" });
      servePast(PAST, { refuses: () => [502, { message: "Bad Gateway" }] });
      const stores = await openTestStores();
      await request(stores, NOW);
      await backfill(stores, { now: NOW });

      expect(await stores.backfills.list()).toMatchObject([{ state: "done", done: 60, problems: [] }]);
      expect(await stores.changes.find(SHOP.id, 30)).toMatchObject({ state: "merged", commits: [{}] });
    },
  );

  it("R3: goes on where GitHub cannot tell which commit a tag names, and asks for that again", async () => {
    const tag = nock(API).persist().get(`${REPOSITORY}/commits/refs%2Ftags%2Fv1`).query(true);
    tag.reply(502, { message: "Server Error" });
    const releases = [{ id: 5, tag: "v1", sha: "m58", at: at(8) }];
    servePast(
      { ...PAST, releases },
      { refuses: (_, query) => (/TagCommits/.test(query) ? [502, { message: "Bad Gateway" }] : undefined) },
    );
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.backfills.list()).toMatchObject([{ state: "done", problems: [] }]);
    expect(await stores.unread.find({ repositoryId: SHOP.id, kind: "tag", name: "v1" })).toMatchObject({
      missing: "everything",
    });
  });

  it("has releases with the commits of their tags", async () => {
    const releases = [{ id: 5, tag: "v1", sha: "m58", at: at(8) }];
    servePast({ ...PAST, statuses: [], releases });
    const stores = await openTestStores();
    await request(stores, NOW);
    await backfill(stores, { now: NOW });
    const { deployments } = await stores.histories.loadAll(SHOP.id);

    expect(deployments).toMatchObject([
      { kind: "release", id: -5, releaseStates: [{ tag: "v1", state: "released" }], tags: [{ sha: "m58" }] },
    ]);
  });

  it("keeps what was delivered before, and what that read", async () => {
    servePast(PAST);
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(61, { state: "open", headSha: "h61", baseSha: "m60" }));
    await request(stores, NOW);
    await backfill(stores, { now: NOW });

    expect(await stores.changes.find(SHOP.id, 61)).toMatchObject({ state: "open", headSha: "h61" });
  });
});
