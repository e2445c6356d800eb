import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/storage/database.ts";
import { withStablePlans } from "../../src/storage/stable-plans.ts";

describe("a statement", () => {
  it("hides its values from SQLite's planner, which would plan it anew for each", () => {
    const { $client: client } = openDatabase(":memory:");

    const statement = client.prepare("select id from repositories where id = @id and owner in (?, ?)");

    expect(statement.source).toBe("select id from repositories where id = +@id and owner in (+?, +?)");
  });

  it("finds by them as it did, through the same indexes", () => {
    const plain = new SqliteDatabase(":memory:");
    plain.exec(
      "create table t (id integer primary key, name text, n real); create index by_name on t (name, n)",
    );
    plain.exec("insert into t values (1, '2', 2.5), (2, '3', null), (3, '2', 7)");
    const stable = withStablePlans(plain);
    const queries = [
      ["select * from t where id = ?", "3"],
      ["select * from t where name = ? order by n desc", 2],
      ["select * from t where name >= ? order by name, n limit 2", "2"],
      ["select * from t where n is not ? order by id", null],
      ["select * from t where id in (select value from json_each(?))", "[1, 3]"],
    ] as const;

    for (const [text, value] of queries) {
      expect(stable.prepare(text).all(value)).toEqual(plain.prepare(text).all(value));
      const planOf = (database: typeof plain) => database.prepare(`explain query plan ${text}`).all(value);
      expect(planOf(stable)).toEqual(planOf(plain));
    }
  });
});
