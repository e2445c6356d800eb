import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { createInstallationStore } from "../../src/storage/installations.ts";
import { createRemovalStore } from "../../src/storage/removals.ts";
import { createRepositoryStore } from "../../src/storage/repositories.ts";

interface Column {
  readonly name: string;
  readonly type: string;
}

type Row = Readonly<Record<string, number | string>>;

/** What belongs to the whole server and names no installation. */
const OF_NOBODY = [
  ...["asked_deliveries", "definitions", "delivery_log", "heartbeats", "mistakes", "pseudonym_keys"],
];

function tablesOf({ $client }: Database): string[] {
  const ours = "select name from sqlite_master where type = 'table' and name not glob '[_s][_q][dl]*'";
  return $client.prepare(ours).pluck().all() as string[];
}

/** The columns that are stored, which those are not that SQLite computes of them. */
function columnsOf({ $client }: Database, table: string): Column[] {
  return $client.prepare("select name, type from pragma_table_info(?)").all(table) as Column[];
}

/** A row in which every column is `id`, so that every reference leads to the row of the same id. */
function rowOf(database: Database, table: string, id: number): Row {
  const columns = columnsOf(database, table);
  return Object.fromEntries(columns.map(({ name, type }) => [name, type === "INTEGER" ? id : String(id)]));
}

/** A database in which every table has a row of each id. */
function filledDatabase(ids: readonly number[]): Database {
  const database = openDatabase(":memory:");
  const { $client } = database;
  $client.pragma("foreign_keys = OFF");
  for (const table of tablesOf(database)) {
    for (const id of ids) {
      const row = rowOf(database, table, id);
      const names = Object.keys(row);
      const values = names.map((name) => `@${name}`);
      $client.prepare(`insert into ${table} (${names}) values (${values})`).run(row);
    }
  }
  expect($client.pragma("foreign_key_check")).toEqual([]);
  $client.pragma("foreign_keys = ON");
  return database;
}

function contentsOf(database: Database): Record<string, unknown[]> {
  const read = (table: string) => {
    const names = columnsOf(database, table).map(({ name }) => name);
    return database.$client.prepare(`select ${names} from ${table}`).all();
  };
  return Object.fromEntries(tablesOf(database).map((table) => [table, read(table)]));
}

/** What is left when everything of the ids but one is gone. */
function withOnly(database: Database, id: number): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(contentsOf(database)).map(([table, rows]) => [
      table,
      OF_NOBODY.includes(table) ? rows : [rowOf(database, table, id)],
    ]),
  );
}

describe("what is stored of an installation", () => {
  it("is in every table", () => {
    const database = filledDatabase([1, 2]);
    const rows = contentsOf(database);

    expect(Object.keys(rows).length).toBeGreaterThan(20);
    expect(Object.values(rows).every((of) => of.length === 2)).toBe(true);
    expect(OF_NOBODY.every((table) => table in rows)).toBe(true);
    database.$client.close();
  });

  it("is gone from every table when it is deleted, and nothing of another is; only its id is kept for a while", async () => {
    const database = filledDatabase([1, 2]);
    const left = withOnly(database, 2);
    await createInstallationStore(database.$sql).forget(1, at(9));

    const removed = { id: 1, at: at(9).getTime() };
    const { removed_installations: others = [] } = left;
    expect(contentsOf(database)).toEqual({ ...left, removed_installations: [removed, ...others] });
    database.$client.close();
  });

  it("is forgotten after 14 days", async () => {
    const database = openDatabase(":memory:");
    const [installations, removals] = [
      createInstallationStore(database.$sql),
      createRemovalStore(database.$sql),
    ];
    await installations.forget(1, at(1));
    await installations.forget(2, at(2));
    await createRepositoryStore(database.$sql).forget({ id: 7, installationId: 3, at: at(1) });
    const known = () =>
      Promise.all(
        [[1], [2], [3, 7]].map(([installationId = 0, repositoryId]) =>
          removals.isRemoved({ installationId, repositoryId }),
        ),
      );
    await removals.forget(at(15));
    const before = await known();
    await removals.forget(at(15, 1));

    expect([before, await known()]).toEqual([
      [true, true, true],
      [false, true, false],
    ]);
    database.$client.close();
  });

  it("but itself is gone when its only repository is removed; that it was is kept for a while", async () => {
    const database = filledDatabase([1, 2]);
    const {
      installations,
      owner_settings,
      digest_choices,
      scope_declarations,
      removed_installations,
      recent_writes,
      ...others
    } = contentsOf(database);
    const spend = Object.fromEntries(Object.entries(others).filter(([table]) => table.startsWith("spend_")));
    const left = withOnly(database, 2);
    await createRepositoryStore(database.$sql).forget({ id: 1, installationId: 1, at: at(9) });

    const removed = { installation_id: 1, id: 1, at: at(9).getTime() };
    const kept = {
      ...{
        installations,
        owner_settings,
        digest_choices,
        scope_declarations,
        removed_installations,
        recent_writes,
      },
      ...spend,
    };
    const { removed_repositories: before = [] } = left;
    expect(contentsOf(database)).toEqual({ ...left, ...kept, removed_repositories: [removed, ...before] });
    database.$client.close();
  });
});
