import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { cutConnections } from "../../dev/simulation/processes/postgres.ts";
import { lateCreation } from "../faults/faults.ts";
import { startFaultyProxy } from "../faults/faulty-proxy.ts";
import { type Load, playLoad } from "../faults/load.ts";
import { type Outcome, outcomeOf, undisturbedOutcome } from "../faults/outcome.ts";
import { MONDAYS, SATURDAY } from "../faults/progress.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";
import { Replicas } from "./replicas.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const database = inject("postgres") as TestServer;
/** How often it is played: `PLIMSOLL_RUNS=50` plays it fifty times. */
const numRuns = Number(process.env.PLIMSOLL_RUNS ?? 1);

const numbers = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));
const moment = fc.integer({ min: 1, max: 900 });

/** The number of servers, the order of the webhooks, the server of each, and when harm is done, in milliseconds. */
const dealt = fc.noShrink(
  fc.record({
    count: fc.constantFrom(2, 3),
    hoursAhead: fc.constantFrom(0, 1),
    order: numbers,
    choices: numbers,
    cut: moment,
    one: moment,
    all: moment,
    publishing: fc.tuple(moment, moment),
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

describe.skipIf(database === undefined)("several servers on one PostgreSQL", () => {
  let undisturbed: Outcome;

  beforeAll(async () => {
    undisturbed = await undisturbedOutcome();
  });

  it("do what one does on SQLite, and nothing twice: also when PostgreSQL cuts all connections, and when one is killed, then all", async () => {
    await fc.assert(
      fc.asyncProperty(dealt, async ({ count, hoursAhead, order, choices, ...moments }) => {
        const load = await playLoad();
        const proxy = await startFaultyProxy(load.github.url);
        proxy.faultOf = lateCreation;
        const databaseUrl = await newPostgresUrl(database);
        const replicas = await Replicas.create(load, { databaseUrl, url: proxy.url }, () => next(choices));
        const start = (now: Date) => replicas.start(count, now, { hoursAhead });
        await start(SATURDAY);
        const sent = replicas.sendAll(shuffled(load, order));
        await sleep(moments.cut);
        await cutConnections(databaseUrl);
        await sleep(moments.one);
        await replicas.kill(Math.floor(next(choices) * count));
        await sleep(moments.all);
        await replicas.killAll();
        await start(SATURDAY);
        await sent;
        for (const [index, monday] of MONDAYS.entries()) {
          await replicas.killAll();
          await start(monday);
          await sleep(moments.publishing[index] ?? 0);
          await cutConnections(databaseUrl);
          await replicas.kill(Math.floor(next(choices) * count));
          await replicas.untilPublished(monday);
        }
        await replicas.stop();
        const outcome = await outcomeOf(load, databaseUrl);
        await load.github.close();
        proxy.close();

        expect(outcome).toEqual(undisturbed);
      }),
      { numRuns, endOnFailure: true },
    );
  });
});
