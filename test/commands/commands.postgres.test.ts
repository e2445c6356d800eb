import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { CLI, newPath, runCliIn } from "../../dev/simulation/processes/cli.ts";
import { withClient } from "../../dev/simulation/processes/postgres.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { createComputer } from "../../src/digests/computer.ts";
import type { ThreadComputer } from "../../src/digests/thread-computer.ts";
import { nameOfStore } from "../../src/storage/store-address.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { runHereIn } from "../support/command-line.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";
import { newStore } from "../support/stores.ts";
import { tell } from "../support/tell.ts";
import { richWeek } from "./rich-week.ts";

const KEY = "0123456789abcdef".repeat(2);
const SPEND = "day,tool,charge,currency,amount,scope\n2026-11-20,claude-code,usage,USD,12.50,\n";

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;

/** A SQLite file and a PostgreSQL database that the same stores filled. */
let urls: readonly [file: string, database: string];

const newEmpty = () => newPostgresUrl({ ...server, template: "template1" });

async function fill(url: string): Promise<void> {
  const stores = await openStores(url, { pseudonymKey: { key: KEY }, now: at(1) });
  await stores.installations.remember({ id: SHOP.installationId, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  await tell(stores, richWeek().history());
  for (const id of ["d1", "d2"]) {
    const delivery = { id, event: "push", installationId: SHOP.installationId, repositoryId: SHOP.id };
    await stores.deliveries.saveAll([{ ...delivery, payload: "{}", receivedAt: at(2) }]);
    await stores.deliveries.park(id, { at: at(3), error: "HttpError: Server Error" });
  }
  await stores.installations.saveDigestProblem(SHOP.installationId, "no repository: make one", at(3));
  await stores.close();
}

/** Runs a command on a store, and returns what it prints without the store's name, kind and size. */
async function run(url: string, ...args: readonly string[]) {
  const env = { DATABASE_URL: url, PSEUDONYM_KEY: KEY, PORT: "0" };
  const { status, stdout, stderr } = await runHereIn(env, ...args);
  const settled = (text: string) =>
    text
      .replaceAll(nameOfStore(url), "STORE")
      .replaceAll(/"bytes": \d+|"disk": \{[^}]*\},?|[\d.]+ MB/g, "SIZE")
      .replaceAll(/PostgreSQL|SQLite/g, "KIND")
      .replaceAll(/schema \d+|"schemaVersion": \d+/g, "SCHEMA");
  return { status, stdout: settled(stdout), stderr: settled(stderr) };
}

beforeAll(async () => {
  if (server === undefined) return;
  vi.useFakeTimers({ toFake: ["Date"], now: at(30) });
  // Each command that prints listens to it.
  process.stdout.setMaxListeners(0);
  urls = [`file:${newStore()}`, await newPostgresUrl(server)];
  for (const url of urls) await fill(url);
});

afterAll(() => {
  vi.useRealTimers();
});

describe.skipIf(server === undefined)("the commands print on PostgreSQL what they print on SQLite:", () => {
  const commands = [
    ["status"],
    ["digest", "acme/shop"],
    ["digest", "acme/shop", "--week", "2026-W45"],
    ["digest", "acme/shop", "--week", "2026-W45", "--json"],
    ["digest", "acme", "--week", "2026-W45", "--csv"],
    ["digest", "acme/other"],
    ["explain", "acme/shop", "--week", "2026-W45"],
    ["explain", "acme/shop", "--week", "2026-W45", "--json"],
    ["explain", "acme", "--week", "2026-W45"],
    ["explain", "acme/shop#1"],
    ["explain", "acme/shop#999"],
    ["config", "init", "--print", "--repository", "acme/shop"],
    ["spend", "pull"],
    ["migrate"],
    ["retry", "d1"],
    ["retry", "d1"],
    ["retry", "--all"],
    ["status"],
  ];

  it.each(commands.map((args) => [args.join(" "), args] as const))("%s", async (_, args) => {
    const [onFile, onServer] = [await run(urls[0], ...args), await run(urls[1], ...args)];

    expect(onServer).toEqual(onFile);
    expect(onFile.stdout + onFile.stderr).not.toBe("");
  });

  it("status --json", async () => {
    const printed = [];
    for (const url of urls)
      printed.push(JSON.parse((await runHereIn({ DATABASE_URL: url }, "status", "--json")).stdout));
    const [onFile, onServer] = printed;

    expect(onServer).toEqual({ ...onFile, store: expect.anything() });
    expect(onServer.store).toMatchObject({ kind: "PostgreSQL", schemaVersion: 2, repositories: 1 });
    expect(onServer.store.bytes).toBeGreaterThan(1e6);
  });

  it("digest --out", async () => {
    const written = [];
    for (const url of urls) {
      const folder = newPath("site");
      await run(url, "digest", "acme", "--out", folder);
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
      const pages = files.filter((file) => /\.\w+$/.test(file));
      written.push(pages.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
    }

    expect(written[1]).toEqual(written[0]);
    expect(written[0]?.length).toBeGreaterThan(3);
  });

  it("spend import, show and forget", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "plimsoll-spend-")), "spend.csv");
    writeFileSync(file, SPEND);
    const source = ["--source", "ours"];
    const shown = [];
    for (const url of urls)
      shown.push([
        await run(url, "spend", "import", file, "--format", "csv", ...source, "--as-of", "2026-11-21"),
        await run(url, "spend", "show"),
        await run(url, "spend", "show", "--json"),
        await run(url, "spend", "forget", ...source),
        await run(url, "spend", "show"),
      ]);

    expect(shown[1]).toEqual(shown[0]);
    expect(shown[0]?.[1]?.stdout).toContain("12.50");
  });

  it("doctor, but for what only a file has", async () => {
    const ofFile = /^ok {7}(?:damage|disk|files) .*\n/gm;
    const printed = [];
    for (const url of urls) printed.push((await run(url, "doctor")).stdout.replaceAll(ofFile, ""));

    expect(printed[1]).toBe(printed[0]);
    expect(printed[1]).toMatch(/^ok {7}store {10}STORE, KIND, SCHEMA, SIZE$/m);
    expect(printed[1]).toMatch(/^ok {7}key {12}people are hashed with the key that is there$/m);
  });

  it("the digest that a thread of the server computes", async () => {
    const asked = { repository: SHOP, week: "2026-W45", now: at(20) } as const;
    const [file, database] = await Promise.all(urls.map((url) => openStores(url, { access: "read" })));
    const { startComputer } = await import(join(dirname(CLI), "start-computer.js"));
    const thread: ThreadComputer = startComputer(urls[1], database as Stores);

    expect(await thread.digest(asked)).toEqual(await createComputer(file as Stores).digest(asked));
    await thread.stop();
    for (const stores of [file, database]) await stores?.close();
  });
});

describe.skipIf(server === undefined)("on PostgreSQL", () => {
  it("status names the kind of the store and its size", async () => {
    const { stdout } = await runHereIn({ DATABASE_URL: urls[1] }, "status");

    expect(stdout).toMatch(/^store {7}PostgreSQL, schema 2, \d+\.\d MB$/m);
  });

  it("backup says how to copy the store", async () => {
    const { status, stderr } = await run(urls[1], "backup", "copy.db");

    expect([status, stderr]).toEqual([
      2,
      "plimsoll: STORE is in KIND: back it up there, as with pg_dump --format=custom, which pg_restore reads\n",
    ]);
  });

  it("migrate makes the store, also when two do so at the same time", async () => {
    const url = await newEmpty();
    const made = `${nameOfStore(url)}: schema 2\n`;
    const env = { DATABASE_URL: url };

    expect(await Promise.all([1, 2].map(() => runCliIn(env, "migrate")))).toEqual(
      [1, 2].map(() => ({ status: 0, stdout: made, stderr: "" })),
    );
    expect((await run(url, "status")).status).toBe(0);
  });

  it("migrate takes another key of people's hashes only if that is said", async () => {
    const url = await newEmpty();
    await fill(url);
    const env = { DATABASE_URL: url, PSEUDONYM_KEY: "another key".repeat(4), PORT: "0" };

    expect((await runHereIn(env, "doctor")).stdout).toContain(
      "warning  key            people were hashed with another key than the one that is there: put the old key back, or run plimsoll migrate --new-pseudonym-key",
    );
    expect((await runHereIn({ DATABASE_URL: url }, "migrate", "--new-pseudonym-key")).stderr).toContain(
      "the key of people's hashes is not given",
    );
    expect(await runHereIn(env, "migrate", "--new-pseudonym-key")).toMatchObject({ status: 0, stderr: "" });
    expect((await runHereIn(env, "doctor")).stdout).toMatch(/^ok {7}key {12}people are hashed with the key/m);
  });

  it("a role that may only read runs what only reads, and no other command writes with it", async () => {
    const url = urls[1];
    const role = `reader_${new URL(url).pathname.slice(1)}`;
    await withClient(url, async (client) => {
      await client.query(`create role ${role} login password 'secret'`);
      await client.query(`grant pg_read_all_data to ${role}`);
    });
    onTestFinished(() => withClient(url, async (client) => void (await client.query(`drop role ${role}`))));
    const reading = String(Object.assign(new URL(url), { username: role, password: "secret" }));

    for (const args of [
      ["digest", "acme/shop", "--week", "2026-W45"],
      ["explain", "acme/shop", "--week", "2026-W45"],
      ["status"],
    ])
      expect(await run(reading, ...args)).toEqual(await run(url, ...args));
    expect(await run(reading, "retry", "--all")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^plimsoll: .*permission denied.*: this user of the database must be allowed to do this\n$/,
      ),
    });
  });

  it("a problem with the server is one line, without the password", async () => {
    const url = "postgres://plimsoll:hunter2-secret@127.0.0.1:1/plimsoll";
    for (const args of [["status"], ["digest", "acme/shop"], ["migrate"], ["doctor"], ["retry", "--all"]]) {
      const { status, stdout, stderr } = await runHereIn({ DATABASE_URL: url, PORT: "0" }, ...args);
      const line =
        "postgres://127.0.0.1:1/plimsoll cannot be reached (ECONNREFUSED): the host and the port in DATABASE_URL must be right, and the server must run and answer this machine\n";

      expect(status).toBe(1);
      if (args[0] === "doctor") expect(stdout).toContain(`problem  store          ${line}`);
      else expect(stderr).toBe(`plimsoll: ${line}`);
      expect(stdout + stderr).not.toContain("hunter2");
    }
  });
});
