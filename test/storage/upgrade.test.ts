import { readFileSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { beforeEach, describe, expect, it } from "vitest";
import { openStores } from "../../src/storage/stores.ts";
import { newPath } from "../support/cli.ts";
import { at } from "../support/history.ts";

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

const read = (name: string) => readFileSync(new URL(`../../migrations/${name}`, import.meta.url), "utf8");
const { entries } = JSON.parse(read("meta/_journal.json")) as Journal;

/** What version 0.1.0 stored: at least one row of each table, in the columns that there were then. */
const ROWS = readFileSync(new URL("../fixtures/schema-0.1.0.sql", import.meta.url), "utf8");

/** A database as the first version made it: by the first migration, with that marked as done. */
function createFirstVersion(file: string): SqliteDatabase.Database {
  const database = new SqliteDatabase(file);
  const [first] = entries;
  database.exec(read(`${first?.tag}.sql`));
  database.exec(
    "create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)",
  );
  database.prepare("insert into __drizzle_migrations (hash, created_at) values ('', ?)").run(first?.when);
  return database;
}

/** All rows of all tables of the app, by table and in the columns given. */
function rowsOf(database: SqliteDatabase.Database, columns: ReadonlyMap<string, readonly string[]>) {
  return Object.fromEntries(
    [...columns].map(([table, names]) => {
      const list = names.map((name) => `"${name}"`).join(", ");
      return [table, database.prepare(`select ${list} from "${table}" order by 1, 2`).all()];
    }),
  );
}

function columnsOf(database: SqliteDatabase.Database): Map<string, string[]> {
  const tables = database
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like '!_!_%' escape '!'",
    )
    .pluck()
    .all() as string[];
  const columns = database.prepare("select name from pragma_table_info(?)").pluck();
  return new Map(tables.map((table) => [table, columns.all(table) as string[]]));
}

let file: string;

beforeEach(() => {
  file = newPath("plimsoll.db");
});

describe("an upgrade from the first version", () => {
  it("keeps every row, and the app goes on with them", async () => {
    const old = createFirstVersion(file);
    old.exec(ROWS);
    const columns = columnsOf(old);
    const before = rowsOf(old, columns);
    old.close();
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);

    const stores = openStores(`file:${file}`);
    expect((await stores.operations.size()).schemaVersion).toBe(entries.length);
    expect(await stores.repositories.findByName("acme", "shop")).toMatchObject({ id: 7 });
    expect((await stores.deliveries.nextDue(at(9), []))?.id).toBe("d2");
    await stores.deliveries.markDone("d2");
    await stores.deliveries.saveAll([
      { id: "d3", event: "push", installationId: 1, repositoryId: 7, payload: "{}", receivedAt: at(9) },
    ]);
    expect((await stores.deliveries.nextDue(at(9), []))?.id).toBe("d3");
    expect(await stores.checkRuns.nextStale(at(9), [])).toMatchObject({ number: 12 });
    expect((await stores.histories.load(7)).changes).toMatchObject([{ id: "#12" }]);
    await stores.deliveries.drop("d3");
    stores.close();

    const upgraded = new SqliteDatabase(file);
    const pending = before.deliveries?.map((row) => {
      const isWorked = (row as { id: string }).id === "d2";
      return isWorked ? { ...(row as object), status: "done", payload: null } : row;
    });
    expect(rowsOf(upgraded, columns)).toEqual({ ...before, deliveries: pending });
    upgraded.close();
  });

  it("leaves a schema that the first version can still write, for a way back", async () => {
    openStores(`file:${file}`).close();
    const database = new SqliteDatabase(file);
    database.pragma("foreign_keys = ON");

    expect(() => database.exec(ROWS)).not.toThrow();
    database.close();
    const stores = openStores(`file:${file}`);
    expect(await stores.repositories.list()).toMatchObject([{ id: 7, isArchived: false }]);
    stores.close();
  });
});
