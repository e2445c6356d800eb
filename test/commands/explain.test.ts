import { describe, expect, it } from "vitest";
import { Workshop } from "../../dev/simulation/clone/workshop.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { explanationOf } from "../../src/commands/explain.ts";
import type { Explained } from "../../src/commands/explained.ts";
import { DEFAULT_RULES } from "../../src/domain/shipping/rules.ts";
import { writeWeekReceipts } from "../../src/explain/receipts.ts";
import { renderDeployments } from "../../src/render/deployment-receipts.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { openTestStores, pullRequest, readChange, wholeDigest } from "../support/stores.ts";
import { tell } from "../support/tell.ts";
import { deployMain, HOUR, openWorkshop } from "../support/verdicts.ts";
import { recount } from "./recount.ts";
import { type PrintedChange, rejudge } from "./rejudge.ts";
import { richWeek } from "./rich-week.ts";

const week = "2026-W45";
const now = at(16);

/** What `plimsoll explain` prints. */
async function printed(stores: Stores, of: Explained, json?: true): Promise<string> {
  return (await explanationOf(stores, { repository: SHOP, of, now, json })) ?? "";
}

async function storesOf(shop: Workshop) {
  const stores = await openTestStores();
  const people = await tell(stores, shop.history());
  return { stores, people };
}

function distinct(values: readonly unknown[]): unknown[] {
  return [...new Set(values)].sort();
}

describe("the receipt of a change", () => {
  it("names the scopes that have it: whole ones, and parts as they were judged at its merge", async () => {
    const { stores } = await storesOf(richWeek());
    const repositories = [{ name: "shop", id: SHOP.id }];
    const paths = ["src/**"];
    const scopes = [
      { name: "whole", repositories },
      { name: "part", repositories: [], paths },
      { name: "other part", repositories: [], paths },
      { name: "other", repositories: [{ name: "api", id: 8 }] },
    ];
    await stores.scopes.save(SHOP.installationId, scopes, at(1));
    const read = readChange({ own: ["h"], readFrom: "1", scopes: ["part"] });
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, read);

    expect(JSON.parse(await printed(stores, { number: 1 }, true)).scopes).toEqual(["part", "whole"]);
    expect(await printed(stores, { number: 1 })).toContain("| scopes | `part`, `whole` |");
  });
});

describe("the receipts of a week in which most things happen", () => {
  it("are enough to count its numbers anew", async () => {
    const { stores } = await storesOf(richWeek());
    const digest = await wholeDigest(stores, { week, now });

    const counted = recount(await printed(stores, { week }, true));

    expect(digest).toMatchObject(counted);
    expect(counted).toMatchObject({ normalizedDeployments: { total: 6, aiAssisted: 2.8, unknown: 1 } });
  });

  it("tell of each outcome and each place, and each outcome follows from its facts", async () => {
    const { stores } = await storesOf(richWeek());

    const { changes, deployments } = JSON.parse(await printed(stores, { week }, true));

    expect(distinct(changes.map(({ outcome }: { outcome: string }) => outcome))).toEqual([
      "automation",
      "ineffective",
      "net",
      "outside",
      "pending",
      "rework",
      "undone",
      "withdrawn",
    ]);
    expect(distinct(deployments.map(({ reason }: { reason: string | null }) => reason ?? "counted"))).toEqual(
      [
        ...["baseline", "counted", "failed", "no-effective-change", "not-production", "preview"],
        ...["rollback", "same-commit"],
      ],
    );
    const all = new Map<string, PrintedChange>(changes.map((each: { id: string }) => [each.id, each]));
    for (const change of changes) expect([change.outcome, undefined]).toContain(rejudge(change, all));
  });

  it("hold no hash, and nothing that tells who somebody is on another day", async () => {
    const { stores, people } = await storesOf(richWeek());
    const { changes } = JSON.parse(await printed(stores, { week }, true));
    const alone = changes.map(({ id }: { id: string }) => {
      const number = /#(\d+)$/.exec(id)?.[1];
      return printed(
        stores,
        number === undefined ? { sha: id.split("@")[1] ?? "" } : { number: Number(number) },
      );
    });

    const texts = [await printed(stores, { week }), JSON.stringify(changes), ...(await Promise.all(alone))];

    expect(people.size).toBeGreaterThan(5);
    for (const hash of people.values()) expect(texts.join()).not.toContain(hash);
    expect(texts.join()).not.toMatch(/[\w-]{43}/);
    expect(texts.join()).not.toMatch(/\b(?:ada|bo|cy|dee|reviewer)\b/);
  });

  it("are the same numbers once the week is sealed", async () => {
    const { stores } = await storesOf(richWeek());
    const digest = await wholeDigest(stores, { week, now });
    await stores.seals.seal(week, [{ repositoryId: SHOP.id, from: at(2), until: at(9), digest }]);

    const counted = recount(await printed(stores, { week }, true));

    expect(await wholeDigest(stores, { week, now })).toMatchObject(counted);
  });
});

describe("the receipts of a week", () => {
  it.each(["releases", "merges"] as const)("are enough to count it anew where %s ship", async (ship) => {
    const shop = new Workshop(at(2, 7), [{ ...DEFAULT_RULES, ship }]);
    shop.release("v1");
    shop.wait(HOUR);
    shop.ship({ "a.ts": "1" }, { attribution: "declared" });
    shop.ship({ "b.ts": "1" }, { attribution: "unknown" });
    shop.wait(HOUR);
    shop.release("v2");
    shop.deploy(shop.main, { environment: "production" });
    const { stores } = await storesOf(shop);
    const digest = await wholeDigest(stores, { week, now });

    const counted = recount(await printed(stores, { week }, true));

    expect(digest).toMatchObject({ ...counted, ship, changes: { net: 2 }, beside: { isWithheld: true } });
  });

  it("say that nothing happened when nothing did", async () => {
    expect(await printed(await openTestStores(), { week })).toMatchInlineSnapshot(`
      "# Receipts of \`acme/shop\`, 2026-W45

      **0 normalized deployments** · the week is settled (complete since 9 Nov 2026, 00:00 UTC) · as of 16 Nov 2026, 00:00 UTC · days in the zone \`UTC\` · definition 2

      Nothing was merged, and nothing deployed, in this week.
      "
    `);
  });

  it("read as two tables", async () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" }, { by: "ada", attribution: "declared", lines: 40 });
    shop.push({ "b.ts": "1" }, { by: "ada" });
    deployMain(shop);
    const bad = shop.ship({ "c.ts": "1" }, { by: "bo", isApproved: false });
    deployMain(shop);
    shop.wait(HOUR);
    shop.revert(bad, { by: "ada" });
    deployMain(shop);
    shop.ship({ "d.ts": "1" }, { by: undefined, isApproved: false });
    const { stores } = await storesOf(shop);

    expect(await printed(stores, { week })).toMatchInlineSnapshot(`
      "# Receipts of \`acme/shop\`, 2026-W45

      **1 normalized deployment**, AI-assisted share withheld · the week is open · as of 16 Nov 2026, 00:00 UTC · days in the zone \`UTC\` · definition 2

      The number is that of the different pairs in the rows of net changes; each pair is AI-assisted by the part of its net changes that is declared, by lines, of which each change weighs at most 400, or by their number where the lines of one are unknown. A pair is one builder's day. Pairs are numbered anew on each day, so that nobody can be followed from one day to the next; therefore the figures about people (builders, adoption, occupancy) cannot be counted from this, by design. Each time that is shown is UTC. \`--json\` has every fact.

      ## Deployments

      4 deployments seen, 2 counted; not counted: 1 baseline, 1 rollback.

      Rules in force: since the beginning; ship: auto.

      | deployment | commit | to | filed by | statuses | ended | place | rule | first to bring |
      |---|---|---|---|---|---|---|---|---|
      | deployment 1 | \`0\` | \`production\`, production by GitHub's flag | unknown | success 09:00 | 2 Nov 2026, 09:00 UTC | baseline | It is the first one seen of its channel, so it links nothing. |  |
      | deployment 2 | \`c3\` | \`production\`, production by GitHub's flag | unknown | success 11:00 | 2 Nov 2026, 11:00 UTC | **counted** | It was the first to bring an effective change: #1 and c3. | net: #1, \`c3\` |
      | deployment 3 | \`c5\` | \`production\`, production by GitHub's flag | unknown | success 12:00 | 2 Nov 2026, 12:00 UTC | **counted** | It was the first to bring an effective change: #3. | undone: #3 |
      | deployment 4 | \`c7\` | \`production\`, production by GitHub's flag | unknown | success 14:00 | 2 Nov 2026, 14:00 UTC | rollback | It goes back: to an ancestor of what its target held, or to the content of a commit that came first. | rework: #4 |

      ## Changes

      5 changes merged = 1 pending + 4 arrived; arrived = 0 automation + 0 ineffective + 1 rework + 3 effective; effective = 0 withdrawn + 1 undone + 2 net.

      | change | merged | attribution | lines | approved | arrived | outcome | rule | pair |
      |---|---|---|---|---|---|---|---|---|
      | #1 | 2 Nov 2026, 10:00 UTC | declared, 1 of 1 commit: Claude Code | 40 | yes | 1 h later, deployment 2 | **net** | It arrived, is effective, neither automation nor rework, and neither withdrawn nor undone. | 2026-11-02/1 |
      | \`c3\` | 2 Nov 2026, 10:00 UTC | undeclared | 10 | a push | 1 h later, deployment 2 | **net** | It arrived, is effective, neither automation nor rework, and neither withdrawn nor undone. | 2026-11-02/1 |
      | #3 | 2 Nov 2026, 11:00 UTC | undeclared | 10 | no | 1 h later, deployment 3 | undone | Within 7 days after the arrival, #4 merged, which takes it back and has shipped. | 2026-11-02/2 |
      | #4 | 2 Nov 2026, 13:00 UTC | undeclared | 10 | yes | 1 h later, deployment 4 | rework | It takes back #3, so it is no output of its own. | 2026-11-02/1 |
      | #5 | 2 Nov 2026, 14:00 UTC | undeclared | 10 | no |  | pending | No production deployment contains it yet. | nobody's |
      "
    `);
  });

  it("have one row for each of 200 changes", async () => {
    const shop = openWorkshop();
    for (let made = 0; made < 200; made++) shop.ship({ [`${made}.ts`]: "1" }, { by: `person ${made % 20}` });
    deployMain(shop);
    const { stores } = await storesOf(shop);

    const text = await printed(stores, { week });

    expect(text.match(/^\| #\d+ \|/gm)).toHaveLength(200);
    expect(text).toContain("**20 normalized deployments**");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(700);
  });

  it("show the text of users as text", async () => {
    const shop = new Workshop(at(2, 9));
    shop.deploy(shop.main, { environment: "prod `|` <b>@acme/all</b> #1\n\n# Hello" });
    const { stores } = await storesOf(shop);

    expect(await printed(stores, { week })).toContain("| `prod '¦' <b>@acme/all</b> #1 # Hello`, production");
  });
});

describe("the receipt of a deployment", () => {
  it("tells every fact, and why it is counted or not", async () => {
    const { stores } = await storesOf(richWeek());
    const { deployments } = await writeWeekReceipts(stores, { repository: SHOP, week, now });

    expect(renderDeployments(deployments.slice(1, 2))).toMatchInlineSnapshot(`
      "Rules in force: since the beginning; ship: auto.

      | deployment | commit | to | filed by | statuses | ended | place | rule | first to bring |
      |---|---|---|---|---|---|---|---|---|
      | deployment 2 | \`c10\` | \`production\`, production by GitHub's flag | app | in_progress 12:00, success 12:05, failure 13:30 | 2 Nov 2026, 12:05 UTC; failed too late to cancel it, 2 Nov 2026, 13:30 UTC | **counted** | It was the first to bring an effective change: #2, #3 and #4. | net: #2, #3, #4 |"
    `);
  });

  it("tells the rules by which it was judged when they are not the same for all", async () => {
    const shop = openWorkshop();
    shop.configure({ production: ["live*"], creators: ["ci"] });
    shop.wait(1);
    shop.deploy(shop.main, { environment: "live-eu", creator: { id: "ci", kind: "app" } });
    shop.deploy(shop.main, { environment: "live-us", creator: { id: "somebody", kind: "person" } });
    const { stores } = await storesOf(shop);
    const { deployments } = await writeWeekReceipts(stores, { repository: SHOP, week, now });

    expect(renderDeployments(deployments)).toMatchInlineSnapshot(`
      "| deployment | commit | to | filed by | statuses | ended | place | rule | first to bring | rules in force |
      |---|---|---|---|---|---|---|---|---|---|
      | deployment 1 | \`0\` | \`production\`, production by GitHub's flag | unknown | success 09:00 | 2 Nov 2026, 09:00 UTC | baseline | It is the first one seen of its channel, so it links nothing. |  | since the beginning; ship: auto |
      | deployment 2 | \`0\` | \`live-eu\`, production by the config | app | success 10:01 | 2 Nov 2026, 10:01 UTC | same-commit | Its target holds that commit already; or another one does, and it does not go back. |  | since 2 Nov 2026, 10:00 UTC; ship: auto; production: \`live*\`; creators are listed |
      | deployment 3 | \`0\` | \`live-us\`, production by the config | person | success 10:01 | 2 Nov 2026, 10:01 UTC | untrusted-creator | The config lists creators, and who filed it is none of them. |  | since 2 Nov 2026, 10:00 UTC; ship: auto; production: \`live*\`; creators are listed |"
    `);
  });
});

describe("the receipt of a change", () => {
  it("tells every fact, and the rule that decided", async () => {
    const { stores } = await storesOf(richWeek());

    expect(await printed(stores, { number: 12 })).toMatchInlineSnapshot(`
      "# \`acme/shop#12\`

      | fact |  |
      |---|---|
      | state | merged |
      | merged | 5 Nov 2026, 09:00 UTC: 2026-11-05, in 2026-W45, in the zone \`UTC\` |
      | as of | 16 Nov 2026, 00:00 UTC |
      | accountable | a person |
      | pair of builder and day | 2026-11-05/1 |
      | rules | since the beginning; ship: auto |
      | attribution | declared, in 1 of 1 own commits; its author: undeclared |
      | tools | Claude Code |
      | lost in the squash | Claude Code |
      | table of agents | 2026-01-01 |
      | files that count | yes, 300 lines in them |
      | approved by someone else | yes |
      | is taken back by | #13 (merged 5 Nov 2026, 10:00 UTC, shipped 5 Nov 2026, 11:00 UTC, is taken back) |
      | is repeated by | #14 (merged 5 Nov 2026, 11:00 UTC, shipped 5 Nov 2026, 12:00 UTC) |
      | arrived | 5 Nov 2026, 10:00 UTC, with deployment 11 to \`production\` |
      | outcome | **net** |
      | rule | It arrived, is effective, neither automation nor rework, and neither withdrawn nor undone. |

      ## Commits that carry it to production

      | commit | channel | came with | at | linked | absent |
      |---|---|---|---|---|---|
      | \`c26\` of #12 | whole repository | deployment 11 to \`production\` | 5 Nov 2026, 10:00 UTC | yes |  |
      | \`c25\` of #12 |  |  | not in production |  |  |
      | \`c30\` of #14 | whole repository | deployment 13 to \`production\` | 5 Nov 2026, 12:00 UTC | yes | from 5 Nov 2026, 13:00 UTC (deployment 14) until 5 Nov 2026, 14:00 UTC (deployment 15) |
      | \`c29\` of #14 |  |  | not in production |  |  |

      ## What its commits say

      | commit | says | evidence |
      |---|---|---|
      | \`c25\` | Claude Code | co-author line |

      *Nothing declared* does not mean written without AI. Merge commits are left out.
      "
    `);
  });

  it("tells what it contains and what carries it", async () => {
    const shop = openWorkshop();
    const lower = shop.branch();
    shop.commit(lower, { "a.ts": "1" });
    const upper = shop.branch(lower.head);
    shop.commit(upper, { "b.ts": "1" });
    const inner = shop.merge(upper, { into: lower, by: "ada" });
    shop.wait(1);
    const outer = shop.merge(lower, { by: "bo" });
    deployMain(shop);
    const { stores } = await storesOf(shop);
    const [first, second] = [
      JSON.parse(await printed(stores, { number: 1 }, true)),
      JSON.parse(await printed(stores, { number: 2 }, true)),
    ];

    expect([inner.id, outer.id]).toEqual(["#1", "#2"]);
    expect(first).toMatchObject({ outcome: "net", containedIn: [{ id: "acme/shop#2" }], contains: [] });
    expect(second).toMatchObject({
      outcome: "net",
      contains: [{ id: "acme/shop#1" }],
      isOnlyContainer: false,
    });
    expect(distinct(first.carriers.map(({ of }: { of: string }) => of))).toEqual([
      "acme/shop#1",
      "acme/shop#2",
    ]);
  });

  it("is found by the last commit of a push", async () => {
    const shop = openWorkshop();
    const { id } = shop.push({ "a.ts": "1" });
    deployMain(shop);
    const { stores } = await storesOf(shop);

    expect(JSON.parse(await printed(stores, { sha: id }, true))).toMatchObject({
      id: `acme/shop@${id}`,
      state: "pushed",
      outcome: "net",
      isApproved: null,
    });
  });

  it("is not there for what is not stored", async () => {
    expect(await printed(await openTestStores(), { number: 404 })).toBe("");
  });
});

describe("an open pull request", () => {
  it("is explained by what is known of it", async () => {
    const stores = await openTestStores();
    await stores.changes.save(pullRequest(1));
    await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#1" }, readChange());

    expect(await printed(stores, { number: 1 })).toMatchInlineSnapshot(`
      "# acme/shop#1

      | fact | |
      |---|---|
      | state | open |
      | accountable | nobody |
      | files that count | yes |
      | attribution | unknown, in 0 of 0 own commits |

      | commit | says | evidence |
      |---|---|---|

      *Nothing declared* does not mean written without AI. Merge commits are left out.
      "
    `);
    expect(Object.keys(JSON.parse(await printed(stores, { number: 1 }, true)))).toEqual([
      "change",
      "state",
      "hasBuilder",
      "isEffective",
      "attribution",
      "labels",
      "commits",
    ]);
  });
});
