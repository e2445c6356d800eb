import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { end, startServerProcess } from "../../dev/simulation/processes/process.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { pullRequestPayload } from "../../dev/simulation/world/payloads.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";
import { QuickOctokit } from "../faults/octokit.ts";

/** An address at which no GitHub is. */
const NOWHERE = "http://127.0.0.1:1";

/** What `/readyz` answers. */
async function readiness(url: string) {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, text: await response.text() };
}

/** Starts a server in this process, on the store in a file. */
function start(file: string, gitHubUrl = NOWHERE): Promise<Plimsoll> {
  return startPlimsoll({
    env: {
      APP_ID: 1,
      PRIVATE_KEY: TEST_KEY,
      WEBHOOK_SECRET: "a secret of the tests",
      GITHUB_API_URL: gitHubUrl,
      DATABASE_URL: `file:${file}`,
      LOG_LEVEL: "silent",
      HOST: "127.0.0.1",
      PORT: 0,
    },
    log: pino({ level: "silent" }),
    Octokit: QuickOctokit,
  });
}

describe("a server", () => {
  it("is not ready while another process locks its store, and is ready again after", async () => {
    const file = newPath("plimsoll.db");
    const plimsoll = await start(file);
    expect(await readiness(plimsoll.url)).toMatchObject({ status: 200, text: "ok\n" });

    const other = new SqliteDatabase(file);
    other.exec("begin immediate");
    const locked = await readiness(plimsoll.url);
    const measured = await (await fetch(`${plimsoll.url}/metrics`)).text();
    other.exec("rollback");
    other.close();

    expect(locked.status).toBe(503);
    expect(measured).toContain("plimsoll_ready 0\n");
    expect(locked.text).toBe("the store cannot be written: SqliteError: database is locked (SQLITE_BUSY)\n");
    expect((await readiness(plimsoll.url)).status).toBe(200);
    await plimsoll.stop();
  });

  it("is not ready while GitHub never answers and a worker so hangs", async () => {
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve());
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const { port } = silent.address() as AddressInfo;
    const plimsoll = await start(newPath("plimsoll.db"), `http://127.0.0.1:${port}`);
    const payload = JSON.stringify(pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) }));
    const delivery = { id: "d1", event: "pull_request", installationId: 1, repositoryId: 7, payload };
    await plimsoll.stores.deliveries.saveAll([{ ...delivery, receivedAt: at(2) }]);
    await asked.promise;
    expect((await readiness(plimsoll.url)).status).toBe(200);

    vi.useFakeTimers({ toFake: ["performance"] });
    vi.advanceTimersByTime(performance.now() + 16 * 60_000);
    // Long enough for the loops to turn.
    await sleep(1_500);
    const hung = await readiness(plimsoll.url);
    vi.useRealTimers();

    expect(hung).toMatchObject({ status: 503, text: "the workers have stalled\n" });
    silent.closeAllConnections();
    silent.close();
    await plimsoll.stop();
  });

  it("is not ready, but alive, when its disk is full", async () => {
    const env = {
      APP_ID: "1",
      PRIVATE_KEY: TEST_KEY,
      WEBHOOK_SECRET: "a secret of the tests",
      GITHUB_API_URL: NOWHERE,
      DATABASE_URL: `file:${newPath("plimsoll.db")}`,
    };
    // Two megabytes a file: enough to start, and not for the write-ahead log that each answer makes longer.
    const server = await startServerProcess(env, { limits: "ulimit -f 4096" });
    let found = await readiness(server.url);
    expect(found.status).toBe(200);
    for (let asked = 0; found.status === 200 && asked < 2_000; asked++) found = await readiness(server.url);

    expect(found.status).toBe(503);
    expect(found.text).toMatch(
      /^the store cannot be written: SqliteError: (disk I\/O error|database or disk is full) \(SQLITE_\w+\)\n$/,
    );
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await end(server, "SIGKILL");
  });
});
