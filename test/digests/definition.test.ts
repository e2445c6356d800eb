import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { issueBody } from "../../dev/simulation/examples/publication.ts";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { measureRepository } from "../../src/digests/measure.ts";
import { DEFINITION } from "../../src/domain/metric/definition.ts";
import type { OpeningOptions } from "../../src/storage/begin-store.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";

let stores: Stores;

const OPENED: readonly OpeningOptions[] = [
  { now: at(1), pseudonymKey: { key: "a key of more than thirty-two characters" } },
  { now: at(11), pseudonymKey: { key: "another key, also of more than 32 characters" } },
];

/** A store that was filled with another key, by a version before it knew of definitions; this one opens it on Wednesday the 11th. */
beforeEach(async () => {
  const url = `file:${newPath("plimsoll.db")}`;
  const earlier = await openStores(url, OPENED[0]);
  await earlier.installations.remember({ id: 1, installedAt: at(1) });
  await earlier.repositories.remember(SHOP);
  await earlier.close();
  forgetDefinitions(url);
  stores = await openStores(url, OPENED[1]);
});

afterEach(() => stores.close());

function forgetDefinitions(url: string): void {
  const database = new SqliteDatabase(url.replace("file:", ""));
  database.exec("delete from definitions");
  database.close();
}

function digest(week: string): Promise<string> {
  return issueBody(stores, { repository: SHOP, week, now: at(30) });
}

it.each([
  [
    "another definition began to count",
    `> - 11 Nov 2026: \`definition\` now \`${DEFINITION}\`, no more \`1\``,
  ],
  ["H11: people began to be hashed with another key", "> - 11 Nov 2026: `the key of people's hashes`"],
])("draws a line in the digest of the week in which %s", async (_, line) => {
  expect(await digest("2026-W46")).toContain(line);
  expect(await digest("2026-W47")).not.toContain(line);
});

it("begins the usual range anew with each of them", async () => {
  const request = { week: "2026-W47", zone: "UTC", now: at(30) };

  expect((await measureRepository(stores, SHOP, request)).measured.lines).toEqual([at(11), at(11)]);
});
