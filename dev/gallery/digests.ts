import { shiftWeek } from "../../src/domain/metric/week.ts";
import type { ShippedChange } from "../../src/domain/shipping/judgement.ts";
import type { LedgerRow } from "../../src/domain/shipping/ledger.ts";
import { REASONS } from "../../src/domain/shipping/timeline.ts";
import { toolNames } from "../../src/render/tool-names.ts";
import { on, pending, repository, reverted, row, shipped, WEEK } from "../simulation/examples/records.ts";
import { NO_SETTINGS } from "../simulation/examples/subjects.ts";
import { type Exhibit, issue } from "./issue.ts";
import { pullCalled } from "./pulls.ts";
import { SPEND } from "./spend.ts";
import { CHOICE, HOSTILE, HOUSE_AGENT } from "./texts.ts";
import { VERDICTS } from "./verdicts.ts";
import { numbersOf, teamOf, waiting, weeksOf } from "./work.ts";
import { ZEROS } from "./zeros.ts";

const OFTEN = { often: 5 };
const OWN = { ...NO_SETTINGS, source: "repository" } as const;
const USUAL = weeksOf(20, OFTEN);
const LAST_MONDAY = on(shiftWeek(WEEK, 1), 0, 8);
const MANY_TOOLS = Array.from({ length: 27 }, (_, index) => `tool-${index + 1}`);

/** The digest issue of every kind of week, by what the kind is called. */
export const DIGESTS: Readonly<Record<string, Exhibit>> = {
  "within its usual range": issue(teamOf(USUAL)),
  "above its usual range": issue(teamOf(weeksOf(20, OFTEN, { builders: 14, often: 5 }))),
  "below its usual range": issue(teamOf(weeksOf(20, { often: 8 }, { often: 4 }))),
  "learning what is usual": issue(teamOf(weeksOf(5, OFTEN))),
  "the first week": issue(teamOf(weeksOf(1, OFTEN))),
  "still filling": issue(teamOf([...USUAL, ...waiting(7)], { lastCounted: on(WEEK, 3, 9) })),
  "still filling, again": issue(teamOf([...USUAL, pending(LAST_MONDAY)]), { options: { isRepeated: true } }),
  "waiting for a release": issue(
    teamOf([...USUAL, ...waiting(7)], { ship: "releases", lastCounted: on(WEEK, 3, 9) }),
  ),
  "of agents with nobody accountable": issue(teamOf([...USUAL, ...byAgents(9)])),
  "with nobody accountable at all": issue(teamOf(byAgents(9))),
  quiet: issue(teamOf(weeksOf(20, OFTEN, { builders: 2, often: 5 }))),
  empty: issue(teamOf(weeksOf(20, OFTEN, { builders: 0 }), { ledger: [] })),
  "empty, sealed by an earlier version": issue(teamOf(weeksOf(20, OFTEN, { builders: 0 }), { ledger: [] }), {
    change: (digest) => ({ ...digest, zeros: [] }),
  }),
  "nothing known before": issue(repository([], { measuredSince: on(WEEK, 0, 7) })),
  ...ZEROS,
  "only automation": issue(
    teamOf(
      [0, 1, 2].map((day) =>
        shipped(on(WEEK, day), { outcome: "automation", change: { builder: undefined } }),
      ),
    ),
  ),
  "five hundred changes": issue(teamOf(weeksOf(20, { builders: 120, often: 8 }), {}, MANY_TOOLS)),
  "undone and restated": issue(teamOf([...USUAL, ...undone()]), {
    query: { published: new Map([-2, -1].map((by) => [shiftWeek(WEEK, by), { first: 30, latest: 30 }])) },
    options: {
      pulls: new Map([
        [901, pullCalled("Pay with a gift card", 901)],
        [902, pullCalled(HOSTILE, 902)],
      ]),
    },
  }),
  "with warnings": issue(teamOf(USUAL, { lines: [on(WEEK, 2)] }), {
    query: { warnings: ["history-rewritten", "range-incomplete", "rules-changed"] },
  }),
  "attribution unknown": issue(teamOf(weeksOf(20, { ...OFTEN, otherwise: "unknown" }))),
  "of four builders": issue(teamOf([...weeksOf(20, { builders: 4 }), ...undone()])),
  "strictly private": issue(teamOf(weeksOf(20, { builders: 3 })), {
    query: { isStrict: true },
    options: { settings: { ...OWN, privacy: { ...OWN.privacy, strict: true } } },
  }),
  "merges only": issue(teamOf(USUAL, { ship: "merges", ledger: [] }), {
    options: { settings: { ...OWN, ship: "merges" } },
  }),
  "releases, with much that is not counted": issue(teamOf(USUAL, { ship: "releases", ledger: uncounted() })),
  "near its ceiling": issue(teamOf(weeksOf(20, { often: 8 }))),
  "a quarter's first": issue(teamOf(USUAL), {
    change: (digest) => ({
      ...digest,
      reference: {
        weeks: ["2026-W05", "2026-W16"],
        first: 212,
        last: digest.weeks.slice(-12).reduce((sum, { total }) => sum + total, 0),
        usual: [9.1, 17.4],
        signal: "above",
      },
    }),
  }),
  "of an organization": issue(
    [
      teamOf([...weeksOf(20, { ...OFTEN, name: "api" }), ...undone()], { repository: "acme/api" }),
      teamOf([...weeksOf(20, { builders: 5, name: "secret" }), ...undone()], { repository: "acme/secret" }),
      teamOf([...USUAL, ...waiting(2)], { repository: "acme/shop" }),
      teamOf(USUAL, { repository: "acme/site", ship: "merges" }),
    ],
    {
      query: {
        scope: "acme",
        scopes: [
          { name: "Basket", repositories: ["acme/api", "acme/shop"], named: 3 },
          { name: "Checkout", repositories: ["acme/secret"], named: 1 },
          {
            name: "Payments, a part of all",
            repositories: ["acme/api", "acme/shop"],
            named: 0,
            has: (repository, { builder = "" }) => repository === "acme/shop" && builder.endsWith("1"),
          },
        ],
      },
      options: {
        visible: new Set(["acme/api", "acme/shop"]),
        settings: { ...OWN, source: "owner", digest: { ...OWN.digest, repository: "reports" } },
      },
    },
  ),
  "of a scope": issue(
    [
      teamOf([...USUAL, ...waiting(2)], { repository: "acme/shop" }),
      teamOf(USUAL, { repository: "acme/web" }),
    ],
    { query: { scope: "acme: web/checkout", hidesPulls: true } },
  ),
  "of an organization that is not read as a whole": issue(teamOf(USUAL), {
    query: { scope: "acme" },
    options: {
      visible: new Set(["acme/shop"]),
      gaps: {
        unread: 2,
        refused: [{ refused: "issues", reason: "archived", repositories: ["acme/shop", "acme/secret"] }],
      },
    },
  }),
  "auto chose how it ships": issue(teamOf(USUAL), {
    options: { settings: { ...NO_SETTINGS, choice: CHOICE } },
  }),
  "fewer people for three weeks": issue(
    teamOf(
      USUAL.filter(({ change: { mergedAt, builder } }) => {
        return (
          mergedAt < on(shiftWeek(WEEK, -2), 0, 0) || ["shop-0", "shop-1", "shop-2"].includes(builder ?? "")
        );
      }),
    ),
  ),
  ...VERDICTS,
  ...SPEND,
  "no verdict, since most still waits after thirteen weeks": issue(teamOf([...USUAL, ...waiting(40)]), {
    query: { now: on(shiftWeek(WEEK, 14), 1) },
  }),
  "closed, with the next one": issue(teamOf(USUAL), { options: { next: 21 } }),
  "all texts hostile": issue(teamOf([...USUAL, ...undone()], {}, [HOUSE_AGENT.id]), {
    options: {
      names: toolNames([HOUSE_AGENT]),
      pulls: new Map(
        [901, 902, 903, ...numbersOf(WEEK, USUAL.length)].map((number) => [
          number,
          pullCalled(HOSTILE, number),
        ]),
      ),
      settings: { ...NO_SETTINGS, production: [HOSTILE], agents: [HOSTILE], timezone: HOSTILE },
    },
  }),
};

/** Changes of the week that did not stay: two reverted, one of them late, and one rolled back. */
function undone(): ShippedChange[] {
  const rollback = { by: { kind: "rollback", deploymentId: 78 }, at: on(WEEK, 3), isLate: false } as const;
  return [
    reverted(on(WEEK, 0), 1, { id: "#901" }),
    reverted(on(WEEK, 1), 3, { id: "#902", attribution: "declared" }),
    shipped(on(WEEK, 2), { outcome: "undone", undoing: rollback, change: { id: "#903" } }),
  ];
}

/** Changes of the week that agents wrote and merged. */
function byAgents(number: number): ShippedChange[] {
  return Array.from({ length: number }, (_, index) =>
    shipped(on(WEEK, index % 5), {
      change: { id: `#${47_900 + index}`, builder: undefined, attribution: "declared" },
    }),
  );
}

/** Releases of the week, one for each reason not to count it. */
function uncounted(): LedgerRow[] {
  return [undefined, ...REASONS].map((reason, index) => row(on(WEEK, 1, index), reason));
}
