import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Digest } from "../../../src/domain/metric/digest.ts";
import { onDeploymentStatus } from "../../../src/handlers/deployment-status.ts";
import { onPullRequest } from "../../../src/handlers/pull-request.ts";
import { onPush } from "../../../src/handlers/push.ts";
import { onReview } from "../../../src/handlers/review.ts";
import { computeDigest } from "../../../src/jobs/repository-digest.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import { octokit } from "../../support/github.ts";
import { pastOf, servePast } from "../../support/github-past.ts";
import { at } from "../../support/history.ts";
import { runs } from "../../support/limits.ts";
import { SHOP } from "../../support/shop.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";
import { type Delivery, play, steps } from "../../support/story.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const RUNS = runs(60);

/** Hands deliveries to the handlers, one after another. */
async function deliver(stores: Stores, deliveries: readonly Delivery[], now: Date): Promise<void> {
  const options = { clock: () => now, onStale: () => {}, settings: settingsWith() };
  const handlers = {
    pull_request: onPullRequest(stores, options),
    pull_request_review: onReview(stores, options),
    push: onPush(stores, options),
    deployment_status: onDeploymentStatus(stores, options),
  };
  for (const { event, payload } of deliveries) {
    const handler = handlers[event as keyof typeof handlers] as (event: object) => Promise<void>;
    await handler({ octokit, log: pino({ level: "silent" }), receivedAt: at(2), payload });
  }
}

async function digestsOf(stores: Stores, now: Date): Promise<string> {
  const digests: Digest[] = [];
  for (const week of WEEKS) digests.push(await computeDigest(stores, { repository: SHOP, week, now }));
  return JSON.stringify(digests, undefined, 1);
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("a history that is read later", () => {
  it("gives the same digests as if it had been delivered, also where both overlap", async () => {
    let arrived = 0;
    const share = fc.record({ from: fc.double({ min: 0, max: 1, noNaN: true }), crash: fc.nat(12) });
    await fc.assert(
      fc.asyncProperty(steps.map(play), share, async (story, { from, crash }) => {
        nock.cleanAll();
        servePast(pastOf(story));
        const { deliveries, end } = story;
        const [live, late, both] = [await openTestStores(), await openTestStores(), await openTestStores()];
        await deliver(live, deliveries, end);
        const expected = await digestsOf(live, end);
        for (const { changes } of JSON.parse(expected) as Digest[]) arrived += changes.arrived;
        await request(late, end);
        await backfill(late, { now: end });
        await request(both, end);
        await backfill(both, { now: end, goesOn: (turns) => turns < crash });
        await deliver(both, deliveries.slice(Math.floor(deliveries.length * from)), end);
        await backfill(both, { now: end });

        expect(await late.backfills.list()).toMatchObject([{ state: "done", problems: [] }]);
        expect(await digestsOf(late, end)).toBe(expected);
        expect(await digestsOf(both, end)).toBe(expected);
        for (const stores of [live, late, both]) stores.close();
      }),
      { numRuns: RUNS },
    );

    expect(arrived).toBeGreaterThan(RUNS / 2);
  });

  it("L26: leaves no gap and nothing twice when the app is installed in the midst of it", async () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(steps.map(play), part, part, async (story, before, meanwhile) => {
        nock.cleanAll();
        const { deliveries, end } = story;
        const installed = Math.floor(deliveries.length * before);
        const filled = installed + Math.floor((deliveries.length - installed) * meanwhile);
        servePast(pastOf({ ...story, deliveries: deliveries.slice(0, installed) }));
        const [live, late] = [await openTestStores(), await openTestStores()];
        await deliver(live, deliveries, end);
        await request(late, end);
        await deliver(late, deliveries.slice(installed, filled), end);
        await backfill(late, { now: end });
        await deliver(late, deliveries.slice(filled), end);

        expect(await digestsOf(late, end)).toBe(await digestsOf(live, end));
        for (const stores of [live, late]) stores.close();
      }),
      { numRuns: RUNS },
    );
  });
});
