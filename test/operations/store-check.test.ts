import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { startStoreCheck } from "../../src/operations/store-check.ts";
import { openStores } from "../../src/storage/stores.ts";

describe("looking a store over", () => {
  it("finds nothing wrong with a sound one, nor one in memory, and nothing where there is none", async () => {
    const file = newPath("plimsoll.db");
    const stores = await openStores(`file:${file}`);
    const found = [`file:${file}`, "file::memory:", `file:${newPath("none.db")}`].map(
      (url) => startStoreCheck(url).damage,
    );

    expect(await Promise.all(found)).toEqual([undefined, undefined, undefined]);
    await stores.close();
  });

  it("says what is wrong", async () => {
    const file = newPath("plimsoll.db");
    writeFileSync(file, "no database ".repeat(999));

    expect(await startStoreCheck(`file:${file}`).damage).toBe("SqliteError: file is not a database");
  });

  it("is stopped at once, also while SQLite does not return, and any time later", async () => {
    // Opening a pipe that nobody writes never ends.
    const pipe = newPath("pipe.db");
    execFileSync("mkfifo", [pipe]);
    const check = startStoreCheck(`file:${pipe}`);
    await check.stop();
    await check.stop();

    expect(await check.damage).toBeUndefined();
  });
});
