import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { CLI, COMPILED } from "../dev/simulation/processes/cli.ts";
import { end, startServerProcess } from "../dev/simulation/processes/process.ts";
import { at } from "../dev/simulation/world/history.ts";
import { TEST_KEY } from "../dev/simulation/world/key.ts";
import { pullRequestPayload } from "../dev/simulation/world/payloads.ts";
import { HANGING_MS } from "./support/limits.ts";
import { newStore } from "./support/stores.ts";

/** The environment of a server on a store of its own. */
const newEnvironment = (): Record<string, string> => ({
  APP_ID: "1",
  PRIVATE_KEY: TEST_KEY,
  WEBHOOK_SECRET: "a secret of the tests",
  DATABASE_URL: `file:${newStore()}`,
});

async function deliver(url: string, id: string): Promise<number> {
  const body = JSON.stringify(pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) }));
  const signature = createHmac("sha256", "a secret of the tests").update(body).digest("hex");
  const headers = {
    "x-github-delivery": id,
    "x-github-event": "pull_request",
    "x-hub-signature-256": `sha256=${signature}`,
  };
  return (await fetch(`${url}/api/github/webhooks`, { method: "POST", body, headers })).status;
}

/** A GitHub that takes requests and answers none of them, or all of them with 404. */
async function startSilentGitHub(answers: boolean) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (answers) response.writeHead(404, { "content-type": "application/json" }).end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

/** What working a delivery of the installation begins with. */
const TOKEN = "POST /app/installations/1/access_tokens";

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Runs `plimsoll start` where it ends by itself. */
function run(variables: Record<string, string>) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [CLI, "start"], {
    env: { ...COMPILED, ...variables },
    cwd: tmpdir(),
    encoding: "utf8",
    timeout: HANGING_MS,
  });
  return { status, stdout, stderr };
}

describe("the server process", () => {
  it("answers its health checks, keeps its port, and ends in order on SIGTERM", async () => {
    const env = newEnvironment();
    const server = await startServerProcess(env);
    const { port } = new URL(server.url);

    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    for (const credentials of [newEnvironment(), {}])
      expect(run({ ...credentials, HOST: "127.0.0.1", PORT: port })).toMatchObject({
        status: 1,
        stderr: `plimsoll: Port ${port} is already in use. You can define the PORT environment variable to use a different port.\n`,
      });
    expect(await end(server, "SIGTERM")).toEqual([0, null]);
    expect(server.log.at(-1)).toBe("Plimsoll has stopped");
  });

  it("takes up at its next start what a crash left undone, and ends in order on SIGINT", async () => {
    const env = newEnvironment();
    const silent = await startSilentGitHub(false);
    const crashing = await startServerProcess({ ...env, GITHUB_API_URL: silent.url });
    expect(await deliver(crashing.url, "d1")).toBe(202);
    await until(() => silent.asked.includes(TOKEN));
    expect(await end(crashing, "SIGKILL")).toEqual([null, "SIGKILL"]);
    silent.close();

    const gitHub = await startSilentGitHub(true);
    const restarted = await startServerProcess({ ...env, GITHUB_API_URL: gitHub.url });
    await until(() => gitHub.asked.includes(TOKEN));

    expect(gitHub.asked).toContain(TOKEN);
    expect(await end(restarted, "SIGINT")).toEqual([0, null]);
    expect(restarted.log.at(-1)).toBe("Plimsoll has stopped");
    gitHub.close();
  });
});

describe("plimsoll start", () => {
  it("names every problem of its environment and ends with 1", () => {
    expect(run({ APP_ID: "x", WEBHOOK_SECRET: "a secret of the tests" })).toEqual({
      status: 1,
      stdout: "",
      stderr: `plimsoll: The environment is not right:
  APP_ID must be the App's numeric id
  PRIVATE_KEY or PRIVATE_KEY_PATH is required: the key that GitHub made for the App
See .env.example.
`,
    });
  });
});
