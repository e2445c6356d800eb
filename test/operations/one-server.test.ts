import { once } from "node:events";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhooks } from "@octokit/webhooks";
import SqliteDatabase from "better-sqlite3";
import { pino } from "pino";
import { describe, expect, it, onTestFinished, type TestContext, vi } from "vitest";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { end, startServerProcess } from "../../dev/simulation/processes/process.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { readServerEnv } from "../../src/env.ts";
import { startPlimsoll } from "../../src/server/server.ts";
import { lockStore } from "../../src/storage/store-lock.ts";
import { openStores } from "../../src/storage/stores.ts";
import { newStore } from "../support/stores.ts";

const SECRET = "a secret of more than sixteen letters";

function environment(file: string): Record<string, string> {
  return {
    APP_ID: "1",
    PRIVATE_KEY: TEST_KEY,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: "http://127.0.0.1:1",
    DATABASE_URL: `file:${file}`,
  };
}

/** Starts a server in this process until the test ends; its exit is `lost`. With the messages of its log. */
async function startHere(file: string, { onTestFinished }: Pick<TestContext, "onTestFinished">) {
  const log: string[] = [];
  const lost = Promise.withResolvers<unknown>();
  const server = await startPlimsoll({
    env: readServerEnv({ ...environment(file), HOST: "127.0.0.1", PORT: "0" }),
    log: pino({}, { write: (line: string) => void log.push(JSON.parse(line).msg) }),
    onLost: lost.resolve,
  });
  onTestFinished(() => server.stop());
  return { url: server.url, log, lost: lost.promise };
}

/** Sends a delivery, and resolves to the answer. */
async function deliver(url: string, id: string, action = "created"): Promise<number> {
  const body = JSON.stringify({ action, installation: { id: 1 }, repositories: [] });
  const headers = {
    "x-github-delivery": id,
    "x-github-event": "installation",
    "x-hub-signature-256": await new Webhooks({ secret: SECRET }).sign(body),
  };
  const { status } = await fetch(`${url}/api/github/webhooks`, { method: "POST", headers, body });
  return status;
}

describe("H1: a second server on a store", () => {
  it("waits for the first one to end, also by kill -9, and takes over", async () => {
    const file = newStore();
    const first = await startServerProcess(environment(file));
    const waiting = Promise.withResolvers<string>();
    const onMessage = (message: string) => {
      if (message.startsWith("Another server works on this store")) waiting.resolve("waiting");
    };
    const second = startServerProcess(environment(file), { onMessage });
    const early = await Promise.race([second.then(() => "listening"), waiting.promise]);
    await end(first, "SIGKILL");
    const { url, log } = await second;

    expect(early).toBe("waiting");
    expect(log.filter((line) => line.startsWith("Another server works on this store"))).toHaveLength(1);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await end(await second, "SIGKILL");
  });

  it("is refused in one line after the wait, and so is migrate", async () => {
    const file = newPath("plimsoll.db");
    const hold = await lockStore(`file:${file}`);
    await (await openStores(`file:${file}`)).close();
    const { status, stderr } = await runCli(file, "migrate");
    const waited = lockStore(`file:${file}`, { waitMs: 0 });

    await expect(waited).rejects.toThrow(
      `${file} is in use by another server: stop that one first, or give this one a store of its own in DATABASE_URL`,
    );
    expect([status, stderr.trim().split("\n").length]).toEqual([1, 1]);
    hold.release();
    (await lockStore(`file:${file}`, { waitMs: 0 })).release();
  });

  it("is refused by whatever link it reaches the store", async () => {
    const file = newPath("plimsoll.db");
    const hold = await lockStore(`file:${file}`);
    await (await openStores(`file:${file}`)).close();
    symlinkSync(file, `${file}.link`);

    await expect(lockStore(`file:${file}.link`, { waitMs: 0 })).rejects.toThrow(
      "is in use by another server",
    );
    hold.release();
  });

  it("waits for the first one to see that its lock file was removed, and that one ends with one line", async () => {
    const file = newStore();
    const first = await startServerProcess(environment(file));
    const ended = once(first.child, "exit");
    rmSync(`${file}.lock`);
    const second = lockStore(`file:${file}`, { waitMs: 0 });
    const early = await Promise.race([second.then(() => "holds"), sleep(1_500, "waits")]);

    expect(early).toBe("waits");
    expect((await ended)[0]).toBe(1);
    await first.logEnded;
    expect(first.log.filter((line) => line.startsWith("The store is lost"))).toHaveLength(1);
    (await second).release();
  });

  it("says what it cannot lock", async () => {
    const file = newPath("plimsoll.db");
    writeFileSync(`${file}.lock`, "another program's".repeat(1_000));

    await expect(lockStore(`file:${file}`)).rejects.toThrow(
      `${file}.lock cannot be locked: file is not a database: this user must be allowed to write in its folder`,
    );
  });

  it("says where it cannot write its lock", async () => {
    const file = newPath("a file, and no folder");
    writeFileSync(file, "");

    await expect(lockStore(`file:${file}/plimsoll.db`)).rejects.toThrow(
      `${file}/plimsoll.db.lock cannot be written: ENOTDIR: not a directory: its folder must be there`,
    );
  });

  it("hinders no command that reads", async (test) => {
    const file = newStore();
    await startHere(file, test);

    expect((await runCli(file, "status")).status).toBe(0);
  });
});

describe("H2: a store whose file", () => {
  // Each server looks at its files once a second. A process whose store is lost ends: see the lock file that is removed.
  it.concurrent.for<readonly [string, (file: string) => unknown]>([
    ["is deleted", (file: string) => rmSync(file)],
    ["loses its write-ahead log", (file: string) => rmSync(`${file}-wal`)],
    ["loses the index of that log", (file: string) => rmSync(`${file}-shm`)],
    [
      "is replaced by another one",
      async (file: string) => {
        await (await openStores(`file:${file}.other`)).close();
        renameSync(`${file}.other`, file);
      },
    ],
  ])("%s takes no delivery, and the server knows that it has lost it", async ([, change], test) => {
    const file = newStore();
    const server = await startHere(file, test);
    const before = await deliver(server.url, "a");
    await change(file);
    const after = await deliver(server.url, "b");

    expect([before, after]).toEqual([202, 503]);
    expect(await server.lost).toMatchObject({ name: "StoreLostError" });
  });
});

describe("H10: a running server", () => {
  it("leaves nothing in the files of the store of what was uninstalled", async (test) => {
    const file = newStore();
    const server = await startHere(file, test);
    const find = () => {
      const database = new SqliteDatabase(file, { readonly: true });
      const key = database.prepare("select builder_key from installations").pluck().get();
      database.close();
      return key as string | undefined;
    };
    await deliver(server.url, "a");
    const key = await until(find);
    const wasThere = isInFiles(file, key);
    await deliver(server.url, "b", "deleted");
    await until(() => find() === undefined);
    passSeconds(20);
    await until(() => !isInFiles(file, key));

    expect(wasThere).toBe(true);
  });
});

/** Lets the clock of what lasts jump ahead until the end of a test. */
function passSeconds(seconds: number): void {
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + seconds * 1_000);
  onTestFinished(() => clock.mockRestore());
}

/** Resolves to what is found once it is. */
async function until<Found>(find: () => Found | undefined | false): Promise<Found> {
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await sleep(200);
  }
}

function isInFiles(file: string, text: string): boolean {
  return ["", "-wal", "-shm"].some((suffix) => {
    const path = `${file}${suffix}`;
    return existsSync(path) && readFileSync(path, "latin1").includes(text);
  });
}

describe("H3: a store with damaged pages", () => {
  it("is not ready, and says so in one line", async (test) => {
    const file = newPath("plimsoll.db");
    const hold = await lockStore(`file:${file}`);
    await (await openStores(`file:${file}`, { pseudonymKey: {} })).close();
    hold.release();
    const database = new SqliteDatabase(file);
    const root = database.prepare("select rootpage from sqlite_schema where name = 'changes'").pluck().get();
    const size = database.pragma("page_size", { simple: true });
    database.close();
    damagePage(file, Number(root), Number(size));
    const server = await startHere(file, test);
    const found = await readiness(server.url);

    expect(found).toContain("the store is damaged: ");
    expect(server.log.filter((line) => line.startsWith("The store is damaged"))).toHaveLength(1);
  });
});

/** The answer of `/readyz` once it is not ready. */
async function readiness(url: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    if (response.status === 503) return response.text();
    await sleep(50);
  }
}

/** Fills a page with what is none. */
function damagePage(file: string, page: number, size: number): void {
  const opened = openSync(file, "r+");
  writeSync(opened, Buffer.alloc(size, 0x5a), 0, size, (page - 1) * size);
  closeSync(opened);
}
