import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  type PushPayload,
  pullRequestPayload,
  pushPayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { measureRepository } from "../../../src/digests/measure.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import { onPush } from "../../../src/ingest/events/push.ts";
import type { SettingsSource } from "../../../src/ingest/settings.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const CLAUDE = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

/** Two commits and a merge commit on main, and the branch of two pull requests. */
const WORLD = new Map<string, WorldCommit>([
  ["m0", { parents: [], message: "Begin" }],
  ["m1", { parents: ["m0"], message: CLAUDE, files: ["src/a.ts"] }],
  ["m2", { parents: ["m1"], message: "More", files: ["src/b.ts"] }],
  ["m3", { parents: ["m2"], message: "Words", files: ["README.md"] }],
  ["h1", { parents: ["m0"], message: "Work", files: ["src/a.ts"] }],
  ["h2", { parents: ["m0"], message: "Work", files: ["src/b.ts"] }],
]);

const options = (settings: SettingsSource = settingsWith()) => ({
  clock: () => at(9),
  onStale: () => {},
  settings,
});

async function push(stores: Stores, rest: Partial<PushPayload> = {}, settings?: SettingsSource) {
  const payload = pushPayload({ before: "m0", after: "m2", at: at(3), commits: ["m1", "m2"], ...rest });
  await onPush(stores, options(settings))({ octokit, payload, log, receivedAt: at(2) });
}

async function merge(stores: Stores, number: number, sha: string): Promise<void> {
  const pull = { number, base: "m0", head: `h${number}`, updatedAt: at(3) };
  const payload = pullRequestPayload({ ...pull, merge: { sha, by: account(2) } });
  await onPullRequest(stores, options())({ octokit, payload, log, receivedAt: at(2) });
}

async function changesOf(stores: Stores, ...ids: readonly string[]) {
  const { changes } = await stores.histories.loadAround(SHOP.id, ids);
  return changes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

describe("a push to the default branch", () => {
  useNock();

  it("R6: is nobody's when GitHub does not tell who pushed, and of its receipt when it tells no time", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    const { sender: _, ...payload } = pushPayload({ before: "m0", after: "m2", at: at(3), commits: ["m2"] });
    const untimed = { ...payload, repository: { ...payload.repository, pushed_at: null } };
    await onPush(stores, options())({ octokit, payload: untimed, log, receivedAt: at(2) });

    expect(await changesOf(stores, "m2")).toMatchObject([{ id: "m2", builder: undefined, mergedAt: at(2) }]);
  });

  it("G48: is nothing to count when it only rewrites what was there", async () => {
    const tree = "the same";
    serveCommits(
      new Map<string, WorldCommit>([
        ...WORLD,
        ["old", { parents: ["m0"], message: "Work", files: ["src/a.ts"], tree }],
        ["r1", { parents: ["m0"], message: CLAUDE, files: ["src/a.ts"] }],
        ["r2", { parents: ["r1"], message: "More", files: ["src/b.ts"], tree }],
      ]),
    );
    const stores = await openTestStores();
    await push(stores, { before: "old", after: "r2", commits: ["r1", "r2"], isForced: true });

    expect(await changesOf(stores, "r2")).toMatchObject([{ id: "r2", isEffective: false, lines: 0 }]);
  });

  it("R3: is read though GitHub never tells what was there before", async () => {
    const failWith = (path: string) => (path.endsWith("/commits/old") ? 500 : undefined);
    const old: WorldCommit = { parents: ["m0"], message: "Work", files: ["src/a.ts"] };
    const world = new Map<string, WorldCommit>([...WORLD, ["old", old]]);
    serveCommits(world, { failWith });
    const stores = await openTestStores();
    const told = { before: "old", after: "m2", commits: ["m1", "m2"], isForced: true };
    await push(stores, told);

    expect(await changesOf(stores, "m2")).toMatchObject([{ id: "m2", isEffective: true }]);
    expect(await stores.unread.find({ repositoryId: SHOP.id, kind: "change", name: "m2" })).toMatchObject({
      missing: "content",
    });
  });

  it("L19: is one change of who pushed, with what its commits declare and its files say", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await push(stores, { by: account(3) });

    expect(await changesOf(stores, "m2")).toMatchObject([
      {
        id: "m2",
        mergedAt: at(3),
        builder: await stores.installations.computePseudonym(1, 3),
        attribution: "declared",
        isEffective: true,
        isApproved: undefined,
        commits: ["m1", "m2"],
        lines: 4,
      },
    ]);
  });

  it("L19: that only words something is not effective", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await push(stores, { before: "m2", after: "m3", commits: ["m3"] });

    expect(await changesOf(stores, "m3")).toMatchObject([{ isEffective: false }]);
  });

  it.each([
    ["before", ["merge", "push"]],
    ["after", ["push", "merge"]],
  ])(
    "L3: is none when it is a pull request's rebase, heard of %s it, to which all its commits belong",
    async (_, order) => {
      serveCommits(WORLD);
      const stores = await openTestStores();
      for (const step of order) await (step === "push" ? push(stores) : merge(stores, 1, "m2"));

      expect(await changesOf(stores, "#1", "m2")).toMatchObject([
        { id: "#1", carriers: ["m2", "h1"], rewritten: ["m1", "m2"] },
      ]);
    },
  );

  it("L4: of a merge queue is cut at the merge of each pull request, and what is left over is a change", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await push(stores, { after: "m3", commits: ["m1", "m2", "m3"] });
    await merge(stores, 1, "m1");
    await merge(stores, 2, "m2");

    expect(await changesOf(stores, "#1", "#2", "m3")).toMatchObject([
      { id: "#1", carriers: ["m1", "h1"] },
      { id: "#2", carriers: ["m2", "h2"] },
      { id: "m3", commits: ["m3"] },
    ]);
  });

  it("counts once however often it is delivered, and the first time told stays", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await push(stores);
    await push(stores, { at: at(4) });

    expect(await changesOf(stores, "m2")).toMatchObject([{ mergedAt: at(3) }]);
  });

  it.each([
    ["another branch", { ref: "refs/heads/next" }],
    ["a merge queue's branch", { ref: "refs/heads/gh-readonly-queue/main/pr-1-m0" }],
    ["a tag", { ref: "refs/tags/v1" }],
  ])("is what counts: to %s it changes nothing", async (_, rest) => {
    const stores = await openTestStores();
    await push(stores, rest);

    expect(await changesOf(stores, "m2")).toEqual([]);
  });

  it("L17: that rewrites history is told in the week's digest", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await push(stores, { isForced: true });
    const request = { week: "2026-W45", zone: "UTC", now: at(9) };

    expect((await measureRepository(stores, SHOP, request)).warnings).toEqual(["history-rewritten"]);
  });

  it.each([
    ["then", [0, 1]],
    ["before", [1, 0]],
  ])("is what it was when the branch is forced back to it, told %s", async (_, order) => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    const told = [
      () => push(stores),
      () => push(stores, { before: "m3", commits: [], at: at(4), isForced: true, by: account(3) }),
    ];
    for (const index of order) await told[index]?.();

    expect(await changesOf(stores, "m2")).toMatchObject([
      { baseSha: "m0", mergedAt: at(3), commits: ["m1", "m2"], isEffective: true },
    ]);
  });

  it("has the settings read as it left them when it touches them", async () => {
    serveCommits(WORLD);
    const refreshed: object[] = [];
    const settings = {
      ...settingsWith(),
      reload: async (...[, , at]: [object, object, object]) => void refreshed.push(at),
    };
    await push(await openTestStores(), { isConfig: true }, settings);

    expect(refreshed).toEqual([{ sha: "m2", at: at(3), heardAt: at(2) }]);
  });
});

describe("a push to another branch", () => {
  useNock();

  it("asks GitHub for nothing, and reads no config of it", async () => {
    const stores = await openTestStores();
    const refused = async () => {
      throw new Error("the settings were read");
    };
    const settings = { ...settingsWith(), load: refused, reload: refused };
    await push(stores, { isConfig: true, ref: "refs/heads/theirs" }, settings);

    expect(await changesOf(stores, "m2")).toEqual([]);
  });
});
