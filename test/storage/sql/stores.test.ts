import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import type { KeptEvidence } from "../../../src/domain/attribution/change-attribution.ts";
import { DEFAULT_POLICY } from "../../../src/domain/policy.ts";
import { NOTHING_DECLARED } from "../../../src/domain/spend/declared.ts";
import type { SpendSource } from "../../../src/domain/spend/source.ts";
import type { Delivery } from "../../../src/storage/deliveries.ts";
import { CHANGES, LANDING_CLAIMS, NOTES } from "../../../src/storage/json/columns.ts";
import { changeCommits, changes, reviews } from "../../../src/storage/schema/changes.ts";
import { notes } from "../../../src/storage/schema/notes.ts";
import { landingClaims } from "../../../src/storage/schema/pushes.ts";
import type { SqlDatabase } from "../../../src/storage/sql/handle.ts";
import { build } from "../../../src/storage/sql/query.ts";
import { openTestStores } from "../../support/stores.ts";

const OTHER = { id: 3_000_000_008, installationId: 1, owner: "acme", name: "Böard" };

function delivery(id: string, rest: Partial<Delivery> = {}): Delivery {
  const of = { installationId: 1, repositoryId: SHOP.id, payload: '{"a":"ä\\u0000"}', receivedAt: at(2) };
  return { id, event: "push", ...of, ...rest };
}

/** An open pull request or push of the shop. */
const CHANGE = {
  repositoryId: SHOP.id,
  state: "open",
  updatedAt: at(2),
  baseSha: "base",
  headSha: "head",
  authorAttribution: "undeclared",
  authorTools: CHANGES.authorTools.write([]),
  claimedReverts: CHANGES.claimedReverts.write([]),
} as const;

async function addChange(
  database: SqlDatabase,
  row: Partial<typeof changes.$inferInsert> & { readonly id: string },
): Promise<void> {
  await database.run(build.insert(changes).values({ ...CHANGE, ...row }));
}

describe("deliveries", () => {
  it("are stored once, and are due in the order in which they came", async () => {
    const { deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("b"), delivery("a"), delivery("b", { payload: "{}" })]);

    expect(await deliveries.findNextDue(at(2), [])).toEqual({ ...delivery("b"), attempts: 0 });
    await deliveries.markDone("b");
    await deliveries.saveAll([delivery("b")]);
    expect((await deliveries.findNextDue(at(2), []))?.id).toBe("a");
    await deliveries.drop("a");
    expect(await deliveries.findNextDue(at(2), [])).toBeUndefined();
    expect(await deliveries.findReceivedAt("b")).toEqual(at(2));
  });

  it("take turns by their repositories, however many calls come at the same time", async () => {
    const { deliveries, waits } = await openTestStores();
    const of = (count: number, receivedAt: Date) =>
      Array.from({ length: count }, (_, index) =>
        delivery(`${receivedAt.getTime()} ${index}`, { repositoryId: 100 + index, receivedAt }),
      );
    const news = delivery("news", { event: "installation", repositoryId: undefined });
    await deliveries.saveAll([...of(600, at(5)), delivery("a"), delivery("b"), news]);

    const found = await Promise.all([1, 2, 3].map(() => deliveries.findNextDue(at(3), [])));
    expect(found.map((each) => each?.id).sort()).toEqual(["a", "a", "news"]);
    expect((await deliveries.findNextDue(at(3), [-1, SHOP.id]))?.id).toBeUndefined();
    expect(await deliveries.isAnyDue(at(1))).toBe(false);
    expect(await deliveries.isAnyDue(at(3))).toBe(true);
    await waits.begin({ name: "requests", installationId: 1 }, { now: at(3), until: at(3, 1) });
    expect(await deliveries.isAnyDue(at(3))).toBe(false);
  });

  it("are counted, put off, parked, retried, cleared and deleted", async () => {
    const { deliveries, installations } = await openTestStores();
    await deliveries.saveAll(["a", "b", "c", "d"].map((id) => delivery(id)));
    await deliveries.putOff("a", { at: at(3), attempts: 2 });
    await deliveries.park("b", { at: at(4), error: "no head" });
    await deliveries.park("c", { at: at(5), error: "no tree", notUnderstoodBy: "1" });
    await deliveries.markDone("d");

    expect(await deliveries.loadDepth()).toEqual({ pending: 1, oldestDueAt: at(3), suspended: 0, parked: 2 });
    await installations.suspend(1, at(3));
    expect(await deliveries.loadDepth()).toEqual({
      pending: 0,
      oldestDueAt: undefined,
      suspended: 1,
      parked: 2,
    });
    expect(await deliveries.listParked(1)).toMatchObject([{ id: "c", attempts: 1, isNotUnderstood: true }]);
    expect(await deliveries.clearParked(at(5))).toBe(1);
    expect(await Promise.all(["a", "b", "c", "e"].map((id) => deliveries.retry(id, at(6))))).toEqual([
      ...["not-parked", "payload-gone", "pending", "unknown"],
    ]);
    expect(await deliveries.retryAll(at(6))).toBe(0);
    expect(await deliveries.prune(at(1), 0)).toBeUndefined();
    expect(await deliveries.prune(at(6), 0)).toBe(4);
    expect(await deliveries.findReceivedAt("d")).toBeUndefined();
    expect(await deliveries.findReceivedAt("a")).toEqual(at(2));
  });

  it("that were missed or not understood are listed until they are requested", async () => {
    const { deliveries, catchUps } = await openTestStores();
    await deliveries.saveAll([
      delivery("a"),
      delivery("b", { payload: undefined, problem: "no head", notUnderstoodBy: "1" }),
    ]);
    await catchUps.markAsked("c", at(3));
    await catchUps.markAsked("c", at(4));

    expect(await catchUps.listMissing(["a", "b", "c", "d"])).toEqual(new Set(["d"]));
    expect(await catchUps.listNotUnderstood("2", at(1))).toEqual([{ guid: "b", receivedAt: at(2) }]);
    await catchUps.markAskedBy("2", ["a", "b"]);
    expect(await catchUps.listNotUnderstood("2", at(1))).toEqual([]);
    expect(await catchUps.findReadEnd()).toBeUndefined();
    await catchUps.markRead(at(3));
    await catchUps.markRead(at(20));
    expect(await catchUps.findReadEnd()).toEqual(at(20));
    expect(await catchUps.listMissing(["a", "c"])).toEqual(new Set(["c"]));
  });
});

describe("backfills", () => {
  it("are requested, found, saved and restarted", async () => {
    const { backfills, waits } = await openTestStores();
    const nobody = { repositories: [] };
    await backfills.request({ repositoryId: SHOP.id, since: at(-9), at: at(1) });
    await backfills.request({ repositoryId: SHOP.id, since: at(-5), at: at(2) });

    expect(await backfills.listNeverRead()).toEqual([SHOP.id]);
    expect(await backfills.findStart(SHOP.id)).toEqual(at(2));
    expect(await backfills.findNextDue(at(1), nobody)).toBeUndefined();
    const resting = { name: "backfills", installationId: 1 } as const;
    await waits.begin(resting, { now: at(2), until: at(2, 1) });
    expect(await backfills.findNextDue(at(2), nobody)).toBeUndefined();
    await waits.end(resting);
    expect(await backfills.findNextDue(at(2), { ...nobody, repositories: [SHOP.id] })).toBeUndefined();
    const due = (await backfills.findNextDue(at(2), nobody)) ?? expect.fail("none is due");
    expect(due).toMatchObject({ since: at(-9), phase: "start", cursor: undefined, total: undefined });

    const knownRange = { branch: "main", head: "h", isComplete: false };
    await backfills.save({ ...due, phase: "history", cursor: "c", total: 3, knownRange });
    expect(await backfills.findNextDue(at(2), nobody)).toMatchObject({
      phase: "history",
      cursor: "c",
      total: 3,
      knownRange,
    });
    await backfills.save({ ...due, state: "failed" });
    expect(await backfills.isRunning(SHOP.id)).toBe(false);
    expect(await backfills.retryAll(at(3))).toBe(1);
    await backfills.save({ ...due, state: "done" });
    expect(await backfills.list()).toMatchObject([{ state: "running", startedAt: at(3), problems: [] }]);
  });

  it("know the earliest base, and the pull requests that were read in some way", async () => {
    const { backfills, database } = await openTestStores();
    expect(await backfills.findEarliestBase(SHOP.id)).toBeUndefined();
    await addChange(database, {
      id: "#2",
      number: 2,
      baseSha: "b2",
      mergedAt: at(2),
      readFrom: "a...b claims",
    });
    await addChange(database, { id: "sha", baseSha: "b3", mergedAt: at(2), readFrom: "a...b claims" });
    await addChange(database, { id: "#3", number: 3, readFrom: "a...b claims" });

    expect(await backfills.findEarliestBase(SHOP.id)).toBe("b3");
    expect(await backfills.listReadFrom(SHOP.id, { readFrom: " claims", limit: 9 })).toEqual([3, 2]);
    expect(await backfills.listReadFrom(SHOP.id, { readFrom: " claims", limit: 1 })).toEqual([3]);
  });

  it("find the pull requests that pushes name", async () => {
    const { namedPulls, database } = await openTestStores();
    await addChange(database, { id: "p", mergedAt: at(3) });
    await addChange(database, { id: "#2", number: 2, state: "closed" });
    await addChange(database, { id: "#3", number: 3 });
    for (const [number, sha] of [
      [2, "x"],
      [3, "x"],
      [4, "x"],
      [4, "y"],
    ] as const)
      await database.run(
        build.insert(landingClaims).values({
          repositoryId: SHOP.id,
          push: "p",
          number,
          sha,
          commits: LANDING_CLAIMS.commits.write([]),
        }),
      );

    expect(await namedPulls.list(SHOP.id, { after: 0, limit: 9 })).toEqual([3, 4]);
    expect(await namedPulls.list(SHOP.id, { after: 3, limit: 1 })).toEqual([4]);
    const isNear = (number: number, ...times: Date[]) => namedPulls.isNamedNear(SHOP.id, { number, times });
    expect(
      await Promise.all([isNear(4, at(1), at(4)), isNear(4, at(5)), isNear(4), isNear(5, at(3))]),
    ).toEqual([...[true, false, false, false]]);
  });
});

describe("what is stored of repositories", () => {
  it("is their name, their openness, and their installation", async () => {
    const { repositories } = await openTestStores();
    expect(await repositories.remember(OTHER)).toMatchObject({
      ...OTHER,
      isArchived: false,
      hasIssues: undefined,
    });
    await repositories.saveOpenness([{ id: OTHER.id, isArchived: true, hasIssues: false, updatedAt: at(3) }]);

    expect(await repositories.remember({ ...OTHER, name: "old", updatedAt: at(2) })).toMatchObject({
      name: "Böard",
    });
    expect(await repositories.findByName("ACME", "SHOP")).toMatchObject(SHOP);
    expect((await repositories.listByOwner("Acme")).map(({ id }) => id)).toEqual([SHOP.id, OTHER.id]);
    expect((await repositories.listActive()).map(({ id }) => id)).toEqual([SHOP.id, OTHER.id]);
    expect(await repositories.find(OTHER.id)).toMatchObject({ isArchived: true, hasIssues: false });
  });

  it("is deleted with them, and late deliveries of them are refused for a while", async () => {
    const { repositories, removals, settings } = await openTestStores();
    await settings.save(SHOP.id, { source: "repository", policy: DEFAULT_POLICY, problem: undefined });
    await repositories.forget({ id: SHOP.id, installationId: 1, at: at(3) });

    expect(await settings.find(SHOP.id)).toBeUndefined();
    expect(await removals.isRemoved({ installationId: 1, repositoryId: SHOP.id })).toBe(true);
    await expect(repositories.remember(SHOP)).rejects.toThrow("was removed");
    await removals.readmit(1, [SHOP.id]);
    expect(await removals.isRemoved({ installationId: 1, repositoryId: SHOP.id })).toBe(false);
    await repositories.remember(SHOP);
    await repositories.forget({ id: SHOP.id, installationId: 1, at: at(4) });
    await removals.forget(at(19));
    expect(await removals.isRemoved({ installationId: 1, repositoryId: SHOP.id })).toBe(false);
  });

  it("is their settings, and the settings of their owner", async () => {
    const { settings } = await openTestStores();
    const stored = { source: "owner", policy: DEFAULT_POLICY, problem: undefined } as const;

    expect([await settings.save(SHOP.id, stored), await settings.save(SHOP.id, stored)]).toEqual([
      true,
      false,
    ]);
    expect(await settings.find(SHOP.id)).toEqual(stored);
    await settings.saveOwner(1, { policy: DEFAULT_POLICY, timezone: "UTC" });
    await settings.saveOwner(1, { policy: DEFAULT_POLICY, timezone: "Europe/Berlin" });
    expect(await settings.findOwner(1)).toEqual({ policy: DEFAULT_POLICY, timezone: "Europe/Berlin" });
  });

  it("is what GitHub refused, until it is lifted", async () => {
    const { refusals } = await openTestStores();
    const refusal = { repositoryId: SHOP.id, refused: "issues", reason: "archived" } as const;

    expect(await refusals.save({ ...refusal, at: at(2) })).toBe(true);
    expect(await refusals.save({ ...refusal, at: at(4) })).toBe(false);
    expect(await refusals.list()).toMatchObject([
      { owner: "acme", name: "shop", since: at(2), askAgainAt: at(5) },
    ]);
    expect(await refusals.reopen(SHOP.id)).toEqual(["issues"]);
    expect(await refusals.find(refusal)).toMatchObject({ since: at(2), askAgainAt: new Date(0) });
    await refusals.lift(refusal);
    expect(await refusals.list()).toEqual([]);
  });

  it("is what GitHub did not provide, and when it is asked again", async () => {
    const { unread } = await openTestStores();
    const fact = {
      repositoryId: SHOP.id,
      kind: "change",
      source: "a...b",
      since: at(2),
      triedAt: at(2),
    } as const;
    const rest = { tries: 1, refusals: 0, isOver: false, dueAt: at(3) };
    await unread.save({ ...fact, ...rest, name: "#1", missing: "files" });
    await unread.save({ ...fact, ...rest, name: "#2", missing: undefined });
    const next = async (isUrgentOnly: boolean, ...busyRepositories: number[]) =>
      (await unread.findNextDue(at(4), { busyRepositories, isUrgentOnly }))?.name;

    expect([await next(false), await next(false, SHOP.id)]).toEqual(["#2", undefined]);
    await unread.remove({ repositoryId: SHOP.id, kind: "change", name: "#2" });
    expect([await next(false), await next(true)]).toEqual(["#1", undefined]);
    await unread.makeDue(SHOP.id, at(9));
    expect(await unread.find({ repositoryId: SHOP.id, kind: "change", name: "#1" })).toMatchObject({
      dueAt: at(9),
    });
    expect(await unread.countByKind()).toEqual([{ kind: "change", count: 1 }]);
  });

  it("is the latest review of each reviewer", async () => {
    const { reviews: store, database } = await openTestStores();
    await addChange(database, { id: "#1", number: 1 });
    const review = { repositoryId: SHOP.id, number: 1, reviewer: "r", isApproval: true, at: at(3) };
    await store.save(review);
    await store.save({ ...review, isApproval: false });
    await store.save({ ...review, isApproval: false, at: at(2) });

    expect(await database.all(build.select().from(reviews))).toMatchObject([{ isApproval: true, at: at(3) }]);
  });
});

describe("notes", () => {
  it("are stored when they are new, and deleted when they are empty", async () => {
    const { notes: store, database } = await openTestStores();
    const evidence: KeptEvidence[] = [{ kind: "note", tool: "cursor" }];
    const save = (read: KeptEvidence[]) => store.save(SHOP.id, [{ sha: "a", evidence: read }]);

    expect([await save([]), await save(evidence), await save(evidence)]).toEqual([false, true, false]);
    expect(await database.all(build.select({ evidence: notes.evidence }).from(notes))).toEqual([
      { evidence: NOTES.evidence.write(evidence) },
    ]);
    expect(await save([])).toBe(true);
    expect(await database.all(build.select().from(notes))).toEqual([]);
    await store.saveRef(SHOP.id, { isThere: true, askedAt: at(2) });
    await store.saveRef(SHOP.id, { isThere: false, askedAt: at(3) });
    expect(await store.findRef(SHOP.id)).toEqual({ isThere: false, askedAt: at(3) });
  });

  it("are looked for at the commits of recent changes", async () => {
    const { notes: store, database } = await openTestStores();
    await addChange(database, { id: "#1", number: 1, state: "merged", mergedAt: at(3) });
    await addChange(database, { id: "#2", number: 2, updatedAt: at(4) });
    await addChange(database, { id: "#3", number: 3, updatedAt: at(2) });
    await addChange(database, { id: "push", state: "merged", mergedAt: at(3), isExplained: true });
    const commits = [
      ["#1", "own", "b"],
      ["#2", "own", "b"],
      ["#2", "own", "Z"],
      ["#3", "own", "c"],
      ["push", "pushed", "d"],
    ];
    for (const [position, [changeId = "", role, sha = ""]] of commits.entries())
      await database.run(
        build
          .insert(changeCommits)
          .values({ repositoryId: SHOP.id, changeId, role: role as "own", position, sha }),
      );

    expect(await store.listNotable(SHOP.id, { since: at(3), after: "", limit: 9 })).toEqual([
      { sha: "Z", mergedAt: undefined },
      { sha: "b", mergedAt: at(3) },
    ]);
    expect(await store.listNotable(SHOP.id, { since: at(3), after: "Z", limit: 1 })).toHaveLength(1);
    expect(await store.listRepositories(at(3))).toEqual([SHOP.id]);
    expect(await store.listRepositories(at(5))).toEqual([]);
  });
});

describe("published digests", () => {
  it("are kept with the first and the last total of each week", async () => {
    const { digests } = await openTestStores();
    const place = { repositoryId: SHOP.id, scope: "repository" } as const;
    const shown = {
      shown: "s",
      written: "w",
      publishedAt: at(9),
      headline: "2026-W01",
      isFinal: false,
      isClosed: false,
    };
    const digest = { ...place, ...shown, week: "2026-W02", issueNumber: 4, leftAt: undefined };
    await digests.save(digest, 3);
    await digests.save({ ...digest, isFinal: true }, 5);
    await digests.save({ ...digest, week: "2026-W01" });
    await digests.leave({ ...place, week: "2026-W01" }, at(10));

    expect(await digests.list(place)).toEqual([
      { ...digest, week: "2026-W01", leftAt: at(10) },
      { ...digest, isFinal: true },
    ]);
    expect(await digests.listTotals(place)).toEqual(new Map([["2026-W01", { first: 3, latest: 5 }]]));
    expect(await digests.list({ ...place, scope: "owner" })).toEqual([]);
  });
});

describe("installations", () => {
  it("keep the earliest date, a suspension, and the problem of their digest", async () => {
    const { installations } = await openTestStores();
    await installations.remember({ id: 1, installedAt: at(0) });
    await installations.remember({ id: 1, installedAt: at(5) });
    await installations.suspend(1, at(3));
    await installations.suspend(1, at(4));

    expect(await installations.list()).toEqual([{ id: 1, installedAt: at(0), suspendedAt: at(3) }]);
    await installations.resume(1);
    expect(await installations.find(1)).toEqual({ id: 1, installedAt: at(0), suspendedAt: undefined });
    expect(await installations.computePseudonym(1, 5)).toBe(await installations.computePseudonym(1, 5));
    await installations.saveDigestTurn(1, OTHER.id);
    expect(await installations.findDigestTurn(1)).toBe(OTHER.id);
    const saveProblem = () => installations.saveDigestProblem(1, "it is archived", at(6));
    expect([await saveProblem(), await saveProblem()]).toEqual([true, false]);
    expect(await installations.listDigestProblems()).toEqual([
      { owner: "acme", problem: "it is archived", since: at(6) },
    ]);
  });

  it("are deleted with all that is stored of them", async () => {
    const { installations, repositories, deliveries } = await openTestStores();
    await deliveries.saveAll([delivery("a")]);
    await installations.forget(1, at(3));

    expect(await repositories.list()).toEqual([]);
    expect(await deliveries.findReceivedAt("a")).toBeUndefined();
    await expect(installations.remember({ id: 1, installedAt: at(1) })).rejects.toThrow("was deleted");
    expect(await installations.create({ id: 1, installedAt: at(2) })).toBe(false);
    expect(await installations.create({ id: 1, installedAt: at(4) })).toBe(true);
  });
});

describe("spend", () => {
  const source: SpendSource = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 };
  const fact = { day: "2026-11-01", tool: "cursor", charge: "usage", scope: "", currency: "USD" } as const;
  const span = { from: "2026-11-01", until: "2026-12-01" };

  it("is the facts of the last reading, and the days that it changed", async () => {
    const { spend } = await openTestStores();
    const read = (amount: bigint, readAt: Date) => {
      const days = new Map([[fact.day, [{ ...fact, amount }]]]);
      return spend.save(undefined, { source, reading: { readAt, days, readThrough: fact.day } });
    };

    expect([await read(2n ** 62n, at(3)), await read(7n, at(2))]).toEqual([[], [fact.day]]);
    const [known] = await spend.list(1);
    const sources = [known?.id ?? 0];
    expect(await spend.listFacts({ ...span, sources })).toEqual([
      { ...fact, amount: 2n ** 62n, source: sources[0] },
    ]);
    expect(await spend.listRestated({ ...span, sources })).toMatchObject([
      { from: 7n, to: 2n ** 62n, at: at(3) },
    ]);
    expect(await spend.listDaysReadAfter(sources[0] ?? 0, at(2))).toEqual([fact.day]);
    await spend.saveFailure(1, source, "no access", at(4));
    expect(await spend.list(1)).toMatchObject([{ error: "no access", failedAt: at(4), readAt: at(3) }]);
    expect([await spend.forget({ owner: 1, name: "bill" }), await spend.list(1)]).toEqual([true, []]);
  });

  it("is declared from some time on", async () => {
    const { spendDeclarations } = await openTestStores();
    expect(await spendDeclarations.save(1, NOTHING_DECLARED, at(1))).toBe(false);
    expect(await spendDeclarations.list(1)).toEqual([]);
  });
});

describe("bugs", () => {
  it("are counted, and listed by their last occurrence", async () => {
    const { bugs } = await openTestStores();
    for (const [error, day] of [
      ["a", 1],
      ["a", 3],
      ["b", 2],
    ] as const)
      await bugs.remember({ work: "push", error, at: at(day) });

    expect(await bugs.list(9)).toMatchObject([
      { error: "a", times: 2, firstAt: at(1) },
      { error: "b", times: 1 },
    ]);
    await bugs.forget(at(3));
    expect(await bugs.list(9)).toHaveLength(1);
  });
});
