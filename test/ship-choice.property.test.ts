import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Workshop } from "../dev/simulation/clone/workshop.ts";
import { at } from "../dev/simulation/world/history.ts";
import { reachableFrom } from "../dev/simulation/world/reachable.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import type { Change } from "../src/domain/shipping/change.ts";
import type { ShippingRecord } from "../src/domain/shipping/deployment.ts";
import { judgeEvents } from "../src/domain/shipping/event-judgement.ts";
import { judgeChanges } from "../src/domain/shipping/judgement.ts";
import { choicesOf, switchesOf } from "../src/domain/shipping/ship-choice.ts";
import { deriveShipping, type History } from "../src/domain/shipping/shipping.ts";
import type { Stores } from "../src/storage/stores.ts";
import { assertOfMuch, runs } from "./support/limits.ts";
import { commit, openTestStores, pullRequest } from "./support/stores.ts";

const RUNS = runs(40);

/** One thing that happens to a repository that both deploys and releases, some days after the one before. */
interface Step {
  readonly does: "merge" | "deploy" | "release" | "release aside";
  readonly days: number;
}

/** How a repository ships for some time. */
const phase = fc
  .constantFrom(
    { merge: 5, deploy: 3, release: 1, "release aside": 1 },
    { merge: 5, deploy: 0, release: 3, "release aside": 1 },
    { merge: 5, deploy: 1, release: 2, "release aside": 0 },
  )
  .chain((weights) =>
    fc.array(
      fc.record({
        does: fc.oneof(
          ...(["merge", "deploy", "release", "release aside"] as const).map((does) => ({
            arbitrary: fc.constant(does),
            weight: weights[does],
          })),
        ),
        days: fc.integer({ min: 0, max: 11 }),
      }),
      { minLength: 10, maxLength: 25 },
    ),
  );
const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(phase, { minLength: 2, maxLength: 3 })
  .map((phases) => phases.flat());

/** Plays steps into a repository. */
function play(story: readonly Step[]): { readonly history: History; readonly end: Date } {
  const shop = new Workshop(at(2, 9));
  const aside = shop.branch();
  shop.deploy();
  for (const [index, { does, days }] of story.entries()) {
    shop.wait(days * 1_440 + 10);
    if (does === "merge") shop.ship({ [`${index}.ts`]: "1" });
    else if (does === "deploy") shop.deploy();
    else if (does === "release") shop.release(`v${index}`);
    else shop.release(`v${index}`, { sha: shop.commit(aside, { "old.ts": `${index}` }) });
  }
  return { history: shop.history(), end: shop.now };
}

type Fact = Change | ShippingRecord;

async function tell(stores: Stores, fact: Fact): Promise<void> {
  if ("carriers" in fact) {
    const [mergeSha = "", headSha = mergeSha] = fact.carriers;
    const { mergedAt, baseSha } = fact;
    const merged = { state: "merged", updatedAt: mergedAt, mergedAt, baseSha, mergeSha, headSha } as const;
    return stores.changes.save(pullRequest(Number(fact.id.slice(1)), merged));
  }
  const { id, creator } = fact;
  if (fact.kind === "deployment") {
    const { kind: _, statuses, ...deployment } = fact;
    await stores.deployments.save({ repositoryId: SHOP.id, deployment, statuses });
    return;
  }
  for (const releaseState of fact.releaseStates)
    await stores.releases.save({ repositoryId: SHOP.id, id, creator, releaseState });
  for (const tag of fact.tags) await stores.releases.saveTag(SHOP.id, tag);
}

/** Plays what can be played; the history between is read as it is asked for, but for what GitHub does not know. */
async function playAll({ timelines, commits }: Stores, graph: History["graph"]): Promise<void> {
  for (;;) {
    const range = await timelines.findNextRange(SHOP.id);
    if (range === undefined && (await timelines.applyNext(SHOP.id)) === undefined) return;
    if (range === undefined) continue;
    const ahead = reachableFrom(graph, range.head, reachableFrom(graph, range.base));
    const read = [...ahead].map((sha) => ({
      ...commit(sha, ...(graph.get(sha)?.parents ?? [])),
      tree: graph.get(sha)?.tree,
    }));
    const isLost = Number(range.head.slice(1)) % 7 === 0;
    await commits.saveRange(SHOP.id, range, isLost ? undefined : { commits: read, isComplete: true });
  }
}

/** What is kept of the facts that were told in some order, and what follows from all of them. */
async function keptAndDerived(facts: readonly Fact[], history: History, now: Date) {
  const stores = await openTestStores();
  for (const [index, fact] of facts.entries()) {
    await tell(stores, fact);
    if (index % 3 === 0) await playAll(stores, history.graph);
  }
  await playAll(stores, history.graph);
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: new Date(now.getTime() + 1) };
  const { choices, effects, ...rest } = await stores.histories.loadWindow(SHOP.id, window);
  const known = await stores.histories.loadAll(SHOP.id);
  await stores.close();
  const arrivals = (all: ReturnType<typeof judgeChanges>) =>
    all.map(({ change: { id }, arrival }) => `${id} ${arrival?.deploymentId}`).sort();
  const derived = deriveShipping(known, now);
  return {
    kept: {
      choices,
      counted: effects.map(({ event: { deployment } }) => deployment.id),
      arrivals: arrivals(judgeChanges(rest.changes, { ...rest, now })),
    },
    derived: {
      choices: choicesOf(judgeEvents(known.deployments), known.rules, known),
      counted: derived.ledger.map(({ deploymentId }) => deploymentId),
      arrivals: arrivals([...derived.changes.values()]),
    },
  };
}

describe("R19: any history of deployments and releases", () => {
  it("gives the same choices in whatever order it is told, and what is kept is what follows", async () => {
    const seen = { chosen: 0, turned: 0, back: 0 };
    await assertOfMuch(
      fc.asyncProperty(
        steps.map(play).chain(({ history, end }) =>
          fc.record({
            history: fc.constant(history),
            end: fc.constant(end),
            shuffled: fc.shuffledSubarray<Fact>([...history.changes, ...history.deployments], {
              minLength: history.changes.length + history.deployments.length,
            }),
          }),
        ),
        async ({ history, end, shuffled }) => {
          const { kept, derived } = await keptAndDerived(shuffled, history, end);

          expect(kept).toEqual(derived);
          seen.chosen += Math.min(1, kept.choices.length);
          seen.turned += Math.min(1, switchesOf(kept.choices).length);
          seen.back += Math.min(1, Math.max(0, switchesOf(kept.choices).length - 1));
        },
      ),
      {
        ...{ numRuns: RUNS, seed: 2 },
        expectMuch(numRuns) {
          expect(seen.chosen, JSON.stringify(seen)).toBeGreaterThan(numRuns / 2);
          expect(seen.turned, JSON.stringify(seen)).toBeGreaterThan(numRuns / 10);
          expect(seen.back, JSON.stringify(seen)).toBeGreaterThan(0);
        },
      },
    );
  });
});
