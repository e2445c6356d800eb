import { describe, expect, it } from "vitest";
import { publicationOf } from "../../dev/simulation/examples/publication.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { publishDigest } from "../../src/digests/publish.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { type BoardIssue, serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy, merge } from "../support/ship.ts";
import { NO_RULES, openTestStores } from "../support/stores.ts";

const MARKER = "<!-- plimsoll:digest repository=7 week=2026-W45 -->";

async function publish(stores: Stores, { week = "2026-W45", now = at(9, 9) } = {}) {
  const publication = await publicationOf(stores, { repository: SHOP, week, now, isPublic: true });
  const options = {
    stores,
    clock: () => now,
    authenticate: async () => octokit,
    compute: createComputer(stores),
    definitionUrl: "https://plimsoll.acme.example/docs/metric",
  };
  return publishDigest(options, publication);
}

/** Says that all is public, as a small open-source project does: then one person's work is told. */
function openUp(stores: Stores) {
  const policy = { ...DEFAULT_POLICY, privacy: { ...DEFAULT_POLICY.privacy, public: true } };
  return stores.settings.save(SHOP.id, { source: "repository", policy, problem: undefined });
}

function issue(number: number, type: "Bot" | "User", body: string): BoardIssue {
  return { number, title: "", body, state: "open", user: { type } };
}

describe("a digest", () => {
  useNock();

  it("is opened as an issue with a label, which is created once, and a hidden marker", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop", issue(3, "Bot", "something else"));

    expect(await publish(stores)).toEqual({ issueNumber: 4, written: "created" });
    await publish(stores, { week: "2026-W46", now: at(16, 9) });

    expect(board.writes).toEqual(["POST /labels", "POST /issues", "POST /issues"]);
    expect(board.issues[1]).toMatchObject({ title: "Plimsoll · acme/shop · 2026-W45", labels: ["plimsoll"] });
    expect(board.issues[1]?.body).toContain(MARKER);
  });

  it("edits the oldest issue that carries its marker, when the store knows of none", async () => {
    const board = serveBoard(
      "acme/shop",
      issue(9, "Bot", MARKER),
      issue(8, "Bot", `edited by hand ${MARKER}`),
      issue(3, "User", `copied by a person ${MARKER}`),
      issue(2, "Bot", MARKER.replace("W45", "W44")),
    );

    expect(await publish(await openTestStores())).toEqual({ issueNumber: 8, written: "updated" });
    expect(board.writes).toEqual(["PATCH /issues/8"]);
  });

  it("costs no write when it is published again unchanged, and an edit when it changed", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await publish(stores);
    expect(await publish(stores)).toEqual({ issueNumber: 1, written: "nothing" });

    await deploy(stores, 1, "m0", at(3));
    expect(await publish(stores)).toEqual({ issueNumber: 1, written: "updated" });
    expect(board.writes).toEqual(["POST /labels", "POST /issues", "PATCH /issues/1"]);
  });

  it("G25: is put right when somebody edited it, and left alone when only its line ends differ", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await publish(stores);
    const [shown = issue(0, "Bot", "")] = board.issues;
    const { body } = shown;
    shown.body = body.replaceAll("\n", "\r\n");
    expect(await publish(stores)).toMatchObject({ written: "nothing" });

    shown.body = `**99 normalized deployments**\n${body}`;
    expect(await publish(stores)).toMatchObject({ written: "updated" });
    expect(shown.body).toBe(body);
  });

  it("is closed once, with a link to the one that came after it, and stays open when somebody reopens it", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await publish(stores);
    await publish(stores, { week: "2026-W46", now: at(16, 9) });
    await publish(stores, { now: at(16, 9) });
    const [first = issue(0, "Bot", "")] = board.issues;

    expect(first.state).toBe("closed");
    expect(first.body.split("\n")[0]).toBe("> This digest is closed. The next one: #2");

    first.state = "open";
    expect(await publish(stores, { now: at(16, 10) })).toMatchObject({ written: "nothing" });
    expect(first.state).toBe("open");
  });

  it("tells of the newest complete week until its own one is complete, and says that none completed", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await deploy(stores, 1, "m0", at(1));
    await merge(stores, 1, at(3));
    await deploy(stores, 2, "m1", at(3, 1));
    await publish(stores, { week: "2026-W45", now: at(9, 9) });
    await merge(stores, 2, at(10));
    await publish(stores, { week: "2026-W46", now: at(16, 9) });

    expect(board.issues[1]?.title).toBe("Plimsoll · acme/shop · 2026-W46");
    expect(board.issues[1]?.body.split("\n")).toEqual(
      expect.arrayContaining([
        "### 1 normalized deployment in 2026-W45",
        "**AI-assisted share withheld** for privacy: fewer than 5 builders shipped",
        "- **No week completed since the last digest.**",
        "- 2026-W46 so far: 0, with 1 change waiting for a deployment.",
      ]),
    );

    await deploy(stores, 3, "m2", at(16, 10));
    await publish(stores, { week: "2026-W46", now: at(16, 11) });
    expect(board.issues[1]?.body).toContain(
      "### 1 normalized deployment in 2026-W46\n\n**AI-assisted share withheld**",
    );
  });

  it("shows what was undone with its title as it is now, and restates the week that was published", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await openUp(stores);
    board.titles.set(1, "Add @everyone to the `cart` | #9");
    await deploy(stores, 1, "m0", at(1));
    await merge(stores, 1, at(3));
    await deploy(stores, 2, "m1", at(3, 1));
    await publish(stores, { now: at(9, 9) });
    await merge(stores, 2, at(9, 10), { reverts: ["#1"] });
    await deploy(stores, 3, "m2", at(9, 11));
    await publish(stores, { now: at(9, 12) });

    const body = board.issues[0]?.body ?? "";
    expect(body).toContain(
      "- #1 `Add @everyone to the 'cart' ¦ #9`: reverted by #2, 6 days after it shipped",
    );
    expect(body).toContain("**Restated** since published: 2026-W45, 1 → 0.");
    expect(await publish(stores, { now: at(9, 12) })).toMatchObject({ written: "nothing" });
  });

  it("lists what shipped with titles as they are now, by one query for each write", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await openUp(stores);
    board.titles.set(1, "Add @everyone to the `cart` | #9");
    await deploy(stores, 1, "m0", at(1));
    for (const number of [1, 2]) await merge(stores, number, at(3, number));
    await deploy(stores, 2, "m2", at(4));
    await publish(stores);

    const body = board.issues[0]?.body ?? "";
    expect(body.slice(body.indexOf("<details>"), body.indexOf("</details>"))).toMatchInlineSnapshot(`
      "<details><summary>What shipped: 2 changes, 2 AI-assisted</summary>

      **AI declared:**

      - #2
      - #1 \`Add @everyone to the 'cart' ¦ #9\` · [check](https://github.com/acme/shop/pull/1/checks)

      "
    `);
    expect([board.titlesAsked, board.writes]).toEqual([1, ["POST /labels", "POST /issues"]]);

    board.titles.set(2, "Renamed since");
    expect(await publish(stores)).toMatchObject({ written: "nothing" });
    expect([board.titlesAsked, board.writes.length]).toEqual([1, 2]);
  });

  it("shows the tools that were declared, and the settings in effect", async () => {
    const stores = await openTestStores();
    await openUp(stores);
    const board = serveBoard("acme/shop");
    await deploy(stores, 1, "m0", at(1));
    await merge(stores, 1, at(3));
    await deploy(stores, 2, "m1", at(3, 1));
    await publish(stores);

    expect(board.issues[0]?.body).toContain("- **Claude Code:** 1 normalized deployment (1 change)");
    expect(board.issues[0]?.body).toContain(
      "Settings in effect: the config of this repository; no floor while the repository is public.",
    );
  });

  it("H12: of one person's week asks GitHub for no title, and lists no pull request and no tool", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await deploy(stores, 1, "m0", at(1));
    await merge(stores, 1, at(3));
    await merge(stores, 2, at(4));
    await deploy(stores, 2, "m2", at(4, 1));
    await merge(stores, 3, at(5), { reverts: ["#1"] });
    await deploy(stores, 3, "m3", at(5, 1));
    await publish(stores);

    const body = board.issues[0]?.body ?? "";
    expect(body.slice(body.indexOf("#### Undone"), body.indexOf("#### How"))).toMatchInlineSnapshot(`
      "#### Undone

      1 change of this week shipped and did not stay.

      - 1 not listed: fewer than 5 builders shipped

      "
    `);
    expect(body).not.toMatch(/#1\b|Claude Code|What shipped/);
    expect(board.titlesAsked).toBe(0);
  });

  it("shows which rules changed in its week", async () => {
    const stores = await openTestStores();
    const board = serveBoard("acme/shop");
    await deploy(stores, 1, "m0", at(1));
    await stores.rules.save(SHOP.id, NO_RULES);
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: at(4), exclude: ["gen/**"], bots: ["hash"] });
    await publish(stores);

    expect(board.issues[0]?.body).toContain("> - 4 Nov 2026: `exclude` now `gen/**`; `bots`");
  });

  it("holds figures about builders to the floor of the config, which is none in a public open-source project", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", at(1));
    await merge(stores, 1, at(3));
    await deploy(stores, 2, "m1", at(3, 1));
    const digest = (isPublic: boolean) =>
      computeDigest(stores, { repository: SHOP, week: "2026-W45", now: at(9, 9), isPublic });
    expect((await digest(true)).builders.count).toBeNull();

    await openUp(stores);
    expect([(await digest(true)).builders.count, (await digest(false)).builders.count]).toEqual([1, null]);
  });
});
