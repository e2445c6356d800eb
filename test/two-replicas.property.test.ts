import fc from "fast-check";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Delivery, play } from "../dev/simulation/story/story.ts";
import { releaseSteps, steps } from "../dev/simulation/story/story-steps.ts";
import { at } from "../dev/simulation/world/history.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { serveCommits, serveNoEvents } from "../dev/simulation/world/world.ts";
import type { DeploymentEffect } from "../src/domain/shipping/timeline.ts";
import { SHORTEST_KEY } from "../src/storage/pseudonym-key.ts";
import { type Stores, storesIn } from "../src/storage/stores.ts";
import { createInMemory } from "./support/databases.ts";
import { deliver } from "./support/deliver.ts";
import { runs } from "./support/limits.ts";
import { NO_RULES, openTestStores, settingsWith, wholeDigest } from "./support/stores.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const pseudonymKey = Buffer.alloc(SHORTEST_KEY);

type Dealt = readonly (readonly [delivery: Delivery, isForFirst: boolean])[];

const stories = fc.constantFrom("auto" as const, "releases" as const).chain((ship) =>
  (ship === "auto" ? steps : releaseSteps).map(play).chain((story) =>
    fc
      .shuffledSubarray([...story.deliveries], { minLength: story.deliveries.length })
      .chain((all) => fc.tuple(...all.map((each) => fc.tuple(fc.constant(each), fc.boolean()))))
      .map((dealt: Dealt) => ({ ship, story, dealt })),
  ),
);

/** The digests, and the derived timeline. */
async function stateOf(stores: Stores, now: Date) {
  const digests: unknown[] = [];
  for (const week of WEEKS) digests.push(await wholeDigest(stores, { week, now }));
  const range = { since: at(1), deployedFrom: at(1), deployedUntil: new Date(now.getTime() + 86_400_000) };
  const { effects } = await stores.histories.loadWindow(SHOP.id, range);
  return { digests, effects: effects.map(withoutHash) };
}

/** Each database has a key of its own for the hashes of people. */
function withoutHash({ event, ...effect }: Pick<DeploymentEffect, "event" | "reason">) {
  const creator = event.deployment.creator?.kind;
  return { ...effect, event: { ...event, deployment: { ...event.deployment, creator } } };
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("two servers on one database", () => {
  it("store what one server stores of the same deliveries", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ ship, story, dealt }) => {
        nock.cleanAll();
        serveCommits(story.world, { tags: story.tags });
        serveNoEvents();
        const options = { end: story.end, settings: settingsWith({ ship }) };
        const shared = await openTestStores();
        const memory = await createInMemory();
        const one = { ...storesIn(memory.database, { pseudonymKey }), close: async () => {} };
        await one.installations.remember({ id: 1, installedAt: at(1) });
        await one.repositories.remember(SHOP);
        const [first, second] = [0, 1].map(() => ({
          ...storesIn(shared.database, { pseudonymKey }),
          close: async () => {},
        })) as [Stores, Stores];
        for (const stores of [one, first]) await stores.rules.save(SHOP.id, { ...NO_RULES, ship });
        // One server at a time works for a repository; the queue will see to that.
        for (const [delivery, isFirst] of dealt) await deliver(isFirst ? first : second, [delivery], options);
        await deliver(one, story.deliveries, options);

        expect(await stateOf(first, story.end)).toEqual(await stateOf(one, story.end));
        await memory.database.close();
        await shared.close();
      }),
      { numRuns: runs(60), endOnFailure: true },
    );
  });
});
