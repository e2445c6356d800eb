import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { copyStore } from "../../../src/storage/copy/copy-store.ts";
import { type Database, openDatabase } from "../../../src/storage/database.ts";
import { deliveries } from "../../../src/storage/schema/deliveries.ts";
import type { SqlDatabase } from "../../../src/storage/sql/handle.ts";
import { build } from "../../../src/storage/sql/query.ts";
import { createTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { fillEveryTable, rowsOf, TABLES } from "../../support/every-table.ts";
import { runs } from "../../support/limits.ts";
import { copyOfMigrated } from "../../support/migrated.ts";

function openFile(): Database {
  const database = openDatabase(copyOfMigrated());
  onTestFinished(() => void database.$client.close());
  return database;
}

/** A file in which each table that is named, or every one, has a row of each id. */
function filled(ids: readonly number[], options: Parameters<typeof fillEveryTable>[2] = {}): Database {
  const database = openFile();
  database.$client.exec("delete from definitions");
  fillEveryTable(database, ids, options);
  return database;
}

let other: TestDatabase;

beforeAll(async () => {
  other = await createTestDatabase();
});

beforeEach(() => other.empty());

afterAll(() => other.database.close());

const whole = fc.oneof(fc.nat(2), fc.maxSafeInteger());
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\\u0000", "{}", "'\"\\", "1.0", "  "));

/** Values for columns, by turns. */
const values = fc.record({
  texts: fc.array(text, { minLength: 1, maxLength: 7 }),
  numbers: fc.array(whole, { minLength: 1, maxLength: 5 }),
  nulls: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
});

/** SQLite gives U+FFFD for half of a character; PostgreSQL has no NUL. */
const held = (value: string) => value.toWellFormed().replaceAll("\0", "\uFFFD");

function takeTurns({
  texts,
  numbers,
  nulls,
}: typeof values extends fc.Arbitrary<infer Values> ? Values : never) {
  let turn = 0;
  const next = <Value>(all: readonly Value[]) => all[turn++ % all.length] as Value;
  return { text: () => held(next(texts)), number: () => next(numbers), isNull: () => next(nulls) };
}

async function countRows(database: SqlDatabase): Promise<number> {
  return [...(await rowsOf(database)).values()].reduce((sum, rows) => sum + rows.length, 0);
}

describe("the copy of a store", () => {
  it("has the rows of all tables, whatever they hold, and so has the copy of the copy", async () => {
    await fc.assert(
      fc.asyncProperty(values, async (all) => {
        const turns = takeTurns(all);
        const [from, back] = [openFile(), openFile()];
        from.$client.exec("delete from definitions");
        fillEveryTable(from, [-7, 1, 5_000_000_000], { turns });
        await other.empty();
        const copied = await copyStore(from.$sql, other.database);
        await copyStore(other.database, back.$sql);

        expect(copied).toEqual({ tables: TABLES.length, rows: 3 * TABLES.length });
        const rows = await rowsOf(from.$sql);
        expect(await rowsOf(other.database)).toEqual(rows);
        expect(await rowsOf(back.$sql)).toEqual(rows);
      }),
      { numRuns: runs(60) },
    );
  });

  it("has all rows of a table with more than are read at once", async () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => index);
    const from = filled(ids, { tables: ["installations", "repositories", "changes", "change_commits"] });
    await copyStore(from.$sql, other.database);

    expect(await rowsOf(other.database)).toEqual(await rowsOf(from.$sql));
    expect(await countRows(other.database)).toBe(4 * 1_001);
  });

  it("numbers new rows from where the store would have, there and back", async () => {
    const from = filled([1, 2, 7], { tables: ["installations", "deliveries"] });
    from.$client.exec("delete from deliveries where sequence = 7");
    const back = openFile();
    await copyStore(from.$sql, other.database);
    await copyStore(other.database, back.$sql);

    const at = new Date(1_800_000_000_000);
    const row = {
      id: "new",
      event: "push",
      installationId: 1,
      receivedAt: at,
      status: "pending",
      dueAt: at,
    } as const;
    for (const sql of [from.$sql, other.database, back.$sql]) {
      await sql.run(build.insert(deliveries).values(row));
      const all = await sql.all(build.select({ sequence: deliveries.sequence }).from(deliveries));
      expect(all.map(({ sequence }) => sequence).sort()).toEqual([1, 2, 8]);
    }
  });

  it("has U+FFFD for each NUL, which PostgreSQL does not hold", async () => {
    const from = filled([1], { tables: ["mistakes"] });
    from.$client.prepare("update mistakes set error = ?").run("a\0b");
    await copyStore(from.$sql, other.database);

    expect((await rowsOf(other.database)).get("mistakes")).toMatchObject([{ error: "a\uFFFDb" }]);
  });

  it("is made into an empty store only", async () => {
    const [from, { database }] = [filled([1]), other];
    await copyStore(from.$sql, database);

    await expect(copyStore(from.$sql, database)).rejects.toThrow(
      /^TO is not empty: it has rows in \w+: give a new file, or an empty database$/,
    );
    expect(await rowsOf(database)).toEqual(await rowsOf(from.$sql));
  });

  it("leaves the target empty when it fails, and can be made again", async () => {
    const [from, { database }] = [filled([1]), other];
    const before = await rowsOf(database);
    const compare = async () => {
      throw new Error("they differ");
    };

    await expect(copyStore(from.$sql, database, { compare })).rejects.toThrow("they differ");
    expect(await rowsOf(database)).toEqual(before);
    await copyStore(from.$sql, database);
    expect(await rowsOf(database)).toEqual(await rowsOf(from.$sql));
  });

  it("leaves the source as it is", async () => {
    const from = filled([1]);
    const before = from.$client.serialize();
    await copyStore(from.$sql, other.database);

    expect(from.$client.serialize().equals(before)).toBe(true);
  });
});
