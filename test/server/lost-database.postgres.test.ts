import { randomBytes } from "node:crypto";
import { Octokit } from "@octokit/rest";
import nock from "nock";
import { type Logger, pino } from "pino";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { notificationWork } from "../../src/notify/work-notifications.ts";
import { startBoss } from "../../src/queue/shared/boss.ts";
import { startRecurring } from "../../src/queue/shared/recurring.ts";
import { runNightly } from "../../src/server/nightly.ts";
import { readDueSpend } from "../../src/server/spend-reading.ts";
import { SHORTEST_KEY } from "../../src/storage/pseudonym-key.ts";
import { LostDatabaseError } from "../../src/storage/sql/lost-database.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { type Stores, storesIn } from "../../src/storage/stores.ts";
import { bucketPage, costBucket, costResult } from "../spend/answers-of.ts";
import { VARIABLES } from "../spend/reading.ts";
import { serveLimits, serveMoney } from "../spend/served.ts";
import { serveBoardOf } from "../support/board.ts";
import { useNock, octokit as usual } from "../support/github.ts";
import { holdTable } from "../support/lost-database.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";
import { deploy } from "../support/ship.ts";
import { settingsWith } from "../support/stores.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;
const silent = pino({ level: "silent" });
/** Never in the time of a test. */
const cron = "0 0 1 1 *";

/** A database with one installation and one repository. */
async function openStores() {
  const url = await newPostgresUrl(server);
  const database = connectPostgres(url);
  onTestFinished(() => database.close());
  const pseudonymKey = randomBytes(SHORTEST_KEY);
  const stores: Stores = { ...storesIn(database, { pseudonymKey }), close: database.close };
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  return { url, stores };
}

/** The recurring work of a server on a database, which is started again at a failure if it is to be. */
async function startWork(url: string, run: () => Promise<void>) {
  const boss = await startBoss(url, silent);
  onTestFinished(() => boss.stop({ graceful: false }));
  const onFailure = vi.fn(async (_: unknown) => {});
  const { request } = await startRecurring({ boss, works: [{ name: "work", cron, run }], onFailure });
  return { boss, request: () => request("work"), onFailure };
}

function jobsOf(stores: Stores, { octokit = usual, log = silent }: { octokit?: Octokit; log?: Logger } = {}) {
  return {
    ...{ stores, log, clock: () => at(12), definitionUrl: undefined, settings: settingsWith() },
    authenticate: async () => octokit,
    authenticateOwner: async () => octokit,
    compute: createComputer(stores),
  };
}

const LOST = new LostDatabaseError("the connection to the database was lost");

describe.skipIf(server === undefined)("recurring work that loses its database", () => {
  it("is repeated soon after the database answers again, is no failure, and its end is told", async () => {
    const { url, stores } = await openStores();
    let runs = 0;
    const { request, onFailure } = await startWork(url, async () => {
      runs += 1;
      if (runs > 1) return;
      const held = await holdTable(url, "mistakes");
      await Promise.all([stores.bugs.forget(at(1)), held.cut()]);
    });
    await request();

    expect([runs, onFailure.mock.calls]).toEqual([2, []]);
  });

  it("is a failure once the last repeat loses it too, and that is told", async () => {
    const { url } = await openStores();
    const run = vi.fn(async () => {
      throw LOST;
    });
    const { boss, request, onFailure } = await startWork(url, run);
    await boss.updateQueue("work", { retryLimit: 1 });

    await expect(request()).rejects.toThrow("LostDatabaseError: the connection to the database was lost");
    expect([run.mock.calls.length, onFailure.mock.calls]).toEqual([2, [[LOST]]]);
  });

  it("is told to all who asked, also when another run is lost while one waits for its repeat", async () => {
    const { url } = await openStores();
    const requests: Promise<void>[] = [];
    let runs = 0;
    const { request, onFailure } = await startWork(url, async () => {
      runs += 1;
      if (runs === 1) requests.push(request());
      if (runs <= 2) throw LOST;
    });
    requests.push(request());
    await requests[0];
    await Promise.all(requests);

    expect([requests.length, onFailure.mock.calls]).toEqual([2, []]);
    expect(runs).toBeGreaterThan(2);
  });
});

describe.skipIf(server === undefined)("a database that is lost", () => {
  useNock();

  it("leaves no digest out and creates none twice, also where an issue was created and not recorded", async () => {
    const { url, stores } = await openStores();
    const other = { ...SHOP, id: 3, name: "other", hasIssues: true };
    await stores.repositories.remember(other);
    await deploy(stores, 1, "m0", at(3));
    await deploy(stores, 2, "m0", at(3), other.id);
    const boards = [other, SHOP].map(({ id, name }) => serveBoardOf({ repository: `acme/${name}`, id }));
    let cutting: Promise<void> | undefined;
    const octokit = new Octokit({ baseUrl: API });
    octokit.hook.after("request", async (_, { method, url: route }) => {
      if (cutting !== undefined || method !== "POST" || !route.endsWith("/issues")) return;
      cutting = (await holdTable(url, "digests")).cut();
    });
    const lines: string[] = [];
    const log = pino({ level: "warn" }, { write: (line: string) => lines.push(line) });
    const publish = () => publishDueDigests(jobsOf(stores, { octokit, log }));
    const { request, onFailure } = await startWork(url, publish);
    await request();
    await cutting;

    expect(boards.map(({ writes }) => writes)).toEqual([
      // The same text again: what was written before is not recorded.
      ["POST /labels", "POST /issues", "PATCH /issues/1"],
      ["POST /labels", "POST /issues"],
    ]);
    for (const { id } of [SHOP, other])
      expect(await stores.digests.list({ repositoryId: id, scope: "repository" })).toHaveLength(1);
    expect([lines, onFailure.mock.calls]).toEqual([[], []]);
  });

  it("ends the nightly work, and is no failure of a step", async () => {
    const { url, stores } = await openStores();
    const onFailure = vi.fn(async (_: unknown) => {});
    const jobs = jobsOf(stores);
    const sources = { ...jobs, authenticateApp: async () => usual, onGap: async () => {}, onStale: () => {} };
    const held = await holdTable(url, "mistakes");
    const [night] = await Promise.allSettled([
      runNightly({ jobs, sources, clockSkew: () => 0, onFailure }),
      held.cut(),
    ]);

    expect(night).toMatchObject({ status: "rejected", reason: { name: "LostDatabaseError" } });
    expect(onFailure).not.toHaveBeenCalled();
  });

  it("is no failure of a source of spend, which is read again before the next day", async () => {
    const { url, stores } = await openStores();
    const lines: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
    const { SPEND_OPENAI_KEY, GITHUB_API_URL } = VARIABLES;
    const read = () => {
      serveMoney("openai", bucketPage([costBucket("2026-11-29", costResult(7))]));
      serveLimits("openai");
      const clock = () => new Date("2026-11-30T06:00:00Z");
      return readDueSpend({ stores, variables: { SPEND_OPENAI_KEY, GITHUB_API_URL }, log, clock });
    };
    const held = await holdTable(url, "spend_facts");
    const [reading] = await Promise.allSettled([read(), held.cut()]);
    await read();

    expect(reading).toMatchObject({ status: "rejected", reason: { name: "LostDatabaseError" } });
    expect(lines).toEqual(["Spend read"]);
  });

  it("makes the result of a notification not unknown", async () => {
    const { url, stores } = await openStores();
    const message = { kind: "digest", title: "Plimsoll", lines: ["9 in all"], url: undefined } as const;
    const of = { installationId: 1, repositoryId: SHOP.id, subject: "digest", format: "slack" } as const;
    await stores.notifications.save({ ...of, message, createdAt: at(2) });
    const target = { url: "https://hooks.example.com/services", secret: undefined };
    let cutting: Promise<void> | undefined;
    nock("https://hooks.example.com")
      .post("/services")
      .reply(async () => {
        cutting = (await holdTable(url, "notifications")).cut();
        return [200, ""];
      });
    const source = notificationWork({ stores, target, log: silent, clock: () => at(2) });
    const due = await source.next([]);
    await source.work(due ?? expect.fail("none is due"));
    await cutting;

    expect(await source.next([])).toBeUndefined();
    expect(await stores.notifications.counts(at(1))).toEqual({ waiting: 0, givenUp: 0 });
  });
});
