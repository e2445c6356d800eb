import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import { createContentLimit } from "../../src/github/content-limit.ts";
import type { GitHubClient } from "../../src/github/octokit.ts";
import { readStatus } from "../../src/operations/status.ts";
import { statusText } from "../../src/operations/status-text.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { limitedClient, octokit, useNock } from "../support/github.ts";
import { HANGING_MS } from "../support/limits.ts";
import { type Place, serveOrganization } from "../support/organization.ts";
import { deploy } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

interface Publishing {
  readonly lines?: object[];
  readonly client?: GitHubClient;
  readonly digest?: typeof DEFAULT_POLICY.digest;
}

/** Publishes what is due, and gathers what is logged. */
function publishDue(stores: Stores, now: Date, { lines = [], client = octokit, digest }: Publishing = {}) {
  return publishDueDigests({
    ...{ stores, clock: () => now, compute: createComputer(stores), definitionUrl: undefined },
    log: pino({ level: "info" }, { write: (line) => void lines.push(JSON.parse(line)) }),
    authenticate: async () => client,
    authenticateOwner: async () => client,
    settings: settingsWith({}, digest === undefined ? {} : { digest }),
  });
}

async function openDeployed(): Promise<Stores> {
  const stores = await openTestStores();
  await deploy(stores, 1, "m0", at(3));
  return stores;
}

const refusals = async (stores: Stores) =>
  (await stores.refusals.list()).map(({ refused, reason }) => `${refused}: ${reason}`);

describe("R4: a repository that takes no issue", () => {
  useNock();

  it("is asked once, is remembered with its reason, and has nothing searched, labelled, or written", async () => {
    const stores = await openDeployed();
    const lines: object[] = [];
    const board = serveBoard("acme/shop");
    board.hasIssues = false;

    for (let hour = 9; hour < 24; hour++) await publishDue(stores, at(9, hour), { lines });

    expect(board.requests).toEqual(["GET "]);
    expect(await refusals(stores)).toEqual(["issues: issues-off"]);
    expect(lines).toMatchObject([{ repositoryId: SHOP.id, reason: "issues-off" }]);
  });

  it("is asked again after a day, and takes its digest once Issues are on", async () => {
    const stores = await openDeployed();
    const board = serveBoard("acme/shop");
    board.hasIssues = false;
    for (const day of [9, 10, 11]) await publishDue(stores, at(day, 9));
    expect(board.requests).toEqual(["GET ", "GET ", "GET "]);
    expect((await stores.refusals.list())[0]?.since).toEqual(at(9, 9));

    board.hasIssues = true;
    await publishDue(stores, at(11, 10));
    expect(board.issues).toEqual([]);
    await publishDue(stores, at(12, 9));
    expect(board.issues).toHaveLength(1);
    expect(await refusals(stores)).toEqual([]);
  });

  it.each([
    ["R5: issues-off", { hasIssues: false }, { hasIssues: true }],
    ["R5: archived", { hasIssues: true, isArchived: true }, { isArchived: false }],
  ])(
    "%s costs no request where a payload told so, and is over once one tells otherwise",
    async (name, closed, opened) => {
      const stores = await openDeployed();
      await stores.repositories.remember({ ...SHOP, ...closed });
      await publishDue(stores, at(9, 9));
      expect(await refusals(stores)).toEqual([`issues: ${name.slice(4)}`]);

      await stores.repositories.remember({ ...SHOP, ...opened });
      const board = serveBoard("acme/shop");
      await publishDue(stores, at(9, 10));
      expect(board.writes).toEqual(["POST /labels", "POST /issues"]);
    },
  );

  it.each([
    [410, { has_issues: false }, "issues-off"],
    [403, { archived: true }, "archived"],
    [403, {}, "not-permitted"],
    [404, {}, "not-permitted"],
    [404, undefined, "not-found"],
    [451, {}, "legal"],
  ])("by a %i, and tells of itself %j, is kept as %s", async (status, told, reason) => {
    const stores = await openDeployed();
    await stores.repositories.remember({ ...SHOP, hasIssues: true, isArchived: false });
    nock(API).get("/repos/acme/shop/issues").query(true).reply(200, []);
    nock(API).post("/repos/acme/shop/labels").reply(422, {});
    nock(API).post("/repos/acme/shop/issues").reply(status, {});
    const repository = { id: SHOP.id, name: "shop", owner: { login: "acme" }, has_issues: true, ...told };
    const asked = nock(API)
      .get("/repos/acme/shop")
      .optionally(status === 451);
    if (told === undefined) asked.reply(404, {});
    else asked.reply(200, repository);

    for (const hour of [9, 10, 11]) await publishDue(stores, at(9, hour));

    expect(await refusals(stores)).toEqual([`issues: ${reason}`]);
  });

  it("is named by status, with what to do", async () => {
    const stores = await openDeployed();
    await stores.repositories.remember({ ...SHOP, hasIssues: false });
    await publishDue(stores, at(9, 9));

    expect(statusText(await readStatus(stores), at(9, 9))).toContain(
      "  no digest issue in 1 repository, Issues are off: acme/shop (turn Issues on, name one place for all digests (digest.repository), or leave it so)",
    );
  });
});

describe("an issue that somebody took away", () => {
  useNock();

  it.each([
    ["deleted", 410],
    ["moved to where the app may not look", 404],
  ])("R10: that was %s is left so, and the next week has one again", async (_, status) => {
    const stores = await openDeployed();
    const board = serveBoard("acme/shop");
    await publishDue(stores, at(9, 9));
    board.issues.splice(0);
    board.goneStatus = status;
    for (let hour = 10; hour < 20; hour++) await publishDue(stores, at(9, hour));
    expect(board.requests.filter((request) => request.endsWith("/issues/1"))).toHaveLength(1);

    board.issues.push({ number: 1, title: "", body: "", state: "open", user: { type: "User" } });
    await publishDue(stores, at(16, 9));
    expect(board.writes).toEqual(["POST /labels", "POST /issues", "POST /issues"]);
    expect(await refusals(stores)).toEqual([]);
  });

  it("R10: that was transferred is not written to where it went", async () => {
    const stores = await openDeployed();
    const board = serveBoard("acme/shop");
    await publishDue(stores, at(9, 9));
    nock.cleanAll();
    const there = `${API}/repositories/99/issues/5`;
    nock(API).get("/repos/acme/shop/issues/1").reply(301, {}, { location: there });
    nock(API).get("/repositories/99/issues/5").reply(200, { number: 5, title: "", body: "" });

    for (const hour of [10, 11, 12]) await publishDue(stores, at(9, hour));

    expect(board.issues).toHaveLength(1);
  });
});

/** How many repositories there are, and those that GitHub or the past treats in its own way. */
const MANY = 280;
const isOff = (index: number) => index % 8 < 3;
const ODD = { failing: 4, blocked: 12, unread: [20, 28, 36] };

describe("R4: the digests of an installation with 280 repositories", () => {
  useNock();
  const digest = { ...DEFAULT_POLICY.digest, repository: "reports" };

  async function openMany(): Promise<{ readonly stores: Stores; readonly places: readonly Place[] }> {
    const stores = await openTestStores();
    const policy = { ...DEFAULT_POLICY, digest };
    const own = { ...DEFAULT_POLICY, digest: { ...DEFAULT_POLICY.digest, per: "repository" } } as const;
    await stores.settings.saveOwner(1, { policy, timezone: "UTC" });
    const places = Array.from({ length: MANY }, (_, index) => {
      const status = index === ODD.failing ? 502 : index === ODD.blocked ? 451 : undefined;
      return { id: 1_000 + index, name: `r${index}`, hasIssues: !isOff(index), status };
    });
    for (const [index, { id, name }] of places.entries()) {
      await stores.repositories.remember({ id, installationId: 1, owner: "acme", name });
      await stores.settings.save(id, { source: "repository", policy: own, problem: undefined });
      await deploy(stores, index + 1, "m0", at(3), id);
      if (ODD.unread.includes(index))
        await stores.backfills.request({ repositoryId: id, since: at(1), at: at(8) });
    }
    return { stores, places };
  }

  it("come to all that can have one within hours, the organization's first, in a bounded number of requests", {
    timeout: HANGING_MS,
  }, async () => {
    const { stores, places } = await openMany();
    const reports = { id: 9, name: "reports", hasIssues: true, status: undefined };
    const github = serveOrganization("acme", [...places, reports]);
    let now = at(9, 9);
    const client = limitedClient(createContentLimit(undefined, () => now.getTime()));
    const hours: number[] = [];
    for (let hour = 0; hour < 3; hour++) {
      now = at(9, 9 + hour);
      await publishDue(stores, now, { client, digest });
      hours.push(github.issues.size);
      if (hour === 0) expect([...github.issues.keys()][0]).toBe("reports");
    }

    const able = places.filter((_, index) => !isOff(index) && index !== ODD.failing && index !== ODD.blocked);
    const waiting = new Set(ODD.unread.map((index) => `r${index}`));
    const due = able.map(({ name }) => name).filter((name) => !waiting.has(name));
    expect([...github.issues.keys()].sort()).toEqual([...due, "reports"].sort());
    expect([...github.issues.values()].every((count) => count === 1)).toBe(true);
    // A label and an issue each, of which an hour takes 300; what was lost counts too.
    expect(hours).toEqual([149, due.length + 1, due.length + 1]);

    const offs = places.filter((_, index) => isOff(index)).map(({ name }) => name);
    // The list of the organization's repositories tells that their Issues are off, a hundred of them in a request.
    expect(offs.flatMap((name) => github.requests.get(name) ?? [])).toEqual([]);
    expect(github.requests.get("r12")).toEqual(["GET /issues"]);
    // To begin with three, then one an hour to see what is shown.
    expect(Math.max(...due.map((name) => github.requests.get(name)?.length ?? 0))).toBeLessThanOrEqual(5);
    expect(github.bodies.get("reports")).toContain("3 repositories left out so far");
    expect(github.bodies.get("reports")).toContain("No digest issue in 105 repositories: Issues are off");

    for (const id of ODD.unread) await finishBackfill(stores, 1_000 + id);
    now = at(9, 14);
    await publishDue(stores, now, { client, digest });
    expect(github.issues.size).toBe(able.length + 1);
    expect(github.bodies.get("reports")).not.toContain("left out so far");
  });
});

/** Ends the past of a repository as if it had been read. */
async function finishBackfill(stores: Stores, repositoryId: number): Promise<void> {
  const others = (await stores.repositories.list()).map(({ id }) => id).filter((id) => id !== repositoryId);
  const backfill = await stores.backfills.findNextDue(at(10), { repositories: others });
  if (backfill !== undefined)
    await stores.backfills.save({ ...backfill, state: "done", finishedAt: at(9, 13) });
}
