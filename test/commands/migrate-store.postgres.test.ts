import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { CLI, COMPILED, newPath } from "../../dev/simulation/processes/cli.ts";
import { withClient } from "../../dev/simulation/processes/postgres.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { lockStore } from "../../src/storage/store-lock.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHereIn } from "../support/command-line.ts";
import { rowsOf } from "../support/every-table.ts";
import { createOldStore, FIRST_ROWS } from "../support/old-store.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";
import { newStore, pullRequest } from "../support/stores.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;
/** A database without tables, of PostgreSQL's own. */
const EMPTY = "template0";

/** The address of a new store: a database without tables. */
const newAddress = () => newPostgresUrl({ ...server, template: EMPTY });
/** The address of a store in which nothing is. */
const newEmpty = () => newPostgresUrl(server);

/** Runs the command with both addresses in variables, as if they had passwords. */
function migrateStore(from: string, to: string) {
  return runHereIn({ OLD: from, NEW: to }, "migrate-store", "env:OLD", "env:NEW");
}

/** A file with the shop, and one merged change, that every test copies. */
let shop: string;

beforeAll(async () => {
  shop = newStore();
  const stores = await openStores(`file:${shop}`, { pseudonymKey: {} });
  await stores.installations.remember({ id: SHOP.installationId, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  await stores.changes.save(
    pullRequest(1, { state: "merged", mergeSha: "m1", mergedAt: at(3), updatedAt: at(3) }),
  );
  await stores.close();
});

function newShop(): string {
  const path = newPath("plimsoll.db");
  copyFileSync(shop, path);
  copyFileSync(`${shop}.key`, `${path}.key`);
  return `file:${path}`;
}

async function readRows(url: string) {
  const { $sql: sql } = url.startsWith("file:") ? openDatabase(url, "read") : { $sql: connectPostgres(url) };
  try {
    return await rowsOf(sql);
  } finally {
    await sql.close();
  }
}

/** Lets everybody who copies changes wait for a lock that this connection holds. */
const HOLD_CHANGES = [
  "create function wait() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(1); return null; end'",
  "create trigger wait before insert on changes execute function wait()",
  "select pg_advisory_lock(1)",
];
const WAITING =
  "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())";
/** Drops the trigger once the transaction that waited for the lock has ended. */
const RELEASE_CHANGES = ["select pg_advisory_unlock(1)", "drop function wait cascade"];

const pathOf = (url: string) => url.replace("file:", "");

describe.skipIf(server === undefined)("plimsoll migrate-store", () => {
  it("moves a store into a new one and back, and says what to do then", async () => {
    const [from, there, back] = [newShop(), await newAddress(), `file:${newPath("back.db")}`];
    const bytes = readFileSync(pathOf(from));
    const moved = await migrateStore(from, there);

    expect(moved).toMatchObject({ status: 0, stderr: "" });
    expect(moved.stdout).toMatch(
      /^Copied 7 rows of \d+ tables\. The digests of 2 repositories and owners are equal in the last 4 weeks\.\n\nSet DATABASE_URL to the new store, .*\bPSEUDONYM_KEY\b/,
    );
    expect(await migrateStore(there, back)).toEqual(moved);
    expect(await readRows(there)).toEqual(await readRows(from));
    expect(await readRows(back)).toEqual(await readRows(from));
    expect(readFileSync(pathOf(from)).equals(bytes)).toBe(true);
  });

  it("changes nothing in a store that holds something already", async () => {
    const [from, to] = [newShop(), await newEmpty()];
    await migrateStore(from, to);

    expect(await migrateStore(from, to)).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^plimsoll: TO is not empty: it has rows in \w+: give a new file, or an empty database\n$/,
      ),
    });
    expect(await readRows(to)).toEqual(await readRows(from));
  });

  it("refuses a store of an earlier version, which it leaves as it is", async () => {
    const path = newPath("plimsoll.db");
    createOldStore(path, { schemas: 1, rows: new Map([[1, FIRST_ROWS]]) }).close();
    const bytes = readFileSync(path);
    const { status, stderr } = await migrateStore(`file:${path}`, `file:${newPath("new.db")}`);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^plimsoll: .* is of an earlier version .* or run plimsoll migrate\n$/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses a store on which a server works", async () => {
    const [from, to] = [newShop(), `file:${newStore()}`];
    for (const url of [from, to]) {
      const hold = await lockStore(url);
      const { status, stderr } = await migrateStore(from, to);
      hold.release();
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/is in use by another server: stop that one first/),
      ]);
    }
  });

  it("refuses a database to which another process is connected", async () => {
    const there = await newEmpty();
    const other = new pg.Client({ connectionString: there, application_name: "plimsoll" });
    await other.connect();
    const back = `file:${newPath("back.db")}`;

    expect(await migrateStore(there, back)).toEqual({
      status: 1,
      stdout: "",
      stderr: "plimsoll: FROM is in use: stop all servers and commands on it, and try again\n",
    });
    await other.end();
    expect(await migrateStore(there, back)).toMatchObject({ status: 0, stderr: "" });
  });

  it("leaves an empty store behind when it is killed, and works at the next call", async () => {
    const [from, to] = [newShop(), await newEmpty()];
    await (await openStores(to)).close();
    const before = await readRows(to);
    await withClient(to, async (client) => {
      // A copy of the changes, which follow the repositories, waits until this connection lets it go on.
      for (const command of HOLD_CHANGES) await client.query(command);
      const child = spawn(process.execPath, [CLI, "migrate-store", "env:OLD", "env:NEW"], {
        env: { ...COMPILED, OLD: from, NEW: to },
        stdio: "ignore",
      });
      const ended = once(child, "exit");
      while ((await client.query(WAITING)).rowCount === 0) {
        expect(child.exitCode).toBeNull();
        await sleep(20);
      }
      child.kill("SIGKILL");
      expect(await ended).toEqual([null, "SIGKILL"]);
      for (const command of RELEASE_CHANGES) await client.query(command);
    });
    expect(await readRows(to)).toEqual(before);
    expect((await migrateStore(from, to)).stderr).toBe("");
    expect(await readRows(to)).toEqual(await readRows(from));
  });

  it("never shows the password of an address", async () => {
    const from = newShop();
    const secret = "hunter%3A2%2F7";
    const addresses = [
      `postgres://plimsoll:${secret}@localhost:1/plimsoll`,
      `postgres://plimsoll@localhost:1/plimsoll?password=${secret}`,
      `postgres://plimsoll:${secret}@[localhost/plimsoll`,
      `mysql://plimsoll:${secret}@localhost/plimsoll`,
    ];
    for (const address of addresses)
      for (const [status, result] of [
        [1, await migrateStore(from, address)],
        [1, await migrateStore(address, `file:${newPath("new.db")}`)],
        [2, await runHereIn({}, "migrate-store", from, address)],
        [2, await runHereIn({}, "migrate-store", address, from)],
      ] as const) {
        expect(result.status).toBeGreaterThanOrEqual(status);
        expect(result.stderr).toMatch(/^plimsoll: .+\n$/);
        expect(`${result.stdout}${result.stderr}`).not.toMatch(/hunter/);
      }
  });
});
