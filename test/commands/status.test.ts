import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { newStore } from "../support/stores.ts";

const ERROR = "HttpError: Server Error";

let file: string;
let stores: Stores;

beforeEach(async () => {
  file = newStore();
  stores = await openStores(`file:${file}`);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
});

afterEach(() => stores.close());

/** Stores a delivery and gives its work up. */
async function park(id: string, payload: string | undefined): Promise<void> {
  const delivery = {
    id,
    event: "push",
    installationId: 1,
    repositoryId: SHOP.id,
    payload,
    receivedAt: at(2),
  };
  await stores.deliveries.saveAll([
    { ...delivery, ...(payload === undefined && { problem: "no head", notUnderstoodBy: "v" }) },
  ]);
  if (payload !== undefined) await stores.deliveries.park(id, { at: at(3), error: ERROR });
}

/** A text in which how long ago things were, and how large the file is, says nothing. */
const settled = (text: string) =>
  text.replace(/\d+ (s|min|h|d)( ago)?(?=;|\n)/g, "…").replace(/[\d.]+ MB/g, "… MB");

describe("plimsoll status", () => {
  it("says on one screen what waits, what was parked and why, and what was published", async () => {
    await park("d1", "{}");
    await park("d2", undefined);
    await stores.deliveries.saveAll([
      { id: "d3", event: "push", installationId: 1, repositoryId: 7, payload: "{}", receivedAt: at(2) },
    ]);
    await stores.checkRuns.markStale(
      { repositoryId: SHOP.id, headSha: "h", number: 1 },
      { at: at(2), isUrgent: true },
    );
    const shown = {
      issueNumber: 12,
      shown: "",
      written: "",
      headline: "2026-W44",
      isFinal: false,
      isClosed: false,
    };
    const place = { repositoryId: SHOP.id, scope: "repository", week: "2026-W44" } as const;
    await stores.digests.save({ ...place, ...shown, publishedAt: at(2) });
    await stores.operations.saveHeartbeat(at(2));

    const { stdout, stderr, status } = await runCli(file, "status");

    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(settled(stdout)).toMatchInlineSnapshot(`
      "store       SQLite, schema 27, … MB
      installed   1 installation, 1 repository
      ready       …
      deliveries  1 pending, the oldest for …; 2 parked
      check runs  1 stale, the oldest for …; 0 failing, 0 given up

      parked (plimsoll retry ID, or --all)
        d1  push  2026-11-03 00:00  1 try  HttpError: Server Error
        d2  push  2026-11-02 00:00  0 tries  no head; not understood: a newer version asks GitHub for it again

      last digests
        2026-11-02 00:00  2026-W44  acme/shop  #12
      "
    `);
  });

  it("R2: says what GitHub did not tell", async () => {
    const noted = {
      ...{ repositoryId: SHOP.id, source: "", missing: "everything" as const, since: at(2), triedAt: at(2) },
      ...{ tries: 1, refusals: 0, dueAt: at(3), isOver: false },
    };
    await stores.unread.save({ ...noted, kind: "change", name: "#1" });
    await stores.unread.save({ ...noted, kind: "change", name: "#2" });
    await stores.unread.save({ ...noted, kind: "tag", name: "v1" });

    expect((await runHere(file, "status")).stdout).toContain(
      "missing     from GitHub: 2 changes, 1 commit of a tag\n",
    );
  });

  it("says how many deliveries wait for a suspended installation", async () => {
    await stores.deliveries.saveAll([
      { id: "d1", event: "push", installationId: 1, repositoryId: 7, payload: "{}", receivedAt: at(2) },
    ]);
    await stores.installations.suspend(1, at(3));

    expect((await runHere(file, "status")).stdout).toContain(
      "deliveries  0 pending; 0 parked; 1 of suspended installations\n",
    );
  });

  it("says the same as JSON", async () => {
    await park("d1", "{}");
    const { stdout } = await runHere(file, "status", "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      store: { installations: 1, repositories: 1, bytes: expect.any(Number) },
      deliveries: { pending: 0, parked: 1 },
      parked: [{ id: "d1", event: "push", attempts: 1, error: ERROR, canRetry: true, repositoryId: SHOP.id }],
      checkRuns: { stale: 0, failing: 0, failed: 0 },
      lastDigests: [],
    });
  });

  it("says in one line each what mistakes of ours were met, where, since when, and how often", async () => {
    const bug = {
      work: "delivery push",
      error: "TypeError: x is not a function at src/ingest/events/push.ts:18",
    };
    await stores.bugs.remember({ ...bug, at: at(2) });
    await stores.bugs.remember({ ...bug, at: at(3) });
    await stores.bugs.remember({
      work: "digest",
      error: "RangeError: Invalid time value at src/a.ts:1",
      at: at(1),
    });

    expect((await runHere(file, "status")).stdout).toContain(
      `bugs of ours: please report these lines
  delivery push  TypeError: x is not a function at src/ingest/events/push.ts:18  2 times  since 2026-11-02 00:00, last 2026-11-03 00:00
  digest  RangeError: Invalid time value at src/a.ts:1  1 time  2026-11-01 00:00
`,
    );
  });
});

describe("plimsoll retry", () => {
  it("makes everything due again that was given up, and forgets the mistakes that a new version mends", async () => {
    await park("d1", "{}");
    const key = { repositoryId: SHOP.id, headSha: "h", number: 1 };
    await stores.checkRuns.markStale(key, { at: at(2), isUrgent: true });
    const stale = await stores.checkRuns.findNextStale(at(2), []);
    if (stale) await stores.checkRuns.putOff(stale, undefined);
    await stores.backfills.request({ repositoryId: SHOP.id, since: at(1), at: at(2) });
    const due = await stores.backfills.findNextDue(at(2), { repositories: [] });
    if (due) await stores.backfills.save({ ...due, state: "failed", problems: ["pulls: TypeError"] });
    await stores.bugs.remember({ work: "check run", error: "TypeError", at: at(2) });

    expect((await runHere(file, "retry", "--all")).stdout).toBe(
      "will be tried again: 1 deliveries, 1 check runs, 1 backfills\n",
    );
    expect(await stores.checkRuns.findNextStale(new Date(), [])).toMatchObject({ number: 1, attempts: 0 });
    expect(await stores.backfills.list()).toMatchObject([
      { state: "running", phase: "start", since: at(1), problems: [] },
    ]);
    expect(await stores.bugs.list(9)).toEqual([]);
  });

  it("makes a parked delivery due again, as if it had never failed", async () => {
    await park("d1", "{}");

    expect(await runHere(file, "retry", "d1")).toEqual({
      status: 0,
      stdout: "will be tried again: d1\n",
      stderr: "",
    });
    expect(await stores.deliveries.findNextDue(new Date(), [])).toMatchObject({ id: "d1", attempts: 0 });
  });

  it("makes all of them due again that have a payload", async () => {
    await Promise.all([park("d1", "{}"), park("d2", "{}"), park("d3", undefined)]);

    expect((await runHere(file, "retry", "--all")).stdout).toBe(
      "will be tried again: 2 deliveries, 0 check runs, 0 backfills\n",
    );
    expect(await stores.deliveries.loadDepth()).toMatchObject({ pending: 2, parked: 1 });
  });

  it.each([
    ["d9", "plimsoll: d9 is not a delivery in the store: plimsoll status lists the parked ones\n"],
    ["d2", "plimsoll: d2 is not parked: it was worked, or will be by itself\n"],
    [
      "d3",
      "plimsoll: d3 has no payload any more: let GitHub deliver it again, in the App's settings under Advanced\n",
    ],
  ])("says why %s cannot be tried again", async (id, stderr) => {
    await Promise.all([park("d2", "{}"), park("d3", "{}")]);
    await stores.deliveries.retry("d2", at(3));
    await stores.deliveries.clearParked(at(4));

    expect(await runHere(file, "retry", id)).toEqual({ status: 1, stdout: "", stderr });
  });

  it.each([[[]], [["d1", "--all"]]])("ends with 2 for %j", async (args) => {
    expect(await runHere(file, "retry", ...args)).toMatchObject({ status: 2, stdout: "" });
  });
});
