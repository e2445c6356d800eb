import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { problemText } from "../../src/commands/problem-text.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "plimsoll-problem-")), "store.db");

function problemOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return problemText(new Error("Failed query", { cause: error }));
  }
  throw new Error("it did not fail");
}

describe("an error of SQLite on the command line", () => {
  it("says what to do about a store that another process writes", () => {
    const file = newFile();
    const [other, own] = [new SqliteDatabase(file), new SqliteDatabase(file, { timeout: 0 })];
    other.exec("begin exclusive");

    expect(problemOf(() => own.exec("create table t (x)"))).toBe(
      "database is locked: another process writes to the store: try again, or end that process",
    );
  });

  it("says what to do about a full disk", () => {
    const own = new SqliteDatabase(":memory:");
    own.exec("create table t (x)");
    own.pragma("max_page_count = 2");

    expect(problemOf(() => own.exec("insert into t values (zeroblob(100000))"))).toBe(
      "database or disk is full: free space on the disk of the store, and try again",
    );
  });

  it("says what to do about a store that is not to be written", () => {
    const file = newFile();
    new SqliteDatabase(file).exec("create table t (x)");
    const own = new SqliteDatabase(file, { readonly: true });

    expect(problemOf(() => own.exec("insert into t values (1)"))).toBe(
      "attempt to write a readonly database: this user must be allowed to write the store and its folder",
    );
  });

  it("says what to do about a damaged store", () => {
    const file = newFile();
    const own = new SqliteDatabase(file);
    own.exec("create table t (x)");
    own.close();
    writeFileSync(file, Buffer.alloc(8_192, 1), { flag: "r+" });

    expect(problemOf(() => new SqliteDatabase(file).exec("select * from t"))).toContain(
      "restore the newest backup",
    );
  });

  it("keeps any other message", () => {
    expect(problemText(new Error("no such thing"))).toBe("no such thing");
  });
});
