import fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { lateCreation } from "../faults/faults.ts";
import { startFaultyProxy } from "../faults/faulty-proxy.ts";
import { type Load, playLoad } from "../faults/load.ts";
import { type Outcome, outcomeOf, undisturbedOutcome } from "../faults/outcome.ts";
import { MONDAYS, SATURDAY } from "../faults/progress.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";
import { Replicas } from "./replicas.ts";

/** How often each is played; `PLIMSOLL_RUNS=50` plays each fifty times. */
const numRuns = Number(process.env.PLIMSOLL_RUNS ?? 1);
const HALF_MS = 350;

let undisturbed: Outcome;

beforeAll(async () => {
  undisturbed = await undisturbedOutcome();
});

/** The number of servers, the order of the webhooks, those that come twice, and which server each comes to. */
const dealt = fc.noShrink(
  fc.record({
    count: fc.constantFrom(2, 3),
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
    choices: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
    moments: fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 })),
  }),
);

type Numbers = Iterator<number>;
const next = (numbers: Numbers) => numbers.next().value as number;

/** The deliveries of a load in another order, one in five of them twice. */
function shuffled({ deliveries }: Load, order: Numbers) {
  const all = deliveries.flatMap((each) => (next(order) < 0.2 ? [each, each] : [each]));
  return all
    .map((each) => ({ each, key: next(order) }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);
}

/** Plays something with several servers, and returns what it comes to. */
async function outcomeOfReplicas(
  choices: Numbers,
  play: (replicas: Replicas, load: Load) => Promise<void>,
): Promise<Outcome> {
  const load = await playLoad();
  const proxy = await startFaultyProxy(load.github.url);
  proxy.faultOf = lateCreation;
  const databaseUrl = await newPostgresUrl(inject("postgres") as TestServer);
  const replicas = await Replicas.create(load, { databaseUrl, url: proxy.url }, () => next(choices));
  await play(replicas, load);
  await replicas.stop();
  const outcome = await outcomeOf(load, databaseUrl);
  await load.github.close();
  proxy.close();
  return outcome;
}

describe("several servers on one PostgreSQL do what one does on SQLite, and nothing twice", () => {
  it("when webhooks are dealt to them at random, shuffled and doubled", async () => {
    await fc.assert(
      fc.asyncProperty(dealt, async ({ count, order, choices }) => {
        const outcome = await outcomeOfReplicas(choices, async (replicas, load) => {
          await replicas.start(count, SATURDAY);
          await replicas.sendAll(shuffled(load, order));
          for (const monday of MONDAYS) {
            await replicas.killAll();
            await replicas.start(count, monday);
            await replicas.untilPublished(monday);
          }
        });

        expect(outcome).toEqual(undisturbed);
      }),
      { numRuns, endOnFailure: true },
    );
  });

  it("when one of them is killed under load, and while it publishes", async () => {
    await fc.assert(
      fc.asyncProperty(dealt, async ({ order, choices, moments: [receiving, publishing] }) => {
        const outcome = await outcomeOfReplicas(choices, async (replicas, load) => {
          await replicas.start(2, SATURDAY);
          const sent = replicas.sendAll(shuffled(load, order));
          await new Promise((resolve) => setTimeout(resolve, receiving));
          await replicas.kill(0);
          await sent;
          for (const monday of MONDAYS) {
            await replicas.killAll();
            await replicas.start(2, monday);
            await new Promise((resolve) => setTimeout(resolve, publishing));
            await replicas.kill(Math.floor(next(choices) * 2));
            await replicas.untilPublished(monday);
          }
        });

        expect(outcome).toEqual(undisturbed);
      }),
      { numRuns, endOnFailure: true },
    );
  });

  it("when all of them are killed, and the clock of one is an hour ahead", async () => {
    await fc.assert(
      fc.asyncProperty(dealt, async ({ count, order, choices, moments: [receiving] }) => {
        const outcome = await outcomeOfReplicas(choices, async (replicas, load) => {
          await replicas.start(count, SATURDAY, { hoursAhead: 1 });
          const sent = replicas.sendAll(shuffled(load, order));
          await new Promise((resolve) => setTimeout(resolve, HALF_MS + receiving));
          await replicas.killAll();
          await replicas.start(count, SATURDAY, { hoursAhead: 1 });
          await sent;
          for (const monday of MONDAYS) {
            await replicas.killAll();
            await replicas.start(count, monday, { hoursAhead: 1 });
            await replicas.untilPublished(monday);
          }
        });

        expect(outcome).toEqual(undisturbed);
      }),
      { numRuns, endOnFailure: true },
    );
  });
});
