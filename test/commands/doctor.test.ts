import { once } from "node:events";
import { chmodSync, closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import SqliteDatabase from "better-sqlite3";
import nock from "nock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { newPath, runCli, runCliIn } from "../../dev/simulation/processes/cli.ts";
import { end, type ServerProcess, startServerProcess } from "../../dev/simulation/processes/process.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { examine } from "../../src/commands/doctor/examine.ts";
import type { Finding } from "../../src/operations/doctor/finding.ts";
import { findingsText } from "../../src/operations/doctor/finding.ts";
import { lockStore } from "../../src/storage/store-lock.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { newStore } from "../support/stores.ts";

const API = "https://api.github.com";
const SECRET = "a secret of the tests";
const { default_permissions: permissions, default_events: events } = parse(readFileSync("app.yml", "utf8"));

const APP = { slug: "acme-plimsoll", permissions, events };
const INSTALLED = [{ id: 31, suspended_at: null, permissions }];
const HOOK = {
  url: "https://plimsoll.acme.example/api/github/webhooks",
  content_type: "json",
  insecure_ssl: "0",
  secret: "********",
};
const TAKEN = { delivered_at: "2026-11-02T08:00:00Z", status: "OK", status_code: 202 };
const REFUSED = {
  delivered_at: "2026-11-02T09:00:00Z",
  status: "Invalid HTTP Response: 401",
  status_code: 401,
};
const LOST = { delivered_at: "2026-11-02T09:00:00Z", status: "timed out", status_code: 0 };

/** The checks that ask GitHub. */
const GITHUB = ["github", "clock", "app", "permissions", "events", "installations", "webhook", "deliveries"];

let server: ServerProcess;
let file: string;

/** A server that works on a store, in a process of its own, as locks are a process's. */
beforeAll(async () => {
  file = newStore();
  server = await startServerProcess({ ...serverEnv(file), APP_ID: "1" });
});

afterAll(() => end(server, "SIGKILL"));

beforeEach(() => {
  nock.disableNetConnect();
  nock.enableNetConnect(/^127\.0\.0\.1/);
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

function serverEnv(store: string) {
  return {
    PRIVATE_KEY: TEST_KEY,
    WEBHOOK_SECRET: SECRET,
    DATABASE_URL: `file:${store}`,
    GITHUB_API_URL: "http://127.0.0.1:1",
  };
}

/** The environment of the server that runs. */
function variables(rest: Record<string, string> = {}): Record<string, string> {
  const { port } = new URL(server.url);
  return { ...serverEnv(file), GITHUB_API_URL: API, APP_ID: "1", HOST: "127.0.0.1", PORT: port, ...rest };
}

type Answer = readonly [status: number, body: nock.Body];

/** A GitHub where all is well but what is told. */
function gitHub({
  app = [200, APP],
  installations = [200, INSTALLED],
  hook = [200, HOOK],
  deliveries = [200, [TAKEN, TAKEN]],
  headers = {},
}: {
  readonly app?: Answer;
  readonly installations?: Answer;
  readonly hook?: Answer;
  readonly deliveries?: Answer;
  readonly headers?: nock.ReplyHeaders;
} = {}): void {
  const head = { date: () => new Date().toUTCString(), ...headers };
  nock(API)
    .get("/app")
    .reply(...app, head);
  nock(API)
    .get("/app/installations?per_page=100")
    .reply(...installations, head);
  nock(API)
    .get("/app/hook/config")
    .reply(...hook, head);
  nock(API)
    .get("/app/hook/deliveries?per_page=100")
    .reply(...deliveries, head);
}

/** What is printed of some checks, without what differs from run to run. */
function printed(findings: readonly Finding[], ...checks: readonly string[]): string {
  const shown = findings.filter(({ check }) => checks.length === 0 || checks.includes(check));
  return findingsText(shown)
    .replaceAll(process.versions.node, "24.0.0")
    .replaceAll(new RegExp(`${tmpdir()}[\\w/-]*/`, "g"), "…/")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:3000")
    .replaceAll(/[\d.]+ MB/g, "… MB")
    .replaceAll(/[\d.]+ of [\d.]+ GB/g, "… of … GB");
}

const doctor = async (rest: Record<string, string>, ...checks: readonly string[]) =>
  `\n${printed(await examine(variables(rest)), ...checks)}\n`;

/** What is printed of GitHub and its webhook, where there is no store: to look one over takes a process. */
const doctorOfGitHub = (rest: Record<string, string>, ...checks: readonly string[]) =>
  doctor({ DATABASE_URL: "file:/nowhere/plimsoll.db", ...rest }, ...checks);

describe("plimsoll doctor", () => {
  it("says of an installation that is well what it looked at", async () => {
    gitHub();

    expect(await doctor({})).toMatchInlineSnapshot(`
      "
      ok       node           24.0.0
      ok       environment    every variable is right
      ok       store          file:…/plimsoll.db, SQLite, schema 27, … MB
      ok       disk           … of … GB are free
      ok       key            people are hashed with the key that is there
      ok       damage         none found by quick_check
      ok       files          only their owner can read the store and the secrets
      ok       server         ready at http://127.0.0.1:3000, and works on this store
      ok       github         https://api.github.com answers
      ok       clock          the same as GitHub's, within 30 s
      ok       app            GitHub knows it as acme-plimsoll, and accepts its key
      ok       permissions    as app.yml lists them
      ok       events         as app.yml lists them
      ok       installations  1, with what the App needs
      ok       webhook        GitHub sends signed JSON to https://plimsoll.acme.example/api/github/webhooks
      ok       deliveries     0 of the latest 2 failed, the last one taken at 2026-11-02 08:00 UTC
      0 problems, 0 warnings
      "
    `);
  });

  it("names each variable that is wrong, and checks all the rest", async () => {
    gitHub();
    const found = await examine(variables({ WEBHOOK_SECRET: "short", LOG_LEVEL: "loud", PUBLIC_URL: "x" }));

    expect(printed(found, "environment")).toMatchInlineSnapshot(`
      "problem  environment    LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent: see .env.example
      problem  environment    PUBLIC_URL must be a URL such as https://plimsoll.example.com: see .env.example
      problem  environment    WEBHOOK_SECRET must have 16 characters or more: make one with openssl rand -hex 32
      3 problems, 0 warnings"
    `);
    expect(found.filter(({ text }) => text === "not checked")).toEqual([]);
  });

  it("says what it could not check where the environment lacks all", async () => {
    expect(printed(await examine({ DATABASE_URL: "postgres://x", PORT: "x" }))).toMatchInlineSnapshot(`
      "ok       node           24.0.0
      problem  environment    DATABASE_URL must be file: and a path, such as file:./data/plimsoll.db, or postgres://USER:PASSWORD@HOST/DATABASE with the special characters of the password as %XX
      problem  environment    APP_ID must be the App's numeric id: see .env.example
      problem  environment    PRIVATE_KEY or PRIVATE_KEY_PATH is required: the key that GitHub made for the App
      problem  environment    WEBHOOK_SECRET is required: the secret that is set in the App's webhook
      problem  environment    PORT must be a port: see .env.example
      warning  store          not checked: correct DATABASE_URL first
      warning  server         not checked: correct HOST and PORT first
      warning  github         not checked: correct APP_ID and PRIVATE_KEY first
      5 problems, 3 warnings"
    `);
  });

  describe("of the store", () => {
    it("says that there is none", async () => {
      gitHub();
      const other = { DATABASE_URL: `file:${newPath("none.db")}` };

      expect(await doctor(other, "store", "damage", "disk", "server")).toMatchInlineSnapshot(`
        "
        warning  store          there is none at …/none.db: the server makes it when it starts; else set DATABASE_URL
        problem  server         ready at http://127.0.0.1:3000, but works on another store: give both the same DATABASE_URL
        1 problem, 1 warning
        "
      `);
    });

    it("says that it is no database", async () => {
      gitHub();
      const path = newPath("other.db");
      writeFileSync(path, "hello, world\n".repeat(99), { mode: 0o600 });

      expect(
        await doctor({ DATABASE_URL: `file:${path}` }, "store", "damage", "disk"),
      ).toMatchInlineSnapshot(`
        "
        problem  store          …/other.db is no SQLite database: set DATABASE_URL to Plimsoll's store, or restore a backup
        ok       disk           … of … GB are free
        1 problem, 0 warnings
        "
      `);
    });

    it("H11: says that the key of people's hashes is missing, or another one", async () => {
      gitHub();
      const path = newStore();
      await (await openStores(`file:${path}`, { pseudonymKey: { key: "k".repeat(32) } })).close();
      const DATABASE_URL = `file:${path}`;

      expect(await doctor({ DATABASE_URL, PSEUDONYM_KEY: "k".repeat(32) }, "key")).toMatchInlineSnapshot(`
        "
        ok       key            people are hashed with the key that is there
        0 problems, 0 warnings
        "
      `);
      expect(await doctor({ DATABASE_URL, PSEUDONYM_KEY: "o".repeat(32) }, "key")).toMatchInlineSnapshot(`
        "
        warning  key            people were hashed with another key than the one that is there: put the old key back, or start the server: then people of unsealed weeks count as new ones
        0 problems, 1 warning
        "
      `);
      expect(await doctor({ DATABASE_URL }, "key")).toMatchInlineSnapshot(`
        "
        problem  key            …/plimsoll.db.key is missing, the key of people's hashes: put it back, or make another one (openssl rand -hex 32 > …/plimsoll.db.key), which tells people of unsealed weeks apart from then on
        1 problem, 0 warnings
        "
      `);
    });

    it("says that it is of an earlier version", async () => {
      gitHub();
      const path = newStore();
      const client = new SqliteDatabase(path);
      client.exec("delete from __drizzle_migrations where rowid > 3");
      client.close();

      expect(await doctor({ DATABASE_URL: `file:${path}` }, "store", "damage")).toMatchInlineSnapshot(`
        "
        problem  store          …/plimsoll.db is of an earlier version (schema 3; this one needs 27): start the server of this version, or run plimsoll migrate
        1 problem, 0 warnings
        "
      `);
    });

    it("says that pages of it are damaged", async () => {
      gitHub();
      const path = newStore();
      damageTable(path, "commits");

      expect(await doctor({ DATABASE_URL: `file:${path}` }, "store", "damage")).toMatchInlineSnapshot(`
        "
        ok       store          file:…/plimsoll.db, SQLite, schema 27, … MB
        problem  damage         *** in database main *** Tree 21 page 21: btreeInitPage() returns error code 11: stop the server, and restore a backup
        1 problem, 0 warnings
        "
      `);
    });

    it("says which owner's digest has no place", async () => {
      const DATABASE_URL = `file:${newStore()}`;
      const stores = await openStores(DATABASE_URL);
      await stores.installations.remember({ id: 1, installedAt: new Date() });
      await stores.repositories.remember({ id: 7, installationId: 1, owner: "acme", name: "shop" });
      await stores.installations.saveDigestProblem(1, "no repository: make one", new Date());
      await stores.close();
      expect(await doctor({ DATABASE_URL }, "digests")).toContain(
        "warning  digests        acme: no repository: make one\n",
      );
    });

    it("says that others may read it, or the App's key", async () => {
      gitHub();
      const [path, key] = [newStore(), newPath("key.pem")];
      await (await openStores(`file:${path}`)).close();
      chmodSync(path, 0o644);
      writeFileSync(key, TEST_KEY, { mode: 0o640 });
      const open = { DATABASE_URL: `file:${path}`, PRIVATE_KEY: "", PRIVATE_KEY_PATH: key };

      expect(await doctor(open, "files")).toMatchInlineSnapshot(`
        "
        warning  files          others may read or write …/plimsoll.db: chmod 600 …/plimsoll.db
        warning  files          others may read or write …/plimsoll.db-wal: chmod 600 …/plimsoll.db-wal
        warning  files          others may read or write …/plimsoll.db-shm: chmod 600 …/plimsoll.db-shm
        warning  files          others may read or write …/key.pem: chmod 600 …/key.pem
        0 problems, 4 warnings
        "
      `);
    });

    it("leaves its files as they are, and the server at work", async () => {
      gitHub();
      const { mtimeMs, size } = statSync(file);
      await examine(variables());

      expect(statSync(file)).toMatchObject({ mtimeMs, size });
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      await expect(lockStore(`file:${file}`, { waitMs: 0 })).rejects.toThrow("is in use by another server");
    });
  });

  describe("of the server", () => {
    it("says that none answers where one works on the store", async () => {
      gitHub();

      expect(await doctor({ PORT: String(await closedPort()) }, "server")).toMatchInlineSnapshot(`
        "
        problem  server         none answers at http://127.0.0.1:3000 (ECONNREFUSED), but one works on the store: set HOST and PORT to its values
        1 problem, 0 warnings
        "
      `);
    });

    it("says that the one that answers works on another store", async () => {
      gitHub();
      const path = newStore();

      expect(await doctor({ DATABASE_URL: `file:${path}` }, "server")).toMatchInlineSnapshot(`
        "
        problem  server         ready at http://127.0.0.1:3000, but works on another store: give both the same DATABASE_URL
        1 problem, 0 warnings
        "
      `);
    });

    it("says that something else answers, or that it is not ready", async () => {
      let answers: Record<string, readonly [number, string]>;
      const other = createServer(({ url = "" }, response) => {
        const [status, text] = answers[url] ?? [404, ""];
        response.writeHead(status).end(text);
      });
      await once(other.listen(0, "127.0.0.1"), "listening");
      const { port } = other.address() as AddressInfo;
      const lines: string[] = [];
      const cases: (typeof answers)[] = [
        {},
        { "/healthz": [200, "<html>"] },
        { "/healthz": [200, "ok\n"], "/readyz": [503, "the workers have stalled\n"] },
      ];
      for (answers of cases) {
        gitHub();
        lines.push(await doctor({ PORT: String(port) }, "server"));
      }
      other.close();

      expect(lines.join("")).toMatchInlineSnapshot(`
        "
        problem  server         something else than Plimsoll answers at http://127.0.0.1:3000: set another PORT
        1 problem, 0 warnings

        problem  server         something else than Plimsoll answers at http://127.0.0.1:3000: set another PORT
        1 problem, 0 warnings

        problem  server         the one at http://127.0.0.1:3000 is not ready (the workers have stalled): see docs/operations.md, When something is wrong
        1 problem, 0 warnings
        "
      `);
    });
  });

  describe("of GitHub", () => {
    it("says that it cannot be reached, and what is so not checked", async () => {
      const nowhere = { GITHUB_API_URL: `http://127.0.0.1:${await closedPort()}` };

      expect(await doctorOfGitHub(nowhere, ...GITHUB)).toMatchInlineSnapshot(`
        "
        problem  github         http://127.0.0.1:3000: ECONNREFUSED: let this machine reach it, or correct GITHUB_API_URL
        warning  permissions    not checked: correct github and app first
        warning  events         not checked: correct github and app first
        warning  installations  not checked: correct github and app first
        warning  webhook        not checked: correct github and app first
        warning  deliveries     not checked: correct github and app first
        1 problem, 5 warnings
        "
      `);
    });

    it("says that it does not answer in time", async () => {
      const silent = createServer(() => {});
      await once(silent.listen(0, "127.0.0.1"), "listening");
      const { port } = silent.address() as AddressInfo;
      const found = await examine(variables({ GITHUB_API_URL: `http://127.0.0.1:${port}` }), 50);
      silent.closeAllConnections();
      silent.close();

      expect(printed(found, "github")).toMatchInlineSnapshot(`
        "problem  github         http://127.0.0.1:3000: no answer within 0.05 s: let this machine reach it, or correct GITHUB_API_URL
        1 problem, 0 warnings"
      `);
    });

    it("says that it does not take the key, and what its clock says all the same", async () => {
      const message = "A JSON web token could not be decoded";
      gitHub({ app: [401, { message }] });

      expect(await doctorOfGitHub({}, ...GITHUB)).toMatchInlineSnapshot(`
        "
        ok       github         https://api.github.com answers
        ok       clock          the same as GitHub's, within 30 s
        problem  app            GitHub does not return App 1: A JSON web token … not be decoded (GET /app, 401): set APP_ID and PRIVATE_KEY as the App's settings have them, and the clock by NTP
        warning  permissions    not checked: correct github and app first
        warning  events         not checked: correct github and app first
        warning  installations  not checked: correct github and app first
        warning  webhook        not checked: correct github and app first
        warning  deliveries     not checked: correct github and app first
        1 problem, 5 warnings
        "
      `);
    });

    it("says that it knows no such App, refuses for a limit, or fails", async () => {
      const lines: string[] = [];
      for (const [status, body] of [
        [404, { message: "Integration not found" }],
        [403, { message: "API rate limit exceeded" }],
        [502, "<html>Bad gateway</html>"],
      ] as const) {
        gitHub({ app: [status, body] });
        lines.push(await doctorOfGitHub({}, "app"));
        nock.cleanAll();
      }

      expect(lines.join("")).toMatchInlineSnapshot(`
        "
        problem  app            GitHub does not return App 1: Integration not found (GET /app, 404): set APP_ID and GITHUB_API_URL to the App's and its GitHub's
        1 problem, 0 warnings

        problem  app            GitHub does not return App 1: API rate limit exceeded (GET /app, 403): wait for the rate limit, or have GitHub let the App in again
        1 problem, 0 warnings

        problem  app            GitHub does not return App 1: (GET /app, 502): look at the proxy before GitHub, or try again later
        1 problem, 0 warnings
        "
      `);
    });

    it("says which Enterprise Server it is, and that this keeps no log", async () => {
      gitHub({ headers: { "x-github-enterprise-version": "3.9.1" }, deliveries: [404, {}] });

      expect(await doctorOfGitHub({}, "github", "deliveries")).toMatchInlineSnapshot(`
        "
        ok       github         https://api.github.com answers (Enterprise Server 3.9.1)
        warning  deliveries     this GitHub keeps no log of deliveries: upgrade the Enterprise Server
        0 problems, 1 warning
        "
      `);
    });

    it("says by how much the clock is ahead or behind", async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: 1_795_000_000_000 });
      const lines: string[] = [];
      for (const seconds of [-300, 45, 3_600]) {
        gitHub({ headers: { date: new Date(Date.now() + seconds * 1_000).toUTCString() } });
        lines.push(await doctorOfGitHub({}, "clock"));
      }
      gitHub({ headers: { date: "" } });
      lines.push(await doctorOfGitHub({}, "clock"));
      vi.useRealTimers();

      expect(lines.join("")).toMatchInlineSnapshot(`
        "
        problem  clock          299 s ahead of GitHub's: have the clock set by NTP
        1 problem, 0 warnings

        warning  clock          45 s behind GitHub's: have the clock set by NTP
        0 problems, 1 warning

        problem  clock          3600 s behind GitHub's: have the clock set by NTP
        1 problem, 0 warnings

        warning  clock          GitHub's answer has no time: have the clock set by NTP
        0 problems, 1 warning
        "
      `);
    });

    it("names each permission and event that the App lacks, or has and does not need", async () => {
      const { checks: _checks, merge_queues: _queues, ...given } = permissions;
      gitHub({
        app: [
          200,
          {
            ...APP,
            permissions: { ...given, issues: "read", contents: "write", administration: "read" },
            events: [...events.slice(1), "star"],
          },
        ],
      });

      expect(await doctorOfGitHub({}, "permissions", "events")).toMatchInlineSnapshot(`
        "
        problem  permissions    the App lacks merge_queues: read: give it in the App's settings, Permissions & events, and accept it in each installation
        problem  permissions    the App lacks checks: write: give it in the App's settings, Permissions & events, and accept it in each installation
        problem  permissions    the App lacks issues: write: give it in the App's settings, Permissions & events, and accept it in each installation
        warning  permissions    the App has contents: write, which it does not need: take it away in the App's settings
        warning  permissions    the App has administration: read, which it does not need: take it away in the App's settings
        problem  events         GitHub does not send the App pull_request: subscribe to it in the App's settings
        warning  events         GitHub sends the App star, which it does not need: unsubscribe in its settings
        4 problems, 3 warnings
        "
      `);
    });

    it("says that the App is installed nowhere", async () => {
      gitHub({ installations: [200, []] });

      expect(await doctorOfGitHub({}, "installations")).toMatchInlineSnapshot(`
        "
        warning  installations  the App is not installed anywhere: install it from the App's page on GitHub
        0 problems, 1 warning
        "
      `);
    });

    it("says which installations are suspended, or have not accepted a permission", async () => {
      const { deployments: _, ...accepted } = permissions;
      gitHub({
        installations: [
          200,
          [
            ...INSTALLED,
            { id: 32, suspended_at: "2026-11-01T00:00:00Z", permissions },
            { id: 33, suspended_at: null, permissions: { ...accepted, checks: "read" } },
          ],
        ],
      });

      expect(await doctorOfGitHub({}, "installations")).toMatchInlineSnapshot(`
        "
        warning  installations  32 is suspended: unsuspend it there to go on with it
        problem  installations  33 lacks deployments: read, checks: write: accept the App's permissions in the settings of the installation
        1 problem, 1 warning
        "
      `);
    });

    it("says what it does not tell, and goes on", async () => {
      gitHub({ installations: [500, {}], hook: [403, { message: "API rate limit exceeded" }] });

      expect(await doctorOfGitHub({}, "installations", "webhook", "deliveries")).toMatchInlineSnapshot(`
        "
        problem  installations  GitHub does not answer: (GET /app/installations, 500): try again later
        problem  webhook        GitHub does not answer: API rate limit exceeded (GET /app/hook/…, 403): wait for the rate limit, and try again
        ok       deliveries     0 of the latest 2 failed, the last one taken at 2026-11-02 08:00 UTC
        2 problems, 0 warnings
        "
      `);
    });
  });

  describe("of the webhook", () => {
    it("says that none is set", async () => {
      gitHub({ hook: [200, { ...HOOK, url: "" }] });

      expect(await doctorOfGitHub({}, "webhook")).toMatchInlineSnapshot(`
        "
        problem  webhook        GitHub has no address to send to: set one in the App's settings
        1 problem, 0 warnings
        "
      `);
    });

    it("says all that is wrong with how GitHub sends", async () => {
      gitHub({
        hook: [
          200,
          { url: "http://user:pass@acme.example/hook?x=1", content_type: "form", insecure_ssl: "1" },
        ],
      });

      expect(
        await doctorOfGitHub({ PUBLIC_URL: "https://plimsoll.acme.example" }, "webhook"),
      ).toMatchInlineSnapshot(`
        "
        problem  webhook        GitHub sends to http://acme.example/hook: let the address end with /api/github/webhooks in the App's settings
        warning  webhook        GitHub sends to http://acme.example/hook, and PUBLIC_URL is another: correct one of the two
        warning  webhook        GitHub sends without TLS: set an address with https in the App's settings
        problem  webhook        GitHub verifies no certificate: enable SSL verification in the App's settings
        problem  webhook        GitHub sends forms, not JSON: have the App send application/json
        problem  webhook        GitHub signs nothing: set WEBHOOK_SECRET's value as secret in the App's settings
        4 problems, 2 warnings
        "
      `);
    });

    it("says how the latest deliveries went, and what hinders them", async () => {
      const lines: string[] = [];
      for (const deliveries of [
        [],
        [TAKEN, TAKEN],
        [TAKEN, REFUSED, TAKEN],
        [REFUSED, TAKEN],
        [LOST, LOST],
        [{ ...REFUSED, status_code: 503 }, TAKEN],
        [{ ...REFUSED, status_code: 302 }, TAKEN],
      ]) {
        gitHub({ deliveries: [200, deliveries] });
        lines.push(await doctorOfGitHub({}, "deliveries"));
      }

      expect(lines.join("")).toMatchInlineSnapshot(`
        "
        warning  deliveries     GitHub has sent none in three days: push something where the App is installed
        0 problems, 1 warning

        ok       deliveries     0 of the latest 2 failed, the last one taken at 2026-11-02 08:00 UTC
        0 problems, 0 warnings

        warning  deliveries     1 of the latest 3 failed, the last one taken at 2026-11-02 08:00 UTC: nothing, if the server was down then: it asks GitHub for them again
        0 problems, 1 warning

        problem  deliveries     1 of the latest 2 failed, the last one taken at 2026-11-02 08:00 UTC; the newest: answered 401: set WEBHOOK_SECRET to the secret of the App's webhook
        1 problem, 0 warnings

        problem  deliveries     2 of the latest 2 failed, none taken; the newest: timed out: let GitHub reach the server, and the server answer within ten seconds
        1 problem, 0 warnings

        problem  deliveries     1 of the latest 2 failed, the last one taken at 2026-11-02 08:00 UTC; the newest: answered 503: ask the server's /readyz why it cannot store them
        1 problem, 0 warnings

        problem  deliveries     1 of the latest 2 failed, the last one taken at 2026-11-02 08:00 UTC; the newest: answered 302: look at what stands between GitHub and the server
        1 problem, 0 warnings
        "
      `);
    });
  });

  it("prints no secret, whatever is wrong and whatever is repeated to it", async () => {
    const message = `Bad credentials ghs_0123456789abcdef ${SECRET}`;
    const broken = [
      () => gitHub({ app: [401, { message }] }),
      () => gitHub({ hook: [500, { message }], installations: [403, { message }], deliveries: [500, {}] }),
      () => gitHub({ hook: [200, { ...HOOK, url: "https://user:password@acme.example/x?token=123456" }] }),
    ];
    const texts: string[] = [];
    for (const breakIt of broken) {
      breakIt();
      texts.push(JSON.stringify(await examine(variables())));
      nock.cleanAll();
    }
    texts.push(
      JSON.stringify(
        await examine({ PRIVATE_KEY: `${TEST_KEY.slice(0, 99)}\n`, WEBHOOK_SECRET: "short one" }),
      ),
    );
    const secrets = [
      "ghs_0123456789abcdef",
      "password",
      "123456",
      "short one",
      ...TEST_KEY.split("\n").slice(1, 9),
    ];

    expect(texts.every((text) => text.includes("problem"))).toBe(true);
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  });

  it("ends with 1 on a problem, in words and as JSON", async () => {
    const path = newPath("none.db");
    const [text, json] = [await runHere(path, "doctor"), await runCli(path, "doctor", "--json")];

    expect([text.status, json.status, text.stderr, json.stderr]).toEqual([1, 1, "", ""]);
    expect(text.stdout).toMatch(/\n3 problems, 3 warnings\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({
      isWell: false,
      findings: expect.arrayContaining([
        { check: "node", level: "ok", text: expect.any(String) },
        { check: "environment", level: "problem", text: expect.any(String), remedy: "see .env.example" },
      ]),
    });
  });

  it("ends with 0 when nothing is a problem", async () => {
    const answers: Record<string, unknown> = {
      "/app": APP,
      "/app/installations?per_page=100": INSTALLED,
      "/app/hook/config": HOOK,
      "/app/hook/deliveries?per_page=100": [TAKEN],
    };
    const emulated = createServer(({ url = "" }, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answers[url] ?? {})),
    );
    await once(emulated.listen(0, "127.0.0.1"), "listening");
    const { port } = emulated.address() as AddressInfo;
    const { status, stdout } = await runCliIn(
      variables({ GITHUB_API_URL: `http://127.0.0.1:${port}` }),
      "doctor",
    );
    emulated.close();

    expect(stdout).toMatch(/\n0 problems, 0 warnings\n$/);
    expect(status).toBe(0);
  });
});

/** A port at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Writes over the first page of a table. */
function damageTable(path: string, table: string): void {
  const client = new SqliteDatabase(path);
  const page = client.prepare("select rootpage from sqlite_schema where name = ?").pluck().get(table);
  const size = client.pragma("page_size", { simple: true });
  client.close();
  const descriptor = openSync(path, "r+");
  writeSync(descriptor, Buffer.alloc(Number(size), 0xff), 0, Number(size), (Number(page) - 1) * Number(size));
  closeSync(descriptor);
}
