import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computeDigest } from "../../../src/jobs/repository-digest.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import type { Refusal } from "../../support/github-graphql.ts";
import { type Past, servePast } from "../../support/github-past.ts";
import { longPast, NOW } from "../../support/long-past.ts";
import { SHOP } from "../../support/shop.ts";
import { openTestStores } from "../../support/stores.ts";

const PULLS = 10_000;
const DEPLOYMENTS = 1_000;

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

/** Reads a past of 10,000 pull requests. */
async function readLongPast(stores: Stores, past: Past, refuses?: Refusal): Promise<Price> {
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

const of = (hasLongBranches: boolean) =>
  longPast({ pulls: PULLS, deployEvery: PULLS / DEPLOYMENTS, hasLongBranches });

describe("the past of 10,000 pull requests, one in fifty a revert", () => {
  it.each([
    ["no page is refused", false, undefined, { requests: 450, points: 1_000 }],
    ["they have three commits each, merges among them", true, undefined, { requests: 450, points: 1_000 }],
    ["every page over 20 is refused", false, refuseOver(20), { requests: 1_000, points: 1_000 }],
  ])("R8: costs few requests and points when %s", async (_, isLong, refuses, most) => {
    const stores = await openTestStores();
    const { asked, requests, points } = await readLongPast(stores, of(isLong), refuses);

    expect(requests).toBeLessThanOrEqual(most.requests);
    expect(points).toBeLessThanOrEqual(most.points);
    expect(asked.get("deployments")).toBeLessThanOrEqual(DEPLOYMENTS / 100 + 1);
    expect(await stores.backfills.list()).toMatchObject([
      { state: "done", done: PULLS, total: PULLS, problems: [] },
    ]);
    const digest = await computeDigest(stores, { repository: SHOP, week: "2026-W44", now: NOW });
    expect(digest).toMatchObject({ state: "complete", deployments: { seen: 77 }, changes: { rework: 15 } });
  });
});
