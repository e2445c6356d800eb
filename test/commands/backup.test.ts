import { readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { newStore } from "../support/stores.ts";

let file: string;
let copy: string;
let stores: Stores;

beforeEach(async () => {
  [file, copy] = [newStore(), newPath("copy.db")];
  stores = await openStores(`file:${file}`);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
});

afterEach(() => stores.close());

/** Stores deliveries as fast as they can be until told to stop, and returns how many. */
function keepStoring() {
  let isOver = false;
  const stored = (async () => {
    let count = 0;
    for (; !isOver; count++) {
      const delivery = {
        event: "push",
        installationId: 1,
        repositoryId: SHOP.id,
        payload: "x".repeat(5_000),
      };
      await stores.deliveries.saveAll([{ id: `d${count}`, ...delivery, receivedAt: at(2) }]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return count;
  })();
  return async () => {
    isOver = true;
    return stored;
  };
}

describe("plimsoll backup", () => {
  it("copies the store as it was at one moment, while the server goes on writing", async () => {
    const endStoring = keepStoring();
    const { status, stdout, stderr } = await runCli(file, "backup", copy);
    const stored = await endStoring();

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/copy\.db: [\d.]+ MB, sound\n$/);
    expect(readdirSync(dirname(copy))).toEqual(["copy.db"]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const copied = new SqliteDatabase(copy, { readonly: true });
    // Every delivery up to that moment, and none after it.
    const ids = copied.prepare("select id from deliveries order by sequence").pluck().all();
    expect(ids).toEqual(Array.from(ids, (_, index) => `d${index}`));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(stored);
    copied.close();
  });

  it("is restored by putting the file in the store's place", async () => {
    await stores.deliveries.saveAll([
      { id: "d1", event: "push", installationId: 1, repositoryId: 7, payload: "{}", receivedAt: at(2) },
    ]);
    await runHere(file, "backup", copy);
    const restored = await openStores(`file:${copy}`);

    expect(await restored.repositories.list()).toMatchObject([SHOP]);
    expect((await restored.deliveries.findNextDue(at(3), []))?.id).toBe("d1");
    await restored.close();
  });

  it("works when no server runs", async () => {
    await stores.close();
    expect(await runHere(file, "backup", copy)).toMatchObject({ status: 0, stderr: "" });
    stores = await openStores(`file:${file}`);
  });

  it("overwrites nothing, and leaves nothing unfinished", async () => {
    writeFileSync(copy, "an older backup");
    const { status, stderr } = await runHere(file, "backup", copy);

    expect(status).toBe(1);
    expect(stderr).toBe(`plimsoll: ${copy} exists: give the name of a new file\n`);
    expect(readdirSync(dirname(copy))).toEqual(["copy.db"]);
  });

  it("says in one line when the file cannot be written, or there is no store", async () => {
    expect(await runHere(file, "backup", "no/such/folder/copy.db")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^plimsoll: no\/such\/folder\/copy\.db cannot be written: .*: its folder must be there, and this user must be allowed to write in it\n$/,
      ),
    });
    expect((await runHere(newPath("none.db"), "backup", copy)).stderr).toContain(
      "plimsoll: there is no store at",
    );
  });
});
