import { Octokit } from "@octokit/rest";
import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Digest } from "../src/domain/metric/digest.ts";
import { judge } from "../src/domain/shipping/judgement.ts";
import { ledgerOf } from "../src/domain/shipping/ledger.ts";
import { deriveShipping } from "../src/domain/shipping/shipping.ts";
import { onDeploymentStatus } from "../src/handlers/deployment-status.ts";
import { onPullRequest } from "../src/handlers/pull-request.ts";
import { onPush } from "../src/handlers/push.ts";
import { onReview } from "../src/handlers/review.ts";
import { computeDigest } from "../src/jobs/repository-digest.ts";
import type { Stores } from "../src/storage/stores.ts";
import { at } from "./support/history.ts";
import { runs } from "./support/limits.ts";
import { SHOP } from "./support/shop.ts";
import { openTestStores, settingsWith } from "./support/stores.ts";
import { type Delivery, play, type Story, steps } from "./support/story.ts";
import { API, serveCommits } from "./support/world.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const RUNS = runs(150);

/** Hands deliveries to the handlers, one after another. */
async function storesAfter(deliveries: readonly Delivery[], now: Date): Promise<Stores> {
  const stores = await openTestStores();
  const options = { clock: () => now, onStale: () => {}, settings: settingsWith() };
  const handlers = {
    pull_request: onPullRequest(stores, options),
    pull_request_review: onReview(stores, options),
    push: onPush(stores, options),
    deployment_status: onDeploymentStatus(stores, options),
  };
  const base = { octokit: new Octokit({ baseUrl: API }), log: pino({ level: "silent" }), receivedAt: at(2) };
  for (const { event, payload } of deliveries) {
    const handler = handlers[event as keyof typeof handlers] as (event: object) => Promise<void>;
    await handler({ ...base, payload });
  }
  return stores;
}

/** The digests of all weeks, as text. */
async function digestsOf(stores: Stores, now: Date): Promise<string> {
  const digests: Digest[] = [];
  for (const week of WEEKS) digests.push(await computeDigest(stores, { repository: SHOP, week, now }));
  return JSON.stringify(digests, undefined, 1);
}

/** What the store keeps of what shipped, and what follows from all facts from scratch. */
async function keptAndDerived(stores: Stores, now: Date) {
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: new Date(now.getTime() + 86_400_000) };
  const { landings, ...facts } = await stores.histories.loadWindow(SHOP.id, window);
  const judged = judge(facts.changes, { ...facts, now });
  const derived = deriveShipping(await stores.histories.load(SHOP.id), now);
  const told = (changes: typeof judged) =>
    changes
      .map(({ change: { id }, outcome, arrival, undoing }) => ({ id, outcome, arrival, undoing }))
      .sort((a, b) => a.id.localeCompare(b.id));
  return {
    kept: { ledger: ledgerOf(landings, judged), changes: told(judged) },
    derived: { ledger: derived.ledger, changes: told([...derived.changes.values()]) },
  };
}

function shuffledTwice(deliveries: readonly Delivery[]) {
  return fc.shuffledSubarray([...deliveries, ...deliveries], { minLength: deliveries.length * 2 });
}

const shuffledStories: fc.Arbitrary<{ story: Story; shuffled: readonly Delivery[] }> = steps
  .map(play)
  .chain((story) => fc.record({ story: fc.constant(story), shuffled: shuffledTwice(story.deliveries) }));

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("any history", () => {
  it("gives the same digests however its deliveries are shuffled and doubled, and what is kept is what follows", async () => {
    const seen = { arrived: 0, undone: 0, rework: 0 };
    await fc.assert(
      fc.asyncProperty(shuffledStories, async ({ story: { world, deliveries, end }, shuffled }) => {
        nock.cleanAll();
        serveCommits(world);
        const inOrder = await storesAfter(deliveries, end);
        const expected = await digestsOf(inOrder, end);
        for (const { changes } of JSON.parse(expected) as Digest[]) {
          seen.arrived += Math.min(1, changes.arrived);
          seen.undone += Math.min(1, changes.undone + changes.withdrawn);
          seen.rework += Math.min(1, changes.rework);
        }
        const out = await storesAfter(shuffled, end);

        expect(await digestsOf(out, end)).toBe(expected);
        for (const stores of [inOrder, out]) {
          const { kept, derived } = await keptAndDerived(stores, end);
          expect(kept).toEqual(derived);
          stores.close();
        }
      }),
      { numRuns: RUNS },
    );

    // The histories are such that something can differ.
    expect(seen.arrived).toBeGreaterThan(RUNS / 2);
    expect(seen.undone).toBeGreaterThan(RUNS / 15);
    expect(seen.rework).toBeGreaterThan(RUNS / 10);
  });
});
