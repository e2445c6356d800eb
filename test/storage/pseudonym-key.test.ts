import { readFileSync, statSync, writeFileSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { backUp } from "../../src/storage/backup.ts";
import type { OpeningOptions } from "../../src/storage/begin-store.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { hashedWith } from "../../src/storage/pseudonym-key.ts";
import { openStores } from "../../src/storage/stores.ts";
import { NO_RULES, pullRequest } from "../support/stores.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const OTHER_KEY = "fedcba9876543210fedcba9876543210";

/** Opens the stores of a server, and has one installation in them. */
async function open(file: string, options: OpeningOptions = {}) {
  const stores = await openStores(`file:${file}`, { pseudonymKey: {}, ...options });
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  return stores;
}

/** What the stores call an account, when they are opened anew. */
async function pseudonym(file: string, options?: OpeningOptions): Promise<string> {
  const stores = await open(file, options);
  const hash = await stores.installations.computePseudonym(1, 4711);
  await stores.close();
  return hash;
}

describe("H11: the key of people's hashes", () => {
  it("is made at the first start beside the store, for its owner only, and is in no file of the store", async () => {
    const file = newPath("plimsoll.db");
    await pseudonym(file);
    await backUp(`file:${file}`, `${file}.backup`);
    const key = readFileSync(`${file}.key`, "utf8").trim();

    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(`${file}.key`).mode & 0o777).toBe(0o600);
    for (const each of [file, `${file}.backup`])
      expect(
        [Buffer.from(key), Buffer.from(key, "hex")].map((of) => readFileSync(each).includes(of)),
      ).toEqual([false, false]);
  });

  it("is needed to find out whose a hash is: the store alone does not tell it of any account", async () => {
    const file = newPath("plimsoll.db");
    const hash = await pseudonym(file);
    const database = new SqliteDatabase(file);
    const inside = String(database.prepare("select builder_key from installations").pluck().get());
    database.close();
    const counted = Array.from({ length: 5_000 }, (_, id) =>
      hashedWith(Buffer.from(inside, "base64"), String(id)),
    );

    expect(counted).not.toContain(hash);
    expect(hashedWith(Buffer.from(readFileSync(`${file}.key`, "utf8").trim()), counted[4711] ?? "")).toBe(
      hash,
    );
  });

  it("stays the same over restarts, and may be given or lie elsewhere", async () => {
    const [file, path] = [newPath("plimsoll.db"), newPath("key")];
    writeFileSync(path, `${KEY}\n`);
    const given = await pseudonym(file, { pseudonymKey: { key: KEY } });

    expect(await pseudonym(file, { pseudonymKey: { path } })).toBe(given);
    expect(await pseudonym(file, { pseudonymKey: { key: KEY, path: "nowhere" } })).toBe(given);
  });

  it("is not made anew when it is missing: the store says so in one line, and how to go on", async () => {
    const file = newPath("plimsoll.db");
    await pseudonym(file, { pseudonymKey: { key: KEY } });

    await expect(pseudonym(file)).rejects.toThrow(
      `${file}.key is missing, the key of people's hashes: put it back, or make another one (openssl rand -hex 32 > ${file}.key), which tells people of unsealed weeks apart from then on`,
    );
    await expect(pseudonym(newPath("new.db"), { pseudonymKey: { path: "nowhere" } })).rejects.toThrow(
      "nowhere is missing",
    );
  });

  it("is looked for before anything is migrated, so that an earlier version can go on", async () => {
    const file = newPath("plimsoll.db");
    await pseudonym(file, { pseudonymKey: { key: KEY } });
    const client = new SqliteDatabase(file);
    client.exec("delete from __drizzle_migrations where rowid > 3");
    const migrations = client.prepare("select count(*) from __drizzle_migrations").pluck();

    await expect(pseudonym(file)).rejects.toThrow(`${file}.key is missing`);
    await expect(pseudonym(file, { pseudonymKey: { path: "nowhere" } })).rejects.toThrow(
      "nowhere is missing",
    );
    expect(migrations.get()).toBe(3);
    client.close();
  });

  it.each([
    ["", "holds no key of people's hashes: it must have 32 characters or more"],
    ["too short", "holds no key of people's hashes: it must have 32 characters or more"],
  ])("is refused in one line when its file says %j", async (text, problem) => {
    const path = newPath("key");
    writeFileSync(path, text);

    await expect(pseudonym(newPath("plimsoll.db"), { pseudonymKey: { path } })).rejects.toThrow(problem);
  });

  it("is refused in one line when its file is a folder", async () => {
    const path = newPath("folder").replace(/\/folder$/, "");

    await expect(pseudonym(newPath("plimsoll.db"), { pseudonymKey: { path } })).rejects.toThrow(
      `${path} cannot be read (EISDIR): it holds the key of people's hashes`,
    );
  });

  it("is changed at will: people are told apart from then on, which is kept and said", async () => {
    const file = newPath("plimsoll.db");
    const onKeyChanged = vi.fn();
    const before = await pseudonym(file, { pseudonymKey: { key: KEY }, onKeyChanged, now: at(3) });
    const after = await pseudonym(file, { pseudonymKey: { key: OTHER_KEY }, onKeyChanged, now: at(5) });
    const again = await pseudonym(file, { pseudonymKey: { key: OTHER_KEY }, onKeyChanged, now: at(6) });
    const back = await pseudonym(file, { pseudonymKey: { key: KEY }, onKeyChanged, now: at(7) });
    const stores = await open(file, { pseudonymKey: { key: KEY } });

    expect([after === before, again, back]).toEqual([false, after, before]);
    expect(onKeyChanged).toHaveBeenCalledTimes(2);
    expect(await stores.histories.listKeyChanges()).toEqual([at(5), at(7)]);
    await stores.close();
  });

  it("is not needed to read: then nobody can be hashed", async () => {
    const file = newPath("plimsoll.db");
    await pseudonym(file);
    const stores = await openStores(`file:${file}`, { access: "read" });

    await expect(stores.installations.computePseudonym(1, 4711)).rejects.toThrow(
      "the key of people's hashes was not given",
    );
    await stores.close();
  });
});

describe("H11: a store that holds its key inside", () => {
  it("has its hashes hashed again at the first start, so that they are those of the same people", async () => {
    const file = newPath("plimsoll.db");
    const stores = await openStores(`file:${file}`);
    await stores.installations.remember({ id: 1, installedAt: at(1) });
    await stores.repositories.remember(SHOP);
    const database = openDatabase(`file:${file}`);
    const inside = database.$client.prepare("select builder_key from installations").pluck().get() as string;
    const [ada, bo, cy] = ["1", "2", "3"].map((id) => hashedWith(Buffer.from(inside, "base64"), id));
    await stores.changes.save(pullRequest(1, { author: ada, merger: bo }));
    await stores.reviews.save({
      repositoryId: SHOP.id,
      number: 1,
      reviewer: cy ?? "",
      isApproval: true,
      at: at(3),
    });
    await stores.changes.save(pullRequest(9, { author: "a token" }));
    database.$client.exec("update changes set is_sealed = (id = '#9')");
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: at(1), bots: [ada ?? ""], creators: [bo ?? ""] });
    await stores.close();

    const opened = await open(file);
    const hashes = await Promise.all([1, 2, 3].map((id) => opened.installations.computePseudonym(1, id)));
    const read = (text: string) => database.$client.prepare(text).raw().all();
    expect(read("select author, merger from changes order by is_sealed")).toEqual([
      [hashes[0], hashes[1]],
      ["a token", null],
    ]);
    expect(read("select reviewer from reviews")).toEqual([[hashes[2]]]);
    expect(read("select bots, creators from rules")).toEqual([[`["${hashes[0]}"]`, `["${hashes[1]}"]`]]);
    expect(await opened.histories.listKeyChanges()).toEqual([]);
    await opened.close();
    database.$client.close();
  });
});
