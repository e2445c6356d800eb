/**
 * `npm run bench:increment`: what one more deployment costs after 1,000 and after 100,000 of them. `POSTGRES=1` takes a
 * PostgreSQL instead of SQLite, and `SMALL` and `LARGE` other numbers.
 *
 * A pull request is merged and deployed, through the stores of a database file as the handlers use them. Prints the
 * median of each history and their ratio; the cost must not grow with the history.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { sql as drizzle } from "drizzle-orm";
import { judgeChanges } from "../../src/domain/shipping/judgement.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { template } from "../../src/storage/sql/query.ts";
import { startPostgresDatabases } from "./postgres-databases.ts";
import { applyNext, commit, openStores, REPOSITORY, saveDeployed, saveMerged } from "./shop.ts";

const { POSTGRES } = process.env;
const [SMALL, LARGE] = [Number(process.env.SMALL ?? 1_000), Number(process.env.LARGE ?? 100_000)];
const ROUNDS = 300;
const START = Date.parse("2024-01-01T00:00Z");
const HALF_AN_HOUR = 1_800_000;

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const databases = POSTGRES === undefined ? undefined : await startPostgresDatabases({ isDurable: true });
const shops = await Promise.all([openShop(SMALL), openShop(LARGE)]);
const times: number[][] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  // Alternately, so that whatever else the machine does falls on both.
  for (const [index, shop] of shops.entries()) {
    await turn();
    const begin = performance.now();
    await shop.ship();
    times[index]?.push(performance.now() - begin);
  }
}
for (const { close } of shops) await close();
await databases?.stop();
rmSync(folder, { recursive: true });
const [small = 0, large = 0] = times.map(median);
process.stdout.write(
  `after ${SMALL} deployments: ${small.toFixed(2)} ms; after ${LARGE}: ${large.toFixed(2)} ms; ratio ${(large / small).toFixed(2)}\n`,
);

/** A repository after so many merged and deployed pull requests, in a database file of its own. */
async function openShop(past: number) {
  const { sql, setDurable } = await open(past);
  const shop = await openStores(sql, new Date(START));
  let number = 0;
  // Building is not measured, so it need not wait for the disk.
  await setDurable(false);
  while (number < past) {
    await ship();
    // Only a turn of the event loop lets go of the statements that were used.
    await turn();
  }
  await setDurable(true);
  return { ship, close: () => sql.close() };

  async function ship(): Promise<void> {
    number += 1;
    const at = new Date(START + number * HALF_AN_HOUR);
    const [before, merged] = [`m${number - 1}`, `m${number}`];
    await saveMerged(shop, { number, at, before, own: [`h${number}`], merged });
    const id = number + past * 1_000;
    await saveDeployed(shop, { id, sha: merged, environment: "production", at });
    await applyNext(shop, { read: [commit(merged, [before])], at });
    const facts = await shop.histories.loadAround(REPOSITORY.id, [`#${number}`]);
    const [judged] = judgeChanges(facts.changes, { ...facts, now: at });
    if (judged?.outcome !== (number === 1 ? "outside" : "net"))
      throw new Error(`#${number}: ${judged?.outcome}`);
  }
}

/** Opens a new database, of which one may say whether a commit waits for the disk. */
async function open(past: number) {
  if (databases !== undefined) {
    // One connection, which keeps the setting.
    const sql = connectPostgres(await databases.create(), { connections: 1 });
    const setDurable = (isDurable: boolean) =>
      sql.run(template(drizzle.raw(`set synchronous_commit = ${isDurable ? "on" : "off"}`)));
    return { sql, setDurable };
  }
  const { $client: client, $sql: sql } = openDatabase(`file:${join(folder, `${past}.db`)}`);
  const setDurable = async (isDurable: boolean) => {
    client.pragma(`synchronous = ${isDurable ? "FULL" : "OFF"}`);
  };
  return { sql, setDurable };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
