import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import type { StoreAccess } from "../../src/storage/store-identity.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { newStore } from "../support/stores.ts";

const ALL: readonly StoreAccess[] = ["migrate", "write", "read"];

/** A store with something done to its database. */
function changedStore(change: (database: SqliteDatabase.Database) => void): string {
  const path = newStore();
  const database = new SqliteDatabase(path);
  change(database);
  database.close();
  return path;
}

/** A store that the version before this one made. */
const earlierStore = () =>
  changedStore((database) => {
    database.exec("drop table code_owners");
    database.exec(
      "delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)",
    );
  });

async function problemOf(path: string, access: StoreAccess): Promise<string> {
  try {
    await (await openStores(`file:${path}`, { access })).close();
    return "none";
  } catch (error) {
    return String(error).replace(path, "PATH").replaceAll(/\d+/g, "N");
  }
}

describe("H7: what is opened as a store", () => {
  it("is marked as Plimsoll's in the head of its file", () => {
    const database = new SqliteDatabase(newStore(), { readonly: true });

    expect(database.pragma("application_id", { simple: true })).toBe(0x506c696d);
    database.close();
  });

  it.each(ALL)("is no text (%s)", async (access) => {
    const path = newPath("plimsoll.db");
    writeFileSync(path, "Plimsoll keeps its store elsewhere. ".repeat(200));

    expect(await problemOf(path, access)).toBe(
      "StoreError: PATH is no SQLite database: set DATABASE_URL to Plimsoll's store, or restore a backup",
    );
  });

  it.each(ALL)("is no database of another program, and stays as it is (%s)", async (access) => {
    const path = newPath("other.db");
    const other = new SqliteDatabase(path);
    other.exec("create table users (name text)");
    other.close();
    const before = readFileSync(path);

    expect(await problemOf(path, access)).toBe(
      "StoreError: PATH is the database of another program: set DATABASE_URL to Plimsoll's store",
    );
    expect(readFileSync(path)).toEqual(before);
  });

  it.each(ALL)("is none that another program marked as its own (%s)", async (access) => {
    const path = changedStore((database) => database.pragma("application_id = 77"));

    expect(await problemOf(path, access)).toContain("is the database of another program");
  });

  it.each(ALL)(
    "is none of another program that keeps its migrations in the same way (%s)",
    async (access) => {
      const path = changedStore((database) => {
        database.pragma("application_id = 0");
        database.exec("update __drizzle_migrations set hash = 'other'");
      });

      expect(await problemOf(path, access)).toContain("is the database of another program");
    },
  );

  it.each(ALL)("is none of a later version (%s)", async (access) => {
    const path = changedStore((database) =>
      database.exec("insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)"),
    );

    expect(await problemOf(path, access)).toBe(
      "StoreError: PATH is of a later version (schema N; this one knows N): run that version, or restore a backup",
    );
  });

  it.each(ALL)("is none whose migrations are others than this version's (%s)", async (access) => {
    const path = changedStore((database) =>
      database.exec("update __drizzle_migrations set hash = 'changed' where rowid = 5"),
    );

    expect(await problemOf(path, access)).toBe(
      "StoreError: PATH was migrated by another build (migration N is not this version's): run the version that wrote it, or restore a backup",
    );
  });

  it.each(ALL)("is no file whose first page is damaged (%s)", async (access) => {
    const path = newStore();
    const file = openSync(path, "r+");
    writeSync(file, Buffer.alloc(3_000, 0x5a), 0, 3_000, 100);
    closeSync(file);

    expect(await problemOf(path, access)).toBe(
      "StoreError: PATH is damaged: stop the server, and restore a backup",
    );
  });

  it.each(ALL)("is no folder, no pipe and no device (%s)", async (access) => {
    const pipe = newPath("pipe");
    execFileSync("mkfifo", [pipe]);

    for (const path of [dirname(pipe), pipe, "/dev/null"])
      expect(await problemOf(path, access)).toBe(
        "StoreError: PATH is no file: set DATABASE_URL to Plimsoll's store, such as file:./data/plimsoll.db",
      );
  });

  it("is copied by backup when it is of an earlier version, and not when it is another program's", async () => {
    const [earlier, other] = [earlierStore(), newPath("other.db")];
    const database = new SqliteDatabase(other);
    database.exec("create table users (name text)");
    database.close();

    expect((await runHere(earlier, "backup", newPath("copy.db"))).status).toBe(0);
    expect((await runHere(other, "backup", newPath("copy.db"))).stderr).toContain(
      "is the database of another program",
    );
  });

  it("is brought up to date from an earlier version by the server alone", async () => {
    const path = earlierStore();

    for (const access of ["read", "write"] as const)
      expect(await problemOf(path, access)).toBe(
        "StoreError: PATH is of an earlier version (schema N; this one needs N): start the server of this version, or run plimsoll migrate",
      );
    expect(await problemOf(path, "migrate")).toBe("none");
    expect(await problemOf(path, "read")).toBe("none");
  });
});

describe("H6: a command of a newer version beside an older server", () => {
  it("says which version is needed, and leaves the store as it is", async () => {
    const path = earlierStore();
    const before = readFileSync(path);

    for (const command of [["status"], ["explain", "acme/shop#1"], ["retry", "--all"]]) {
      const { status, stderr } = await runHere(path, ...command);
      expect([status, stderr.trim().split("\n").length]).toEqual([1, 1]);
      expect(stderr).toContain("start the server of this version, or run plimsoll migrate");
    }
    expect(readFileSync(path)).toEqual(before);
  });

  it("has migrate to bring it up to date", async () => {
    const path = earlierStore();

    expect(await runHere(path, "migrate")).toMatchObject({ status: 0, stderr: "" });
    expect((await runHere(path, "status")).status).toBe(0);
  });
});
