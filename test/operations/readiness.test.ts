import SqliteDatabase from "better-sqlite3";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { startPlimsoll } from "../../src/server.ts";
import { newPath } from "../support/cli.ts";
import { TEST_KEY } from "../support/key.ts";
import { end, startServerProcess } from "../support/process.ts";

/** An address at which no GitHub is. */
const NOWHERE = "http://127.0.0.1:1";

/** What `/readyz` answers, and after how many milliseconds. */
async function readiness(url: string) {
  const started = performance.now();
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, text: await response.text(), ms: performance.now() - started };
}

describe("a server", () => {
  it("is not ready while another process locks its store, says so at once, and is ready again after", async () => {
    const file = newPath("plimsoll.db");
    const plimsoll = await startPlimsoll({
      env: {
        APP_ID: 1,
        PRIVATE_KEY: TEST_KEY,
        WEBHOOK_SECRET: "a secret",
        GITHUB_API_URL: NOWHERE,
        DATABASE_URL: `file:${file}`,
        LOG_LEVEL: "silent",
        HOST: "127.0.0.1",
        PORT: 0,
      },
      log: pino({ level: "silent" }),
    });
    expect(await readiness(plimsoll.url)).toMatchObject({ status: 200, text: "ok\n" });

    const other = new SqliteDatabase(file);
    other.exec("begin immediate");
    const locked = await readiness(plimsoll.url);
    other.exec("rollback");
    other.close();

    expect(locked.status).toBe(503);
    expect(locked.text).toBe("the store cannot be written: SqliteError: database is locked\n");
    // Less than the five seconds for which what must be written waits.
    expect(locked.ms).toBeLessThan(2_000);
    expect((await readiness(plimsoll.url)).status).toBe(200);
    await plimsoll.stop();
  });

  it("is not ready, but alive, when its disk is full", async () => {
    const env = {
      APP_ID: "1",
      PRIVATE_KEY: TEST_KEY,
      WEBHOOK_SECRET: "a secret",
      GITHUB_API_URL: NOWHERE,
      DATABASE_URL: `file:${newPath("plimsoll.db")}`,
    };
    // Two megabytes a file: enough to start, and not for the write-ahead log that each answer makes longer.
    const server = await startServerProcess(env, "ulimit -f 4096");
    let found = await readiness(server.url);
    expect(found.status).toBe(200);
    for (let asked = 0; found.status === 200 && asked < 2_000; asked++) found = await readiness(server.url);

    expect(found.status).toBe(503);
    expect(found.text).toMatch(
      /^the store cannot be written: SqliteError: (disk I\/O error|database or disk is full)\n$/,
    );
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await end(server, "SIGKILL");
  });
});
