import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Digest } from "../src/domain/metric/digest.ts";
import type { FinishedDeployment } from "../src/domain/shipping/deployment.ts";
import { finishAll } from "../src/domain/shipping/finish.ts";
import { judge } from "../src/domain/shipping/judgement.ts";
import { ledgerOf } from "../src/domain/shipping/ledger.ts";
import { deriveShipping } from "../src/domain/shipping/shipping.ts";
import { onDeploymentStatus } from "../src/handlers/deployment-status.ts";
import { onPullRequest } from "../src/handlers/pull-request.ts";
import { onPush } from "../src/handlers/push.ts";
import { onRelease } from "../src/handlers/release.ts";
import { onReview } from "../src/handlers/review.ts";
import { computeDigest } from "../src/jobs/repository-digest.ts";
import type { Stores } from "../src/storage/stores.ts";
import { octokit } from "./support/github.ts";
import { at } from "./support/history.ts";
import { runs } from "./support/limits.ts";
import { SHOP } from "./support/shop.ts";
import { NO_RULES, openTestStores, settingsWith } from "./support/stores.ts";
import { type Delivery, play, releaseSteps, type Story, steps } from "./support/story.ts";
import { serveCommits } from "./support/world.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const RUNS = runs(40);
/** So many histories hold each rare case. */
const RUNS_FOR_RARE = 150;

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

function shuffledStories(all: typeof steps): fc.Arbitrary<{ story: Story; shuffled: readonly Delivery[] }> {
  return all
    .map(play)
    .chain((story) => fc.record({ story: fc.constant(story), shuffled: shuffledTwice(story.deliveries) }));
}

/** What a story's records did that is rare: each at most once a story. */
async function raritiesOf(stores: Stores): Promise<string[]> {
  const { deployments, rules } = await stores.histories.load(SHOP.id);
  const finished = finishAll(deployments, rules);
  const byRecord = [...Map.groupBy(finished, ({ deployment }) => deployment.id).values()];
  const shipped = byRecord.map((all) => all.filter(({ ending }) => ending === "production"));
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(90) };
  const { landings, passages } = await stores.histories.loadWindow(SHOP.id, window);
  const isAgain = ({ deployment: { id }, at: time }: FinishedDeployment) =>
    finished.some((each) => each.deployment.id === id && each.at < time);
  const absences = [...passages.values()].flatMap((all) => all.flatMap((each) => each.absences));
  const seen: Record<string, boolean> = {
    reused: shipped.some((all) => all.length > 1 && (all[0]?.deployment.id ?? 0) > 0),
    promoted: byRecord.some((all) => all.some((each, index) => isPromotion(each, all[index - 1]))),
    "rolled back on an old record": landings.some(
      (each) => each.reason === "rollback" && isAgain(each.finished),
    ),
    restored: absences.some(({ until }) => until !== undefined),
    withdrawn: finished.some(({ ending }) => ending === "withdrawn"),
    "moved tag": shipped.some((all) => new Set(all.map(({ sha }) => sha)).size > 1),
  };
  return Object.keys(seen).filter((key) => seen[key]);
}

function isPromotion(event: FinishedDeployment, before: FinishedDeployment | undefined): boolean {
  return (
    event.ending === "production" && (before?.ending === "not-production" || before?.ending === "preview")
  );
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("any history", () => {
  it.each([
    [
      "R15: of deployments",
      "auto",
      steps,
      ["reused", "promoted", "rolled back on an old record", "restored"],
    ],
    ["R13, R14: of releases", "releases", releaseSteps, ["promoted", "withdrawn", "moved tag", "restored"]],
  ] as const)(
    "%s gives the same digests however its deliveries are shuffled and doubled, and what is kept is what follows",
    async (_, ship, all, rare) => {
      const seen = { arrived: 0, undone: 0, rework: 0 };
      const rarities = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(shuffledStories(all), async ({ story, shuffled }) => {
          nock.cleanAll();
          serveCommits(story.world, { tags: story.tags });
          const { end } = story;
          const inOrder = await storesAfter({ ...story, ship });
          const expected = await digestsOf(inOrder, end);
          for (const { changes } of JSON.parse(expected) as Digest[]) {
            seen.arrived += Math.min(1, changes.arrived);
            seen.undone += Math.min(1, changes.undone + changes.withdrawn);
            seen.rework += Math.min(1, changes.rework);
          }
          for (const each of await raritiesOf(inOrder)) rarities.set(each, (rarities.get(each) ?? 0) + 1);
          const out = await storesAfter({ ...story, deliveries: shuffled, ship });

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
      expect(seen.undone + seen.rework).toBeGreaterThan(0);
      if (RUNS >= RUNS_FOR_RARE) {
        expect(seen.undone).toBeGreaterThan(RUNS / 75);
        expect(seen.rework).toBeGreaterThan(RUNS / 75);
      }
      const missed = RUNS < RUNS_FOR_RARE ? [] : rare.filter((each) => !rarities.has(each));
      expect(missed, JSON.stringify([...rarities])).toEqual([]);
    },
  );
});
