import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Refusal } from "../../../dev/simulation/described/github-graphql.ts";
import { type Past, servePast } from "../../../dev/simulation/past/github-past.ts";
import { longPast, NOW } from "../../../dev/simulation/past/long-past.ts";
import { account, pullRequestPayload, pushPayload } from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import type { WorldCommit } from "../../../dev/simulation/world/world.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import { isFull } from "../../support/limits.ts";
import { openTestStores, wholeDigest } from "../../support/stores.ts";

const DEPLOY_EVERY = 10;

/** Refuses pages of more pull requests than that. */
const refuseOver =
  (most: number): Refusal =>
  ({ first }) =>
    typeof first === "number" && first > most ? [502, { message: "Bad Gateway" }] : undefined;

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

/** What reading a past cost. */
interface Price {
  /** How often GitHub was asked for each kind of thing. */
  readonly asked: ReadonlyMap<string, number>;
  readonly requests: number;
  /** What GitHub charges for the queries by its published formula. */
  readonly points: number;
}

/** Reads a past, and tells what that cost. */
async function readPast(stores: Stores, past: Past, refuses?: Refusal): Promise<Price> {
  const asked = new Map<string, number>();
  const onRequest = (path: string) => {
    const kind = path.replace(/^\/repos\/acme\/shop/, "").split("/")[1] || "repository";
    asked.set(kind, (asked.get(kind) ?? 0) + 1);
  };
  let points = 0;
  const onPoints = (more: number) => {
    points += more;
  };
  servePast(past, { onRequest, onPoints, ...(refuses && { refuses }) });
  await request(stores, NOW);
  await backfill(stores, { now: NOW });
  return { asked, points, requests: [...asked.values()].reduce((sum, count) => sum + count, 0) };
}

/** What the digest of a week of the thirteen shows, by the number of pull requests of the past. */
const IN_THE_WEEK = {
  10000: { deployments: { seen: 77 }, changes: { rework: 15 } },
  2000: { deployments: { seen: 15 }, changes: { rework: 3 } },
  1000: { deployments: { seen: 8 }, changes: { rework: 2 } },
};

/** What a past of this size may cost, where one of 10,000 pull requests may cost so much. */
const within = (most: number, pulls: number) => (most * pulls) / 10_000 + (pulls < 10_000 ? 20 : 0);

describe("the past of up to 10,000 pull requests, one in fifty a revert", () => {
  it.each([
    ["no page is refused", 2_000, false, undefined, { requests: 450, points: 1_000 }],
    [
      "they have three commits each, merges among them",
      10_000,
      true,
      undefined,
      { requests: 450, points: 1_000 },
    ],
    ["every page over 20 is refused", 2_000, false, refuseOver(20), { requests: 1_000, points: 1_000 }],
  ] as const)(
    "R8: costs few requests and points when %s",
    async (_, full, hasLongBranches, refuses, most) => {
      const pulls = isFull ? full : 1_000;
      const stores = await openTestStores();
      const past = longPast({ pulls, deployEvery: DEPLOY_EVERY, hasLongBranches });
      const { asked, requests, points } = await readPast(stores, past, refuses);

      expect(requests).toBeLessThanOrEqual(within(most.requests, pulls));
      expect(points).toBeLessThanOrEqual(within(most.points, pulls));
      expect(asked.get("deployments")).toBeLessThanOrEqual(pulls / DEPLOY_EVERY / 100 + 1);
      expect(await stores.backfills.list()).toMatchObject([
        { state: "done", done: pulls, total: pulls, problems: [] },
      ]);
      const digest = await wholeDigest(stores, { week: "2026-W44", now: NOW });
      expect(digest).toMatchObject({ state: "settled", ...IN_THE_WEEK[pulls] });
    },
  );
});

const NAMING = isFull ? 500 : 200;

/** What each of many pushes by hand names: issues mostly, and one in fifty a pull request. */
type Named = "issue" | "merged" | "closed long before" | "landed" | "nothing";

function namedBy(number: number): Named {
  const others = ["merged", "closed long before", "landed", "nothing"] as const;
  return number % 50 === 0 ? (others[(number / 50) % others.length] ?? "issue") : "issue";
}

/** How many of the pushes name such a number: one of two hundred at least. */
function countOf(named: Named): number {
  const numbers = Array.from({ length: NAMING }, (_, index) => index + 1);
  return numbers.filter((number) => namedBy(number) === named).length;
}

/** A repository whose commits are pushed one after another, and say that they fix something. */
function pushedPast({ names = namedBy }: { readonly names?: (number: number) => Named } = {}): Past {
  const numbers = Array.from({ length: NAMING }, (_, index) => index + 1);
  const that = (named: Named) => numbers.filter((number) => names(number) === named);
  const timeOf = (number: number) => new Date(NOW.getTime() - (NAMING + 1 - number) * 3_600_000);
  const pull = (number: number) => ({ number, base: `m${number - 1}`, head: `h${number}` });
  const closedAt = (number: number, at: Date) => ({
    payload: pullRequestPayload({ ...pull(number), updatedAt: at, closedAt: at }),
    closings: [at],
  });
  const commits = numbers.flatMap((number) => {
    const commit = (sha: string, message: string): [string, WorldCommit] => [
      sha,
      { parents: [`m${number - 1}`], files: [`src/${number}.ts`], message },
    ];
    return [commit(`m${number}`, `Work\n\nFixes #${number}`), commit(`h${number}`, "Work")];
  });
  const begin: [string, WorldCommit] = ["m0", { parents: [], message: "Begin" }];
  return {
    world: new Map([begin, ...commits]),
    head: `m${NAMING}`,
    issues: that("issue"),
    // It was merged before what is read begins, and is not asked for with the others.
    pulls: that("merged").map((number) =>
      pullRequestPayload({
        ...{ ...pull(number), updatedAt: new Date(0), merge: { sha: "gone", by: account(60) } },
      }),
    ),
    unmerged: [
      ...that("closed long before").map((number) => closedAt(number, new Date(0))),
      ...that("landed").map((number) => closedAt(number, timeOf(number))),
    ],
    reviews: [],
    pushes: numbers.map((number) =>
      pushPayload({
        ...{ before: `m${number - 1}`, after: `m${number}`, commits: [`m${number}`] },
        ...{ at: timeOf(number), by: account(60) },
      }),
    ),
    statuses: [],
  };
}

describe("the past of hundreds of commits that were pushed, each naming a number", () => {
  const isNaming: Refusal = (_, query) => (query.includes("NamedPulls") ? [502, {}] : undefined);

  it("R8, R24: costs one query and one point more for fifty of them, and no request for an issue", async () => {
    const stores = await openTestStores();
    const past = pushedPast();
    const landed = past.unmerged?.filter(({ closings: [at] }) => at && at.getTime() > 0) ?? [];
    const { asked, points } = await readPast(stores, past);

    // One query, of four points, asks for the closed pull requests, and one of one point for the parents of their commits.
    expect([asked.get("graphql"), points]).toEqual([NAMING / 50 + 2, NAMING / 50 + 5]);
    // What was pushed is compared in any case.
    expect(asked.get("compare")).toBeLessThanOrEqual(NAMING + landed.length + 10);
    // Nobody knows the number of nothing, so REST is asked for it.
    expect(asked.get("pulls")).toBe(countOf("nothing"));
    expect(asked.get("issues")).toBeUndefined();
    const { changes } = await stores.histories.loadAll(SHOP.id);
    expect(changes.filter(({ id }) => id.startsWith("#"))).toHaveLength(landed.length);
    expect(landed).toHaveLength(countOf("landed"));
  });

  it("R8, R24: costs few requests more where they name what there never was", async () => {
    const { asked } = await readPast(await openTestStores(), pushedPast({ names: () => "nothing" }));
    expect(asked.get("pulls")).toBeLessThanOrEqual((3 * NAMING) / 50);
  });

  it("R8, R24: costs few queries in vain where GitHub cannot answer them", async () => {
    const { asked } = await readPast(await openTestStores(), pushedPast(), isNaming);
    expect(asked.get("graphql")).toBeLessThanOrEqual((15 * NAMING) / 50 + 2);
    // One request for each, and one for the reviews of each that was closed.
    expect(asked.get("pulls")).toBe(NAMING + countOf("closed long before") + countOf("landed"));
  });
});
