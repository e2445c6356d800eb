import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDeployments, type History } from "../../src/domain/shipping/shipping.ts";
import type { DeploymentEffect } from "../../src/domain/shipping/timeline.ts";
import { deriveEffect } from "../../src/storage/timeline-state.ts";
import { createTimelineStore } from "../../src/storage/timelines.ts";
import { runs } from "../support/limits.ts";
import { play } from "../support/play.ts";
import { scripts } from "../support/script.ts";
import { openTestStores } from "../support/stores.ts";
import { tell } from "../support/tell.ts";
import { wideScripts } from "../support/wide-script.ts";

const numRuns = runs(200, 10);

/** The effects that a store derives. It loads one older commit at first, so that it must often load more. */
async function effectsStored(history: History): Promise<DeploymentEffect[]> {
  const stores = await openTestStores();
  const effects: DeploymentEffect[] = [];
  const timelines = createTimelineStore(stores.database, async (connection, next) => {
    const derived = await deriveEffect(connection, next, 1);
    effects.push(derived.effect);
    return derived;
  });
  await tell({ ...stores, timelines }, history);
  await stores.close();
  return effects;
}

/** Whether an event moves production. The others are not applied to a store. */
function isStored({ event: { ending } }: DeploymentEffect): boolean {
  return ending === "production" || ending === "withdrawn";
}

/** An effect with those fields of its event that name it. The order of the channels says nothing. */
function named({ event, movements, ...effect }: DeploymentEffect) {
  const sorted = movements.toSorted((a, b) => (a.channel < b.channel ? -1 : 1));
  return { at: event.at, target: event.target, sha: event.sha, movements: sorted, ...effect };
}

describe("a deployment effect", () => {
  it("is that of the whole history, though a part of it is loaded", async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(scripts, wideScripts), async (script) => {
        const { shop } = play(script);
        const effects = applyDeployments(shop.history(), shop.now).effects.filter(isStored);
        moved += effects.filter(({ movements }) => movements.length > 0).length;

        const stored = await effectsStored(shop.history());
        expect(stored.map(named)).toEqual(effects.map(named));
      }),
      { numRuns, endOnFailure: true },
    );
    expect(moved).toBeGreaterThan(numRuns);
  });
});
