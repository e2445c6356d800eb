import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openStores } from "../../src/storage/stores.ts";

describe("a database that was opened before", () => {
  it("is opened and read while somebody else has it locked", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "plimsoll.db");
    await (await openStores(`file:${path}`)).close();
    const locking = new SqliteDatabase(path);
    locking.exec("begin immediate");

    const stores = await openStores(`file:${path}`);

    expect(await stores.repositories.listActive()).toEqual([]);
    locking.exec("rollback");
    locking.close();
    await stores.close();
  });
});
