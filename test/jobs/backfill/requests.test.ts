import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computeDigest } from "../../../src/jobs/repository-digest.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import type { Refusal } from "../../support/github-graphql.ts";
import { servePast } from "../../support/github-past.ts";
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

/** Reads a past of 10,000 pull requests; returns how often GitHub was asked for each kind of thing. */
async function readLongPast(stores: Stores, refuses?: Refusal): Promise<ReadonlyMap<string, number>> {
  const asked = new Map<string, number>();
  const onRequest = (path: string) => {
    const kind = path.replace(/^\/repos\/acme\/shop/, "").split("/")[1] || "repository";
    asked.set(kind, (asked.get(kind) ?? 0) + 1);
  };
  const past = longPast({ pulls: PULLS, deployEvery: PULLS / DEPLOYMENTS });
  servePast(past, { onRequest, ...(refuses && { refuses }) });
  await request(stores, NOW);
  await backfill(stores, { now: NOW });
  return asked;
}

describe("the past of 10,000 pull requests, one in fifty a revert", () => {
  it.each([
    ["no page is refused", undefined, 450],
    ["every page over 20 is refused", refuseOver(20), 1_000],
  ])("costs few requests when %s", async (_, refuses, most) => {
    const stores = await openTestStores();
    const asked = await readLongPast(stores, refuses);
    const total = [...asked.values()].reduce((sum, count) => sum + count, 0);

    expect(total - (2 * DEPLOYMENTS) / 100).toBeLessThanOrEqual(most);
    expect(asked.get("deployments")).toBeLessThanOrEqual(DEPLOYMENTS / 100 + 1);
    expect(await stores.backfills.list()).toMatchObject([
      { state: "done", done: PULLS, total: PULLS, problems: [] },
    ]);
    const digest = await computeDigest(stores, { repository: SHOP, week: "2026-W44", now: NOW });
    expect(digest).toMatchObject({ state: "complete", deployments: { seen: 77 }, changes: { rework: 15 } });
  });
});
