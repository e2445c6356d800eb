import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  type Cluster,
  cutConnections,
  hasPostgres,
  type ShutdownMode,
  startPostgres,
} from "../../dev/simulation/processes/postgres.ts";
import { lateCreation } from "../faults/faults.ts";
import { startFaultyProxy } from "../faults/faulty-proxy.ts";
import { type Load, playLoad } from "../faults/load.ts";
import { type Outcome, outcomeOf, undisturbedOutcome } from "../faults/outcome.ts";
import { MONDAYS, SATURDAY } from "../faults/progress.ts";
import { addTemplate, newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";
import { Replicas } from "./replicas.ts";

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
    harms: fc.tuple(moment, moment, moment, moment, moment),
    publishing: fc.tuple(moment, moment),
    modes: fc.shuffledSubarray<ShutdownMode>(["fast", "immediate"], { minLength: 2 }),
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

if (!hasPostgres()) process.stderr.write("\nNO SERVERS ARE KILLED: there is no local PostgreSQL.\n\n");

describe.skipIf(!hasPostgres())("several servers on one PostgreSQL", () => {
  let undisturbed: Outcome;
  let cluster: Cluster | undefined;
  let database: TestServer;

  beforeAll(async () => {
    undisturbed = await undisturbedOutcome();
    // One of its own, since it is restarted. What it has acknowledged it must not lose then.
    const settings = ["synchronous_commit=on"];
    cluster = await startPostgres({ isQuick: true, settings });
    database = await addTemplate(cluster ?? expect.fail("no PostgreSQL"));
  });

  afterAll(() => cluster?.stop());

  it("do what one does on SQLite, and nothing twice: also when PostgreSQL cuts all connections, restarts and recovers, and when one is killed, then all", async () => {
    await fc.assert(
      fc.asyncProperty(dealt, async ({ count, hoursAhead, order, choices, harms, publishing, modes }) => {
        const load = await playLoad();
        const proxy = await startFaultyProxy(load.github.url);
        proxy.faultOf = lateCreation;
        const databaseUrl = await newPostgresUrl(database);
        const replicas = await Replicas.create(load, { databaseUrl, url: proxy.url }, () => next(choices));
        // After a failure they would go on, and so would the run.
        onTestFinished(() => replicas.stop());
        const start = (now: Date) => replicas.start(count, now, { hoursAhead });
        const restart = async (mode: ShutdownMode) => cluster?.restart(mode);
        const killOne = () => replicas.kill(Math.floor(next(choices) * count));
        const [former = "fast", latter = "immediate"] = modes;
        await start(SATURDAY);
        const sent = replicas.sendAll(shuffled(load, order));
        await inTurn(harms, [
          () => cutConnections(databaseUrl),
          () => restart(former),
          killOne,
          () => restart(latter),
          () => replicas.killAll(),
        ]);
        await start(SATURDAY);
        await sent;
        for (const [index, monday] of MONDAYS.entries()) {
          await replicas.killAll();
          await start(monday);
          await sleep(publishing[index] ?? 0);
          await restart(modes[index] ?? "fast");
          await killOne();
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

/** Does harm after harm, each after a time in milliseconds. */
async function inTurn(after: readonly number[], harms: readonly (() => Promise<void>)[]): Promise<void> {
  for (const [index, harm] of harms.entries()) {
    await sleep(after[index] ?? 0);
    await harm();
  }
}
