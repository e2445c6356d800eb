import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  type PullRequestPayload,
  pullRequestPayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API, file, serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const CLAUDE = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

/** A branch `h2` of two commits and a back-merge of `main`, from `base`. */
const WORLD = new Map<string, WorldCommit>([
  ["base", { parents: [], message: "Begin" }],
  ["main", { parents: ["base"], message: CLAUDE, files: ["src/other.ts"] }],
  ["h1", { parents: ["base"], message: CLAUDE, files: ["src/a.ts"] }],
  ["back", { parents: ["h1", "main"], message: "Merge main" }],
  ["h2", { parents: ["back"], message: "Word it", files: ["README.md"] }],
  ["docs", { parents: ["base"], message: "Explain", files: ["docs/a.md"] }],
]);

const MERGE = { merge: { sha: "m", by: account(2) } };

async function handle(stores: Stores, ...pulls: readonly Partial<PullRequestPayload>[]) {
  const handler = onPullRequest(stores, { clock: () => at(9), onStale: () => {}, settings: settingsWith() });
  for (const pull of pulls) {
    const payload = pullRequestPayload({ number: 1, base: "base", head: "h1", updatedAt: at(2), ...pull });
    await handler({ octokit, payload, log, receivedAt: at(2) });
  }
  return stores.changes.find(SHOP.id, 1);
}

/** The change that the merged pull request is. */
async function changeOf(stores: Stores) {
  return (await stores.histories.loadAround(SHOP.id, ["#1"])).changes.find(({ id }) => id === "#1");
}

async function builderOf(stores: Stores) {
  return (await changeOf(stores))?.builder;
}

describe("a pull request", () => {
  useNock();

  it("is stored with what its own commits declare", async () => {
    serveCommits(WORLD);
    const stored = await handle(await openTestStores(), {});

    expect(stored).toMatchObject({ state: "open", isEffective: true });
    expect(stored?.commits).toMatchObject([{ sha: "h1", attribution: "declared", tools: ["claude-code"] }]);
    expect(JSON.stringify(stored)).not.toMatch(/noreply@anthropic|person-1/);
  });

  it("leaves out merge commits and what they bring in from the base", async () => {
    serveCommits(WORLD);
    const stored = await handle(await openTestStores(), { base: "main", head: "h2" });

    expect(stored?.commits.map(({ sha }) => sha)).toEqual(["h1", "h2"]);
  });

  it.for([
    ["from the tip of its base", { head: "work", asked: [] }],
    ["from an older commit, which it asks for", { head: "updated", asked: ["base"] }],
  ] as const)("G38: leaves out what a merge in it left out: %s", async ([, { head, asked }]) => {
    const paths: string[] = [];
    const aside: WorldCommit = { parents: ["base"], message: CLAUDE, files: ["src/aside.ts"] };
    const world = new Map<string, WorldCommit>([
      ...WORLD,
      ["aside", aside],
      ["ours", { parents: ["base", "aside"], message: "Keep ours", tree: "tree of base" }],
      ["work", { parents: ["ours"], message: "Work", files: ["src/a.ts"] }],
      ["updated", { parents: ["work", "main"], message: "Merge main" }],
    ]);
    serveCommits(world, { onRequest: (path) => paths.push(path) });
    const base = head === "work" ? "base" : "main";
    const stored = await handle(await openTestStores(), { base, head });

    expect(stored?.commits.map(({ sha }) => sha)).toEqual(["work"]);
    expect(paths.filter((path) => path.includes("/commits/"))).toEqual(
      asked.map((sha) => `/repos/acme/shop/commits/${sha}`),
    );
  });

  it.for([
    ["before the repository was covered, at its merge", at(1), true, 1],
    ["before that, while it is open", at(1), false, 0],
    ["after that", at(3), true, 0],
  ] as const)("L26: has its reviews read, opened %s", async ([, openedAt, isMerged, requests]) => {
    let asked = 0;
    serveCommits(WORLD);
    nock(API)
      .get("/repos/acme/shop/pulls/1/reviews")
      .query(true)
      .reply(200, () => {
        asked++;
        return [{ state: "APPROVED", submitted_at: at(1).toISOString(), user: account(3) }];
      });
    const stores = await openTestStores();
    await stores.backfills.request({ repositoryId: SHOP.id, since: at(1), at: at(2) });
    await handle(stores, { openedAt, updatedAt: at(4), ...(isMerged && MERGE) });

    expect(asked).toBe(requests);
    if (isMerged) expect((await changeOf(stores))?.isApproved).toBe(asked > 0);
    nock.cleanAll();
  });

  it("is read once for each head", async () => {
    const stores = await openTestStores();
    const answer = { total_commits: 0, commits: [], files: [] };
    nock(API).get("/repos/acme/shop/compare/base...h1").query(true).reply(200, answer);
    nock(API).get("/repos/acme/shop/compare/base...h2").query(true).reply(200, answer);

    await handle(
      stores,
      { head: "h1" },
      { head: "h1" },
      { head: "h2", updatedAt: at(3) },
      { head: "h2", updatedAt: at(4), merge: { sha: "m", by: account(2) } },
    );
  });

  it("has no effect when it changes only documentation", async () => {
    serveCommits(WORLD);

    expect((await handle(await openTestStores(), { head: "docs" }))?.isEffective).toBe(false);
  });

  it("is searched for a file that counts beyond the 300 that a comparison lists", async () => {
    const files = (count: number) => Array.from({ length: count }, (_, index) => file(`docs/${index}.md`));
    nock(API)
      .get("/repos/acme/shop/compare/base...h1")
      .query(true)
      .reply(200, { total_commits: 0, commits: [], files: files(300) });
    nock(API)
      .get("/repos/acme/shop/pulls/1/files")
      .query({ per_page: 100 })
      .reply(200, [...files(50), file("src/a.ts")]);

    expect((await handle(await openTestStores(), {}))?.isEffective).toBe(true);
  });

  it("whose commits GitHub does not know any more is stored without them", async () => {
    serveCommits(WORLD);
    const stored = await handle(await openTestStores(), { head: "gone" });

    expect(stored).toMatchObject({ commits: [], isEffective: true });
  });

  it.each([
    ["its author", account(1), 1],
    ["who merged it, when a bot wrote it", account(49699333, { login: "dependabot[bot]", type: "Bot" }), 2],
    ["who merged it, when its author is gone", null, 2],
  ])("is accounted to %s", async (_, author, builder) => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    const stored = await handle(stores, { author, merge: { sha: "m", by: account(2) } });

    expect(stored).toMatchObject({ state: "merged" });
    expect(await builderOf(stores)).toBe(await stores.installations.computePseudonym(1, builder));
  });

  it("is accounted to nobody when only bots had a hand in it", async () => {
    serveCommits(WORLD);
    const bot = account(49699333, { login: "dependabot[bot]", type: "Bot" });
    const stores = await openTestStores();
    const stored = await handle(stores, { author: bot, merge: { sha: "m", by: bot } });

    expect(stored).toMatchObject({ account: { attribution: "automation" } });
    expect(await builderOf(stores)).toBeUndefined();
  });

  describe("that says it reverts something", () => {
    const sha = (digit: string) => digit.repeat(40);
    const world = new Map<string, WorldCommit>([
      ...WORLD,
      [sha("a"), { parents: ["base"], message: "Work", files: ["src/a.ts"] }],
      [sha("b"), { parents: ["base"], message: "Work", files: ["src/b.ts"] }],
      [
        "revert",
        {
          parents: ["base"],
          message: `Take it back\n\nThis reverts commit ${sha("a")}.\nThis reverts commit ${sha("b")}.\nThis reverts commit ${sha("c")}.`,
          files: ["src/a.ts"],
        },
      ],
    ]);

    it("reverts the commits that exist and whose files it touches", async () => {
      serveCommits(world);

      const stores = await openTestStores();
      await handle(stores, { head: "revert", merge: { sha: "m", by: account(2) } });

      expect((await changeOf(stores))?.reverts).toEqual([sha("a")]);
    });

    it("reverts the pull request of its own repository that its description names, if it touches its files", async () => {
      serveCommits(world);
      nock(API)
        .get("/repos/acme/shop/pulls/12/files")
        .query(true)
        .reply(200, [file("src/a.ts")]);
      nock(API)
        .get("/repos/acme/shop/pulls/13/files")
        .query(true)
        .reply(200, [file("src/b.ts")]);
      nock(API).get("/repos/acme/shop/pulls/14/files").query(true).reply(404, { message: "Not Found" });
      const claims = ["#12", "Acme/shop#13", "#14", "acme/other#15"];

      const stores = await openTestStores();
      await handle(stores, { claims, merge: { sha: "m", by: account(2) } });

      expect((await changeOf(stores))?.reverts).toEqual(["#12"]);
    });

    it("T5: reverts the commit whose id its description begins", async () => {
      serveCommits(world);
      const stores = await openTestStores();
      await handle(stores, { claims: ["aaaaaaa"], merge: { sha: "m", by: account(2) } });

      expect(await changeOf(stores)).toMatchObject({ reverts: [sha("a")], restating: ["h1"] });
    });

    it("T3: keeps of what it takes back how much that is", async () => {
      serveCommits(world);
      const files = ["src/a.ts", "src/b.ts", "README.md"];
      nock(API)
        .get("/repos/acme/shop/pulls/12/files")
        .query(true)
        .reply(
          200,
          files.map((path) => file(path)),
        );
      const stores = await openTestStores();
      await handle(stores, { claims: ["#12"], merge: { sha: "m", by: account(2) } });

      expect(await changeOf(stores)).toMatchObject({
        ...{ reverts: [], restating: [] },
        partial: [{ name: "#12", touched: 1, of: 2 }],
      });
    });

    it("T7: repeats the pull request that its title names, and not itself", async () => {
      serveCommits(world);
      nock(API)
        .get("/repos/acme/shop/pulls/12/files")
        .query(true)
        .reply(200, [file("src/a.ts")]);
      const stores = await openTestStores();
      await handle(stores, { repeats: ["#12", "#1"], merge: { sha: "m", by: account(2) } });

      expect(await changeOf(stores)).toMatchObject({ pickedFrom: ["#12"], restating: ["h1"] });
    });
  });

  it("waits for its check run to be written", async () => {
    serveCommits(WORLD);
    const stores = await openTestStores();
    await handle(stores, {});

    expect(await stores.checkRuns.findNextStale(at(9), [])).toMatchObject({ headSha: "h1", number: 1 });
  });
});
