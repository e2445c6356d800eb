import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { cutConnections } from "../../../dev/simulation/processes/postgres.ts";
import { connectPostgres } from "../../../src/storage/sql/postgres.ts";
import { template } from "../../../src/storage/sql/query.ts";
import { newPostgresUrl, type TestServer } from "../../support/postgres-cluster.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;
const ONE = template<{ readonly one: number }>(sql`select 1 as one`);

describe.skipIf(server === undefined)("a connection to PostgreSQL that is cut", () => {
  it("fails its transaction only, also between two queries, and the next one has a new connection", async () => {
    const url = await newPostgresUrl(server);
    const database = connectPostgres(url);
    onTestFinished(() => database.close());
    const isCutBetween = database.transaction(async (transaction) => {
      await transaction.one(ONE);
      await cutConnections(url);
      // The end of the connection is told before the next query.
      await pause(100);
      return transaction.one(ONE);
    });
    await expect(isCutBetween).rejects.toThrow(/connection/i);
    const isCutWithin = database.all(template(sql`select pg_sleep(60)`));
    let isRunning = true;
    const stopped = isCutWithin.finally(() => {
      isRunning = false;
    });
    const cutting = (async () => {
      // One after the other: two at once cut each other's connection.
      for (; isRunning; await pause(50)) await cutConnections(url);
    })();
    await expect(stopped).rejects.toThrow(/terminat/i);
    await cutting;
    await cutConnections(url);

    expect(await database.transaction((transaction) => transaction.one(ONE))).toEqual({ one: 1 });
  });
});
