import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pastOf, servePast } from "../../../dev/simulation/past/github-past.ts";
import { type Delivery, play, type Story } from "../../../dev/simulation/story/story.ts";
import { lastingReleaseSteps, steps } from "../../../dev/simulation/story/story-steps.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import type { Digest } from "../../../src/domain/metric/digest.ts";
import { onDeploymentStatus } from "../../../src/ingest/events/deployment-status.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import { onPush } from "../../../src/ingest/events/push.ts";
import { onRelease } from "../../../src/ingest/events/release.ts";
import { onReview } from "../../../src/ingest/events/review.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { backfill, request } from "../../support/backfill.ts";
import { octokit } from "../../support/github.ts";
import { assertOfMuch, runs } from "../../support/limits.ts";
import { NO_RULES, openTestStores, settingsWith, wholeDigest } from "../../support/stores.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const RUNS = runs(24, 4);

type Ship = "auto" | "releases";

async function storesOf(ship: Ship): Promise<Stores> {
  const stores = await openTestStores();
  await stores.rules.save(SHOP.id, { ...NO_RULES, ship });
  return stores;
}

/** Hands deliveries to the handlers, one after another. */
async function deliver(stores: Stores, deliveries: readonly Delivery[], now: Date): Promise<void> {
  const options = { clock: () => now, onStale: () => {}, settings: settingsWith() };
  const handlers = {
    pull_request: onPullRequest(stores, options),
    pull_request_review: onReview(stores, options),
    push: onPush(stores, options),
    deployment_status: onDeploymentStatus(stores, options),
    release: onRelease(stores, options),
  };
  for (const { event, ...delivery } of deliveries) {
    const handler = handlers[event] as (event: object) => Promise<void>;
    await handler({ octokit, log: pino({ level: "silent" }), receivedAt: at(2), ...delivery });
  }
  await writeCheckRuns(stores, now);
}

/** The past is read while no check run of an open pull request waits to be written. */
async function writeCheckRuns({ checkRuns }: Stores, now: Date): Promise<void> {
  for (;;) {
    const stale = await checkRuns.findNextStale(now, []);
    if (stale === undefined) return;
    await checkRuns.markShown(stale, { checkRunId: 1, shown: "", isFinal: false });
  }
}

async function digestsOf(stores: Stores, now: Date): Promise<string> {
  const digests: Digest[] = [];
  for (const week of WEEKS) digests.push(await wholeDigest(stores, { week, now }));
  return JSON.stringify(digests, undefined, 1);
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

const WAYS: [string, Ship, typeof steps][] = [
  ["of deployments", "auto", steps],
  ["of releases", "releases", lastingReleaseSteps],
];

/** How often something happened of which there must be much, so that something can differ. */
function count(seen: Map<string, number>, { story, digests }: { story: Story; digests: readonly Digest[] }) {
  const add = (name: string, number: number) => seen.set(name, (seen.get(name) ?? 0) + number);
  const events = new Set(story.deliveries.map(({ event }) => event));
  for (const event of events) add(event, 1);
  for (const rare of story.did) add(rare, 1);
  for (const { changes } of digests)
    for (const key of ["arrived", "rework", "undone"] as const) add(key, Math.min(1, changes[key]));
}

describe("a history that is read later", () => {
  it.for(WAYS)(
    "%s gives the same digests as if it had been delivered, also where both overlap",
    async ([, ship, all], { annotate }) => {
      const seen = new Map<string, number>();
      const share = fc.record({ from: fc.double({ min: 0, max: 1, noNaN: true }), crash: fc.nat(12) });
      await assertOfMuch(
        fc.asyncProperty(all.map(play), share, async (story, { from, crash }) => {
          nock.cleanAll();
          servePast(pastOf(story));
          const { deliveries, end } = story;
          const [live, late, both] = [await storesOf(ship), await storesOf(ship), await storesOf(ship)];
          await deliver(live, deliveries, end);
          const expected = await digestsOf(live, end);
          count(seen, { story, digests: JSON.parse(expected) as Digest[] });
          await request(late, end);
          // Two servers take turns, of one page, two or four.
          await backfill(late, { now: end, server: (turn) => (turn >> (crash % 3)) & 1 });
          await request(both, end);
          await backfill(both, { now: end, goesOn: (turns) => turns < crash });
          await deliver(both, deliveries.slice(Math.floor(deliveries.length * from)), end);
          await backfill(both, { now: end });

          expect(await late.backfills.list()).toMatchObject([{ state: "done", problems: [] }]);
          expect(await digestsOf(late, end)).toBe(expected);
          expect(await digestsOf(both, end)).toBe(expected);
          for (const stores of [live, late, both]) stores.close();
        }),
        {
          ...{ numRuns: RUNS, seed: 1 },
          expectMuch(numRuns) {
            const often = ["arrived", ship === "auto" ? "deployment_status" : "release"];
            const rare = ["undone", "rework", "reset", "reset and put back", "merged back", "merged aside"];
            const isFewer = (least: number) => (name: string) => (seen.get(name) ?? 0) < least;
            const all = JSON.stringify([...seen]);
            expect(often.filter(isFewer(numRuns / 2)), all).toEqual([]);
            expect(rare.filter(isFewer(Math.max(1, Math.floor(numRuns / 25)))), all).toEqual([]);
          },
        },
      );

      await annotate(JSON.stringify(Object.fromEntries(seen)));
    },
  );

  it.for(WAYS)(
    "%s L26: leaves no gap and nothing twice when the app is installed in the midst of it",
    async ([, ship, all]) => {
      const part = fc.double({ min: 0, max: 1, noNaN: true });
      await fc.assert(
        fc.asyncProperty(all.map(play), part, part, async (story, before, meanwhile) => {
          nock.cleanAll();
          const { deliveries, end } = story;
          const installed = Math.floor(deliveries.length * before);
          const filled = installed + Math.floor((deliveries.length - installed) * meanwhile);
          servePast(pastOf({ ...story, deliveries: deliveries.slice(0, installed) }), { tags: story.tags });
          const [live, late] = [await storesOf(ship), await storesOf(ship)];
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
    },
  );
});
