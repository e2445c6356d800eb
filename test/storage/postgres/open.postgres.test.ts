import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { newPath } from "../../../dev/simulation/processes/cli.ts";
import { LOCKED_ROLE, withClient } from "../../../dev/simulation/processes/postgres.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import type { OpeningOptions } from "../../../src/storage/begin-store.ts";
import { POSTGRES_MIGRATIONS } from "../../../src/storage/postgres/identity.ts";
import { nameOfStore } from "../../../src/storage/store-address.ts";
import type { StoreAccess } from "../../../src/storage/store-identity.ts";
import { openStores } from "../../../src/storage/stores.ts";
import { UNKNOWN_ISSUER } from "../../support/certificate.ts";
import { newPostgresUrl, type TestServer } from "../../support/postgres-cluster.ts";

const [KEY, OTHER_KEY] = ["0123456789abcdef", "fedcba9876543210"].map((half) => half.repeat(2));
const ALL: readonly StoreAccess[] = ["migrate", "write", "read"];

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;

/** The address of a database in which nothing is. */
const newEmpty = () => newPostgresUrl({ ...server, template: "template1" });
const newStore = () => newPostgresUrl(server);

/** A database after some SQL. */
async function after(url: string, ...commands: readonly string[]): Promise<string> {
  await withClient(url, async (client) => {
    for (const command of commands) await client.query(command);
  });
  return url;
}

/** An empty database that gets the tables of the first schema. */
async function ofFirstSchema(url: string): Promise<string> {
  const folder = newPath("migrations");
  cpSync(POSTGRES_MIGRATIONS, folder, { recursive: true });
  const journal = join(folder, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8"));
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 1) }));
  await withClient(url, (client) => migrate(drizzle({ client }), { migrationsFolder: folder }));
  return url;
}

/** The same address for another user. */
function asUser(url: string, user: string, password = ""): string {
  return String(Object.assign(new URL(url), { username: user, password }));
}

/** Opens stores until the end of a test. */
async function open(url: string, options?: OpeningOptions) {
  const stores = await openStores(url, options);
  onTestFinished(() => stores.close());
  return stores;
}

/** The message with which an address is refused, with `NAME` for its name. */
async function problemOf(url: string, options?: OpeningOptions): Promise<string> {
  const opened = openStores(url, options).then((stores) => stores.close());
  return opened.then(
    () => "none",
    (error) => String(error).replaceAll(nameOfStore(url), "NAME"),
  );
}

describe.skipIf(server === undefined)("a store on PostgreSQL", () => {
  it("is made in an empty database, and opened again as it is", async () => {
    const url = await newEmpty();
    const made = await open(url);
    await made.installations.remember({ id: 1, installedAt: at(1) });
    await made.close();

    for (const access of ALL) {
      const stores = await open(url, { access });
      expect((await stores.installations.find(1))?.id).toBe(1);
      expect(await stores.histories.listDefinitionChanges()).toEqual([]);
    }
  });

  it("is made once by several that start at the same time", async () => {
    const url = await newEmpty();
    const all = await Promise.all([1, 2, 3].map(() => open(url, { pseudonymKey: { key: KEY } })));

    expect(await Promise.all(all.map(({ operations }) => operations.loadSize()))).toMatchObject(
      all.map(() => ({ schemaVersion: 2 })),
    );
  });

  it("of the first schema is brought up to date with what it holds, and is read by no command before", async () => {
    const url = await ofFirstSchema(await newEmpty());
    await after(
      url,
      "insert into installations (id, builder_key, installed_at) values (1, 'k', 0)",
      "insert into repositories (id, installation_id, owner, name) values (7, 1, 'acme', 'shop')",
      `insert into rules (repository_id, since, ship, timezone, services, agents, exclude, bots, codeowners)
        values (7, 0, 'auto', 'UTC', '[]', '[]', '[]', '[]', '[{"pattern":"pay/","teams":["@acme/pay"]}]')`,
    );

    expect(await problemOf(url, { access: "read" })).toBe(
      "StoreError: NAME is of an earlier version (schema 1; this one needs 2): start the server of this version, or run plimsoll migrate",
    );
    const stores = await open(url, { pseudonymKey: { key: KEY } });
    expect(await stores.codeOwners.list(7)).toEqual([
      { since: new Date(0), lines: [{ pattern: "pay/", teams: ["@acme/pay"] }] },
    ]);
    expect(await stores.rules.list(7)).toHaveLength(1);
  });

  it.each(["write", "read"] as const)("is no empty database (%s)", async (access) => {
    expect(await problemOf(await newEmpty(), { access })).toBe(
      "StoreError: NAME is empty: run plimsoll migrate, it makes the store",
    );
  });

  it.each(ALL)("is no database of another program (%s)", async (access) => {
    const url = await after(await newEmpty(), "create table users (name text)");

    expect(await problemOf(url, { access })).toBe(
      "StoreError: NAME is the database of another program: set DATABASE_URL to Plimsoll's store",
    );
  });

  it.each(ALL)(
    "is none of another program that keeps its migrations in the same way (%s)",
    async (access) => {
      const url = await after(await newStore(), "update drizzle.__drizzle_migrations set hash = 'other'");

      expect(await problemOf(url, { access })).toContain("is the database of another program");
    },
  );

  it.each(ALL)("is none of a later version (%s)", async (access) => {
    const later =
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)";

    expect(await problemOf(await after(await newStore(), later), { access })).toBe(
      "StoreError: NAME is of a later version (schema 3; this one knows 2): run that version, or restore a backup",
    );
  });

  it("is written and migrated by users who may not change its tables, and read by one who only reads", async () => {
    const url = await newStore();
    await (await open(url, { pseudonymKey: { key: KEY } })).close();
    const suffix = new URL(url).pathname.slice(1);
    const [writer, reader] = [`writer_${suffix}`, `reader_${suffix}`];
    await after(
      url,
      ...[writer, reader].flatMap((role) => [
        `create role ${role} login password 'secret'`,
        `grant pg_read_all_data to ${role}`,
      ]),
      `grant insert, update, delete on all tables in schema public to ${writer}`,
    );
    onTestFinished(async () => {
      const roles = [writer, reader].join(", ");
      await after(url, `drop owned by ${roles}`, `drop role ${roles}`);
    });

    const writing = await open(asUser(url, writer, "secret"), { pseudonymKey: { key: KEY } });
    await writing.bugs.remember({ work: "digest", error: "Error: none", at: at(2) });
    const reading = await open(asUser(url, reader, "secret"), { access: "read" });
    expect(await reading.bugs.list(2)).toHaveLength(1);
    await expect(reading.bugs.forget(at(3))).rejects.toThrow("permission denied");
    expect(await problemOf(asUser(await newEmpty(), reader, "secret"))).toMatch(
      /^StoreError: NAME does not allow this to the user \(42501\): it must own the database to migrate it/,
    );
  });
});

describe.skipIf(server === undefined)("the key of people's hashes of a store on PostgreSQL", () => {
  it("must be given, since there is no place beside the store", async () => {
    expect(await problemOf(await newStore(), { pseudonymKey: {} })).toBe(
      "StoreError: the key of people's hashes is not given, and NAME has no place beside it for one: set PSEUDONYM_KEY or PSEUDONYM_KEY_PATH, the same for all servers (openssl rand -hex 32)",
    );
  });

  it("is refused when it is another one, and recorded when that is meant", async () => {
    const url = await newStore();
    const onKeyChanged = vi.fn();
    const hashWith = async (key: string | undefined, options: OpeningOptions = {}) => {
      const stores = await open(url, { pseudonymKey: { key }, onKeyChanged, now: at(5), ...options });
      await stores.installations.remember({ id: 1, installedAt: at(1) });
      return stores.installations.computePseudonym(1, 4711);
    };
    const before = await hashWith(KEY);

    expect(await problemOf(url, { pseudonymKey: { key: OTHER_KEY } })).toBe(
      "StoreError: people in NAME were hashed with another key than that of PSEUDONYM_KEY or PSEUDONYM_KEY_PATH: give that one, or stop all servers and run plimsoll migrate --new-pseudonym-key, which tells people of unsealed weeks apart from then on",
    );
    expect(await hashWith(KEY)).toBe(before);
    expect(onKeyChanged).not.toHaveBeenCalled();
    expect(await hashWith(OTHER_KEY, { acceptsNewKey: true })).not.toBe(before);
    expect(onKeyChanged).toHaveBeenCalledOnce();
    expect(await (await open(url, { access: "read" })).histories.listKeyChanges()).toEqual([at(5)]);
  });

  it("is that of the first one, when two start at the same time with different ones", async () => {
    const url = await newEmpty();
    const problems = await Promise.all(
      [KEY, OTHER_KEY].map((key) => problemOf(url, { pseudonymKey: { key } })),
    );

    expect(problems.filter((problem) => problem === "none")).toHaveLength(1);
    expect(problems.filter((problem) => problem.includes("were hashed with another key"))).toHaveLength(1);
  });
});

describe.skipIf(server === undefined)(
  "a server that cannot be used is refused in one line without the password:",
  () => {
    const SECRET = "hunter2-secret";

    it("where nobody listens", async () => {
      for (const address of ["127.0.0.1:1", "nowhere.invalid"])
        expect(await problemOf(`postgres://plimsoll:${SECRET}@${address}/plimsoll`)).toMatch(
          /^StoreError: NAME cannot be reached \((?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN)\): the host and the port in DATABASE_URL must be right/,
        );
    });

    it("where the database is missing", async () => {
      const url = String(Object.assign(new URL(server.url), { pathname: "/missing" }));

      expect(await problemOf(url)).toBe(
        "StoreError: NAME is not there (3D000): create the database, or correct its name in DATABASE_URL",
      );
    });

    it("where the password is wrong, or missing", async () => {
      const url = await after(
        await newStore(),
        `drop role if exists ${LOCKED_ROLE}`,
        `create role ${LOCKED_ROLE} login password '${SECRET}'`,
      );

      expect(await problemOf(asUser(url, LOCKED_ROLE, SECRET), { access: "read" })).toContain("(42501)");
      expect(await problemOf(asUser(url, LOCKED_ROLE, "wrong"))).toBe(
        "StoreError: NAME refuses the password (28P01): the user and the password in DATABASE_URL must be right",
      );
      expect(await problemOf(asUser(url, LOCKED_ROLE))).toBe(
        "StoreError: NAME wants a password: give one in DATABASE_URL, as postgres://USER:PASSWORD@HOST/DATABASE",
      );
    });

    it("where it offers no TLS", async () => {
      const url = new URL(await newStore());
      url.searchParams.set("sslmode", "verify-full");

      expect(await problemOf(String(url))).toBe(
        "StoreError: NAME offers no TLS: leave sslmode out of DATABASE_URL, or switch TLS on there",
      );
    });

    it("where its certificate is not trusted, or a file of ours cannot be read", async () => {
      const tls = createServer((socket) => {
        socket.once("data", () => {
          socket.write("S");
          new TLSSocket(socket, { isServer: true, ...UNKNOWN_ISSUER }).on("error", () => {});
        });
      });
      await once(tls.listen(0, "127.0.0.1"), "listening");
      onTestFinished(() => void tls.close());
      const url = `postgres://plimsoll:${SECRET}@127.0.0.1:${(tls.address() as AddressInfo).port}/plimsoll`;

      expect(await problemOf(`${url}?sslmode=verify-full`)).toBe(
        "StoreError: NAME is not trusted over TLS (UNABLE_TO_VERIFY_LEAF_SIGNATURE): give its certificate authority with sslrootcert in DATABASE_URL, and its own name as the host",
      );
      expect(await problemOf(`${url}?sslmode=verify-full&sslrootcert=/nowhere.pem`)).toBe(
        "StoreError: NAME has certificates that this user cannot read (ENOENT): correct sslrootcert, sslcert and sslkey in DATABASE_URL",
      );
    });
  },
);
