import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Delivery, play, type Story } from "../dev/simulation/story/story.ts";
import { raritiesOf } from "../dev/simulation/story/story-rarities.ts";
import { releaseSteps, steps } from "../dev/simulation/story/story-steps.ts";
import { at } from "../dev/simulation/world/history.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { serveCommits, serveNoEvents } from "../dev/simulation/world/world.ts";
import { endsOf, type OlderSpan } from "../src/digests/load.ts";
import { measureRepository } from "../src/digests/measure.ts";
import type { Digest } from "../src/domain/metric/digest.ts";
import type { ChangeReceipt } from "../src/domain/receipts/change-receipt.ts";
import { judgeChanges } from "../src/domain/shipping/judgement.ts";
import { ledgerOf } from "../src/domain/shipping/ledger.ts";
import { deriveShipping } from "../src/domain/shipping/shipping.ts";
import { writeChangeReceipt } from "../src/explain/receipts.ts";
import { onDeploymentStatus } from "../src/ingest/events/deployment-status.ts";
import { onPullRequest } from "../src/ingest/events/pull-request.ts";
import { onPush } from "../src/ingest/events/push.ts";
import { onRelease } from "../src/ingest/events/release.ts";
import { onReview } from "../src/ingest/events/review.ts";
import type { Stores } from "../src/storage/stores.ts";
import { octokit } from "./support/github.ts";
import { assertOfMuch, runs } from "./support/limits.ts";
import { NO_RULES, openTestStores, settingsWith, wholeDigest } from "./support/stores.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const RUNS = runs(60, 5);

/** What is told of a repository, and how that ships. */
interface Told extends Pick<Story, "deliveries" | "end"> {
  readonly ship: "auto" | "releases";
}

/** Hands deliveries to the handlers, one after another. */
async function storesAfter({ deliveries, end: now, ship }: Told): Promise<Stores> {
  const stores = await openTestStores();
  await stores.rules.save(SHOP.id, { ...NO_RULES, ship });
  const options = { clock: () => now, onStale: () => {}, settings: settingsWith() };
  const handlers = {
    pull_request: onPullRequest(stores, options),
    pull_request_review: onReview(stores, options),
    push: onPush(stores, options),
    deployment_status: onDeploymentStatus(stores, options),
    release: onRelease(stores, options),
  };
  const base = { octokit, log: pino({ level: "silent" }), receivedAt: at(2) };
  for (const { event, ...delivery } of deliveries) {
    const handler = handlers[event] as (event: object) => Promise<void>;
    await handler({ ...base, ...delivery });
  }
  return stores;
}

async function digestsOf(stores: Stores, now: Date): Promise<Digest[]> {
  const digests: Digest[] = [];
  for (const week of WEEKS) digests.push(await wholeDigest(stores, { week, now }));
  return digests;
}

/** What `explain` says of each merged change. */
async function receiptsOf(stores: Stores, now: Date): Promise<(ChangeReceipt | undefined)[]> {
  const { changes } = await stores.histories.loadAll(SHOP.id);
  const ids = changes.map(({ id }) => id).sort();
  const receipts: (ChangeReceipt | undefined)[] = [];
  for (const id of ids) receipts.push(await writeChangeReceipt(stores, { repository: SHOP, id, now }));
  return receipts;
}

/** What the store keeps of what shipped, and what follows from all facts from scratch. */
async function keptAndDerived(stores: Stores, now: Date) {
  const range = { since: at(1), deployedFrom: at(1), deployedUntil: new Date(now.getTime() + 86_400_000) };
  const window = await stores.histories.loadWindow(SHOP.id, range);
  const history = await stores.histories.loadAll(SHOP.id);
  const changes = judgeChanges(window.changes, { ...window, now });
  const derived = deriveShipping(history, now);
  const told = (all: typeof changes) =>
    all
      .map(({ change: { id }, grounds, arrival, undoing }) => ({ id, grounds, arrival, undoing }))
      .sort((a, b) => a.id.localeCompare(b.id));
  return {
    ...{ window, history, changes },
    kept: { ledger: ledgerOf(window.effects, changes), changes: told(changes) },
    derived: { ledger: derived.ledger, changes: told([...derived.changes.values()]) },
  };
}

/** The changes merged until the end of each week, read alone and with all later ones. */
async function earlierChanges(stores: Stores, now: Date) {
  const found = { alone: [] as unknown[], withLater: [] as unknown[] };
  for (const week of WEEKS) {
    const span = { week, zone: "UTC", now };
    const [, end] = endsOf(span);
    const measure = async (of: OlderSpan) => {
      const { measured } = await measureRepository(stores, SHOP, of);
      return measured.changes
        .filter(({ change }) => change.mergedAt < end)
        .sort((a, b) => a.change.id.localeCompare(b.change.id));
    };
    found.alone.push(await measure({ ...span, mergedUntil: end }));
    found.withLater.push(await measure(span));
  }
  return found;
}

/** Each delivery once, and some of them twice. */
function shuffled(deliveries: readonly Delivery[]): fc.Arbitrary<readonly Delivery[]> {
  return fc
    .subarray([...deliveries], { maxLength: Math.ceil(deliveries.length / 3) })
    .map((again) => [...deliveries, ...again])
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}

function shuffledStories(all: typeof steps): fc.Arbitrary<{ story: Story; shuffled: readonly Delivery[] }> {
  return all
    .map(play)
    .chain((story) => fc.record({ story: fc.constant(story), shuffled: shuffled(story.deliveries) }));
}

/** In a hundred histories each is expected ten times or more. */
const RARE = [
  ...["restored", "undone by a revert", "undone by a rollback", "taken back before it shipped", "rework"],
  ...["carried by a copy", "merged aside", "merged back", "merged back by hand"],
  ...["reset", "reset and put back", "rewritten"],
  ...["pushed to", "reopened", "claims later", "claims no more", "moved", "asked of an agent"],
  "labelled by a tool",
];
const OF_DEPLOYMENTS = [...RARE, "reused", "promoted", "rolled back on an old record"];
const OF_RELEASES = [
  ...RARE,
  ...["promoted", "withdrawn", "moved tag", "made anew", "published again", "tag deleted"],
];

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("any history", () => {
  it.for([
    ["R15, R20, H8: of deployments", "auto", steps, OF_DEPLOYMENTS],
    ["R13, R14, R20: of releases", "releases", releaseSteps, OF_RELEASES],
  ] as const)(
    "%s gives the same digests and receipts however its deliveries are shuffled and doubled, and what is kept is what follows",
    async ([, ship, all, rare], { annotate }) => {
      const seen = { arrived: 0, undone: 0, rework: 0 };
      const rarities = new Map<string, number>(rare.map((each) => [each, 0]));
      await assertOfMuch(
        fc.asyncProperty(shuffledStories(all), async ({ story, shuffled: deliveries }) => {
          nock.cleanAll();
          serveCommits(story.world, { tags: story.tags });
          serveNoEvents();
          const { end } = story;
          // While one waits for an answer, the other goes on.
          const [inOrder, out] = await Promise.all([
            storesAfter({ ...story, ship }),
            storesAfter({ ...story, deliveries, ship }),
          ]);
          const expected = await digestsOf(inOrder, end);
          const followed = await keptAndDerived(inOrder, end);
          const outOfOrder = await keptAndDerived(out, end);

          expect(await digestsOf(out, end)).toEqual(expected);
          expect(await receiptsOf(out, end)).toEqual(await receiptsOf(inOrder, end));
          for (const { kept, derived } of [followed, outOfOrder]) expect(kept).toEqual(derived);
          const { alone, withLater } = await earlierChanges(out, end);
          expect(alone).toEqual(withLater);
          for (const stores of [inOrder, out]) stores.close();

          for (const { changes } of expected) {
            seen.arrived += Math.min(1, changes.arrived);
            seen.undone += Math.min(1, changes.undone + changes.withdrawn);
            seen.rework += Math.min(1, changes.rework);
          }
          for (const each of raritiesOf({ story, ...followed }))
            rarities.set(each, (rarities.get(each) ?? 0) + 1);
        }),
        {
          ...{ numRuns: RUNS, seed: 1 },
          expectMuch(numRuns) {
            const all = JSON.stringify({ ...seen, ...Object.fromEntries(rarities) });
            expect(seen.arrived, all).toBeGreaterThan(numRuns / 2);
            expect(seen.undone, all).toBeGreaterThan(numRuns / 10);
            expect(seen.rework, all).toBeGreaterThan(numRuns / 10);
            expect(
              rare.filter((each) => (rarities.get(each) ?? 0) < Math.floor(numRuns / 25)),
              all,
            ).toEqual([]);
          },
        },
      );

      await annotate(JSON.stringify({ ...seen, ...Object.fromEntries(rarities) }));
    },
  );
});
