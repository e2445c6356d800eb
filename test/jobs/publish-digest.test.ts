import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { computeDigest, publishDigest } from "../../src/jobs/publish-digest.ts";
import { dueWeek, publishDueDigests } from "../../src/jobs/weekly-digests.ts";
import { renderDigest } from "../../src/render/digest.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { at, deployment } from "../support/history.ts";
import { openTestStores, pullRequest, SHOP } from "../support/stores.ts";
import { API } from "../support/world.ts";

const ISSUES = "/repos/acme/shop/issues";
const MARKER = "<!-- plimsoll:digest repository=7 week=2026-W45 -->";

function options(stores: Stores, now = at(9, 9)) {
  return { stores, log: pino({ level: "silent" }), clock: () => now, authenticate: async () => octokit };
}

function publish(stores: Stores) {
  return publishDigest(options(stores), { repository: SHOP, week: "2026-W45", now: at(9, 9) });
}

function listing(...issues: readonly object[]): void {
  nock(API).get(ISSUES).query({ labels: "plimsoll", state: "all", per_page: 100 }).reply(200, issues);
}

async function deploy(stores: Stores, on: Date): Promise<void> {
  const { statuses, ...rest } = deployment(1, "m1", on);
  for (const status of statuses)
    await stores.deployments.save({ repositoryId: SHOP.id, deployment: rest, status });
  await stores.timelines.playNext(SHOP.id);
}

/** What the issue of the week shows when nobody touched it. */
async function shownBy(stores: Stores, now = at(9, 9)) {
  const request = { repository: SHOP, week: "2026-W45", now };
  return renderDigest(await computeDigest(stores, request), SHOP.id);
}

function serveIssue(issue: object): void {
  nock(API).get(`${ISSUES}/8`).reply(200, issue);
}

describe("a digest", () => {
  useNock();

  it("G25: is put right when somebody edited it, and left alone when only its line ends differ", async () => {
    const stores = await openTestStores();
    listing();
    nock(API).post(ISSUES).reply(201, { number: 8 });
    await publish(stores);
    const content = await shownBy(stores);
    serveIssue({ ...content, body: content.body.replaceAll("\n", "\r\n") });
    expect(await publish(stores)).toMatchObject({ written: "nothing" });

    serveIssue({ ...content, body: `**99 normalized deployments**\n${content.body}` });
    nock(API)
      .patch(`${ISSUES}/8`, ({ body }) => body === content.body)
      .reply(200, {});
    expect(await publish(stores)).toMatchObject({ written: "updated" });
  });

  it("is opened as an issue with a label and a hidden marker", async () => {
    listing(
      { number: 3, user: { type: "Bot" }, body: "something else" },
      { number: 4, user: null, body: null },
    );
    nock(API)
      .post(ISSUES, (issue) => {
        expect(issue).toMatchObject({ title: "Plimsoll · acme/shop · 2026-W45", labels: ["plimsoll"] });
        expect(issue.body).toContain(MARKER);
        return true;
      })
      .reply(201, { number: 8 });

    expect(await publish(await openTestStores())).toEqual({ issueNumber: 8, written: "created" });
  });

  it("edits the oldest issue that carries its marker, when the store knows of none", async () => {
    listing(
      { number: 9, user: { type: "Bot" }, body: MARKER },
      { number: 8, user: { type: "Bot" }, body: `edited by hand ${MARKER}` },
      { number: 3, user: { type: "User" }, body: `copied by a person ${MARKER}` },
      { number: 2, user: { type: "Bot" }, body: MARKER.replace("W45", "W44") },
    );
    nock(API).patch(`${ISSUES}/8`).reply(200, {});

    expect(await publish(await openTestStores())).toEqual({ issueNumber: 8, written: "updated" });
  });

  it("costs nothing when it is published again unchanged, and an edit when it changed", async () => {
    const stores = await openTestStores();
    listing();
    nock(API).post(ISSUES).reply(201, { number: 8 });
    await publish(stores);
    serveIssue(await shownBy(stores));
    expect(await publish(stores)).toEqual({ issueNumber: 8, written: "nothing" });

    await deploy(stores, at(3));
    nock(API).patch(`${ISSUES}/8`).reply(200, {});
    expect(await publish(stores)).toEqual({ issueNumber: 8, written: "updated" });
  });
});

describe("the weekly digest", () => {
  useNock();

  it.each([
    [at(9, 8), "2026-W44"],
    [at(9, 9), "2026-W45"],
    [at(15, 23), "2026-W45"],
    [at(16, 9), "2026-W46"],
  ])("as of %s is that of %s", (now, week) => {
    expect(dueWeek(now, "UTC")).toBe(week);
  });

  it("is published once, also when Monday was missed", async () => {
    const stores = await openTestStores();
    await deploy(stores, at(3));
    listing();
    nock(API).post(ISSUES).reply(201, { number: 8 });

    await publishDueDigests(options(stores, at(12)));
    serveIssue(await shownBy(stores, at(13)));
    await publishDueDigests(options(stores, at(13)));

    expect(await stores.digests.find({ repositoryId: SHOP.id, week: "2026-W45" })).toMatchObject({
      issueNumber: 8,
    });
  });

  it("is edited while its week fills, until the next one is due", async () => {
    const stores = await openTestStores();
    await deploy(stores, at(3));
    listing();
    nock(API).post(ISSUES).reply(201, { number: 8 });
    await publishDueDigests(options(stores, at(9, 9)));
    await stores.changes.save(
      pullRequest(1, { state: "merged", mergedAt: at(8), mergeSha: "m2", updatedAt: at(10) }),
    );

    nock(API)
      .patch(`${ISSUES}/8`, ({ body }) => body.includes("Still filling"))
      .reply(200, {});
    await publishDueDigests(options(stores, at(10)));
    serveIssue(await shownBy(stores, at(11)));
    await publishDueDigests(options(stores, at(11)));
  });

  it("is not published for a week before the installation", async () => {
    const stores = await openTestStores();
    await stores.installations.forget(1);
    await stores.installations.remember({ id: 1, installedAt: at(10) });
    await stores.repositories.remember(SHOP);
    await deploy(stores, at(3));

    await publishDueDigests(options(stores, at(12)));
  });

  it("is not published for a repository that never deployed to production", async () => {
    await publishDueDigests(options(await openTestStores(), at(12)));
  });

  it("of one repository is published though another one's fails, and that one is tried again", async () => {
    const stores = await openTestStores();
    await stores.repositories.remember({ ...SHOP, id: 3, name: "broken" });
    await deploy(stores, at(3));
    const { statuses, ...rest } = deployment(2, "m1", at(3));
    for (const status of statuses)
      await stores.deployments.save({ repositoryId: 3, deployment: rest, status });
    await stores.timelines.playNext(3);
    nock(API).get("/repos/acme/broken/issues").query(true).reply(410, { message: "Issues are disabled" });
    listing();
    nock(API).post(ISSUES).reply(201, { number: 8 });
    await publishDueDigests(options(stores, at(12)));

    nock(API).get("/repos/acme/broken/issues").query(true).reply(200, []);
    nock(API).post("/repos/acme/broken/issues").reply(201, { number: 1 });
    await publishDueDigests(options(stores, at(12)));
  });
});
