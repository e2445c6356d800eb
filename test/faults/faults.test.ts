import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { runs } from "../support/limits.ts";
import { Crashing } from "./crashing.ts";
import { fillDisk, freeDisk, lock, startWatched } from "./database.ts";
import { faultSequences, lateCreation, withoutToken } from "./faults.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
import { playLoad } from "./load.ts";
import { type Outcome, outcomeOf, undisturbedOutcome } from "./outcome.ts";
import { MONDAYS, send } from "./progress.ts";
import { Session } from "./session.ts";

/** How often a server is killed; `PLIMSOLL_RUNS=50` makes it fifty times, over ten loads. */
const KILLS = runs(5);
const LOADS = Math.ceil(KILLS / 5);

let undisturbed: Outcome;

beforeAll(async () => {
  undisturbed = await undisturbedOutcome();
});

/** What a load comes to when something is done to its GitHub or its server, which has an end. */
async function outcomeWith(
  disturb: (session: Session, proxy: FaultyProxy) => Promise<void>,
): Promise<Outcome> {
  const load = await playLoad();
  const proxy = await startFaultyProxy(load.github.url);
  const session = new Session(load, proxy.url);
  await disturb(session, proxy);
  proxy.faultOf = () => undefined;
  await session.settle();
  await session.publish();
  const outcome = await outcomeOf(load, session.databaseUrl);
  await session.stop();
  proxy.close();
  return outcome;
}

describe("every acknowledged delivery has its effect, and nothing is on GitHub twice", () => {
  it("when the server is killed at random moments under load", async () => {
    // After so many milliseconds; most of what there is to do is done sooner.
    const kills = fc.record({
      receiving: fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 3, maxLength: 3 }),
      publishing: fc.tuple(...MONDAYS.map(() => fc.integer({ min: 1, max: 1_600 }))),
    });
    await fc.assert(
      fc.asyncProperty(fc.noShrink(kills), async ({ receiving, publishing }) => {
        const load = await playLoad();
        const proxy = await startFaultyProxy(load.github.url);
        proxy.faultOf = lateCreation;
        const crashing = new Crashing(load, proxy.url);
        await crashing.receive(receiving);
        for (const [index, monday] of MONDAYS.entries()) {
          await crashing.publish(monday, publishing[index] ?? 0);
        }
        const outcome = await outcomeOf(load, crashing.databaseUrl);
        await load.github.close();
        proxy.close();

        expect(outcome).toEqual(undisturbed);
      }),
      { numRuns: LOADS, endOnFailure: true },
    );
  });

  it("when GitHub fails, limits, is silent, and loses answers to what it did", async () => {
    await fc.assert(
      fc.asyncProperty(fc.noShrink(faultSequences), async ({ reads, writes }) => {
        const outcome = await outcomeWith(async (session, proxy) => {
          await session.start();
          proxy.faultOf = (method) => (method === "GET" ? reads : writes).next().value;
          await send(session.load, session.load.deliveries);
          await session.settle();
          await session.publish();
        });

        expect(outcome).toEqual(undisturbed);
      }),
      { numRuns: LOADS, endOnFailure: true },
    );
  });

  it("when the installation is revoked until a delivery is given up, and an operator retries it", async () => {
    const outcome = await outcomeWith(async (session, proxy) => {
      await session.start();
      proxy.faultOf = withoutToken;
      await send(session.load, session.load.deliveries.slice(0, 1));
      await session.settle();
      const { deliveries } = session.plimsoll.stores;

      expect(await deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 1 });
      expect((await deliveries.listParked(1))[0]?.error).toContain("GitHub knows no such installation");
      expect(await deliveries.retryAll(session.now)).toBe(1);
      await send(session.load, session.load.deliveries.slice(1));
    });

    expect(outcome).toEqual(undisturbed);
  });

  it("when the disk is full for a while", async () => {
    const outcome = await outcomeWith(async (session) => {
      const connection = await startWatched(session);
      fillDisk(connection, 2);
      let unacknowledged = await send(session.load, session.load.deliveries);
      expect(unacknowledged.length).toBeGreaterThan(0);
      for (const left of [0, 4, 1]) {
        await session.plimsoll.idle();
        session.letTimePass();
        fillDisk(connection, left);
        unacknowledged = await send(session.load, unacknowledged);
      }
      freeDisk(connection);
      expect(await send(session.load, unacknowledged)).toEqual([]);
    });

    expect(outcome).toEqual(undisturbed);
  });

  it("when another process keeps the database locked for longer than is waited for it", async () => {
    const outcome = await outcomeWith(async (session) => {
      const connection = await startWatched(session);
      const [early, late] = [session.load.deliveries.slice(0, 20), session.load.deliveries.slice(20)];
      expect(await send(session.load, early)).toEqual([]);
      const unlock = await lock(connection);
      expect(await send(session.load, late)).toEqual(late);
      await unlock();
      expect(await send(session.load, late)).toEqual([]);
      await session.settle();

      session.now = MONDAYS[0];
      const unlockAgain = await lock(connection);
      // The issues are made, and that they are cannot be noted.
      for (let tries = 0; tries < 2; tries++) await session.plimsoll.publishDueDigests();
      await unlockAgain();
    });

    expect(outcome).toEqual(undisturbed);
  });
});
