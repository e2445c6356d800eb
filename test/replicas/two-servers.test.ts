import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { pino } from "pino";
import { describe, expect, inject, it, vi } from "vitest";
import { acme } from "../../dev/simulation/emulated/acme.ts";
import { startGitHub } from "../../dev/simulation/emulated/github.ts";
import { WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";
import { readServerEnv } from "../../src/env.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";
import { environmentOf } from "../faults/environment.ts";
import { playLoad } from "../faults/load.ts";
import { ImpatientOctokit } from "../faults/octokit.ts";
import { outcomeOf, undisturbedOutcome } from "../faults/outcome.ts";
import { arePublished, isSettled, MONDAYS, SATURDAY, send } from "../faults/progress.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const database = inject("postgres") as TestServer;
/** Longer than work is ever put off. */
const ROUND_MS = 37 * 60_000;
/** How long idle servers are watched, and the most statements of each in a second: each looks for work every second. */
const SECONDS = 10;
const MOST_STATEMENTS = 25;

describe.skipIf(database === undefined)("two servers on one PostgreSQL", () => {
  it("do together what one does on SQLite, and one goes on where the other stops", async () => {
    const undisturbed = await undisturbedOutcome();
    const load = await playLoad();
    const databaseUrl = await newPostgresUrl(database);
    let now = SATURDAY;
    const start = () =>
      startPlimsoll({
        env: readServerEnv(environmentOf(load, { databaseUrl, url: load.github.url })),
        log: pino({ level: process.env.PLIMSOLL_LOG ?? "silent" }),
        clock: () => now,
        Octokit: ImpatientOctokit,
      });
    const [first, second] = await Promise.all([start(), start()]);
    const sendTo = async ({ url }: Plimsoll, deliveries: typeof load.deliveries) => {
      await load.github.setWebhookUrl(`${url}/api/github/webhooks`);
      expect(await send(load, deliveries)).toEqual([]);
    };
    await sendTo(
      first,
      load.deliveries.filter((_, index) => index % 2 === 0),
    );
    await sendTo(second, load.deliveries);
    await first.stop();
    while (!(await isSettled(second.stores))) {
      await second.idle();
      now = new Date(now.getTime() + ROUND_MS);
    }
    const third = await start();
    for (const monday of MONDAYS) {
      now = monday;
      while (!(await arePublished(second.stores, monday))) {
        await Promise.all([second.publishDueDigests(), third.publishDueDigests()]);
        now = new Date(now.getTime() + ROUND_MS);
      }
    }
    await Promise.all([second.stop(), third.stop()]);

    expect(await outcomeOf(load, databaseUrl)).toEqual(undisturbed);
    await load.github.close();
  });

  it("ask their database little while nothing is due", async () => {
    const github = await startGitHub({ ...acme, clock: SATURDAY, webhookSecret: WEBHOOK_SECRET });
    const databaseUrl = await newPostgresUrl(database);
    const start = () =>
      startPlimsoll({
        env: readServerEnv(environmentOf({ github }, { databaseUrl, url: github.url })),
        log: pino({ level: "silent" }),
        clock: () => SATURDAY,
        Octokit: ImpatientOctokit,
      });
    const asked = vi.spyOn(pg.Client.prototype, "query");
    const servers = await Promise.all([start(), start()]);
    for (const server of servers) await server.idle();
    // What runs once at the start is over.
    await sleep(5_000);
    asked.mockClear();
    await sleep(SECONDS * 1_000);
    const statements = asked.mock.calls.length;
    for (const server of servers) await server.stop();

    const each = statements / SECONDS / servers.length;
    expect(each).toBeGreaterThan(0);
    expect(each).toBeLessThan(MOST_STATEMENTS);
    await github.close();
  });
});
