import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import pg from "pg";
import { pino } from "pino";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { withClient } from "../../../dev/simulation/processes/postgres.ts";
import { startBoss } from "../../../src/queue/shared/boss.ts";
import { createPartitionQueue, OTHERS_LATER } from "../../../src/queue/shared/partition-queue.ts";
import { startSharedWork } from "../../../src/queue/shared/work.ts";
import { connectPostgres } from "../../../src/storage/sql/postgres.ts";
import { template } from "../../../src/storage/sql/query.ts";
import { newPostgresUrl, type TestServer } from "../../support/postgres-cluster.ts";
import { useReceivers } from "../../support/receivers.ts";
import { silentNetwork } from "../../support/silent-network.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;
const ONE = template<{ readonly one: number }>(sql`select 1 as one`);
const WATCH = { asksAfterMs: 100 };

describe.skipIf(server === undefined)("a connection to a PostgreSQL that falls silent", () => {
  useReceivers();

  it("fails what waits on it, alone, in a transaction or between two queries, and the next one works", async () => {
    const network = await silentNetwork(await newPostgresUrl(server));
    const database = connectPostgres(network.url, WATCH);
    onTestFinished(() => database.close());
    const begun = Promise.withResolvers<void>();
    const silent = Promise.withResolvers<void>();
    const within = database.transaction(async (transaction) => {
      await transaction.one(ONE);
      begun.resolve();
      await silent.promise;
      return transaction.one(ONE);
    });
    const lost = expect(within).rejects.toThrow(/terminated/);
    await begun.promise;
    network.fallSilent();
    silent.resolve();
    await lost;
    await expect(database.one(ONE)).rejects.toThrow(/terminated|timeout/);
    network.recover();

    expect(await database.one(ONE)).toEqual({ one: 1 });
  });

  it("is not mistaken for one that works on a long query, whose silence is right", async () => {
    const database = connectPostgres(await newPostgresUrl(server), WATCH);
    onTestFinished(() => database.close());

    expect(await database.one(template(sql`select 1 as one from pg_sleep(2)`))).toEqual({ one: 1 });
  });

  it("is not closed for two missed answers, when one came in between", async () => {
    const url = await newPostgresUrl(server);
    const network = await silentNetwork(url);
    const database = connectPostgres(network.url, WATCH);
    onTestFinished(() => database.close());
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query("select pg_advisory_lock(1)");
    await database.one(ONE);
    const long = database.one(template(sql`select 1 as one from pg_advisory_lock(1)`));
    const { counts } = network;
    for (const missed of [1, 2]) {
      network.refuseNext();
      while (counts.refused < missed) await Promise.race([long, sleep(5)]);
      // A question that was asked later is answered.
      const asked = counts.opened;
      while (counts.lastClosed <= asked) await Promise.race([long, sleep(5)]);
    }
    await holder.end();

    expect(await long).toEqual({ one: 1 });
  });

  it("lets the server end a session whose process stands still within a transaction", async () => {
    const database = connectPostgres(await newPostgresUrl(server));
    onTestFinished(() => database.close());
    const LIMIT = template(sql`select current_setting('idle_in_transaction_session_timeout') as idle`);

    expect(await database.one(LIMIT)).toEqual({ idle: "5min" });
  });

  it("is given up after ten seconds while it connects, also that on which a server listens for work", async () => {
    const url = await newPostgresUrl(server);
    const network = await silentNetwork(url);
    const boss = await startBoss(network.url, pino({ level: "silent" }));
    onTestFinished(() => boss.stop({ graceful: false }));
    const connect = vi.spyOn(pg.Client.prototype, "connect");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    network.fallSilent();
    await withClient(url, (client) =>
      client.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and query ~ 'LISTEN|pg_listening_channels'`),
    );
    connect.mockClear();
    // Those of the pool are of another class.
    const listening = () =>
      connect.mock.contexts.findIndex((client) => (client as object).constructor === pg.Client);
    while (listening() < 0) await pass(1_000);
    const { value } = connect.mock.results[listening()] ?? expect.fail("not connected");
    const outcome = (value as Promise<unknown>).then(
      () => "connected",
      (error: Error) => error.message,
    );

    expect(await Promise.race([outcome, pass(9_000)])).toBe("still waiting");
    expect(await Promise.race([outcome, pass(1_000)])).toBe("timeout expired");
  });

  it("holds up the work that servers share only until it is back", async () => {
    const network = await silentNetwork(await newPostgresUrl(server));
    const log = pino({ level: "silent" });
    const boss = await startBoss(network.url, log, WATCH);
    onTestFinished(() => boss.stop({ graceful: false }));
    await createPartitionQueue(boss);
    const due = new Set([1]);
    const worked: number[] = [];
    const items = {
      priority: OTHERS_LATER,
      listDue: async () => [...due],
      async workNext(partition: number) {
        if (!due.delete(partition)) return false;
        worked.push(partition);
        return true;
      },
    };
    const work = await startSharedWork({ boss, sources: [items], log });
    onTestFinished(() => work.stop());
    while (worked.length < 1) await sleep(20);
    network.fallSilent();
    await sleep(1_000);
    due.add(2);
    network.recover();
    while (worked.length < 2) await sleep(20);

    expect(worked).toEqual([1, 2]);
  });
});

/** Has time pass, and all that follows from it alone happen. */
async function pass(milliseconds: number): Promise<string> {
  vi.advanceTimersByTime(milliseconds);
  for (let turns = 0; turns < 50; turns++) await turn();
  return "still waiting";
}
