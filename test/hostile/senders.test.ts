import { readFileSync } from "node:fs";
import { type ClientRequest, request as httpRequest } from "node:http";
import { Webhooks } from "@octokit/webhooks";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { end, type ServerProcess, startServerProcess } from "../../dev/simulation/processes/process.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";

const SECRET = "a secret of more than sixteen letters";
const MEGABYTE = 1024 * 1024;

let server: ServerProcess;

beforeEach(async () => {
  server = await startServerProcess({
    ...{ APP_ID: "1", PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, GITHUB_API_URL: "http://127.0.0.1:1" },
    DATABASE_URL: `file:${newPath("plimsoll.db")}`,
  });
});

afterEach(async () => {
  await end(server, "SIGKILL");
});

/** The most memory that the server ever had, in bytes. */
function peak(): number {
  const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** Sends a body of which the last byte never comes. */
function sendForged(bytes: number): ClientRequest {
  const request = httpRequest(`${server.url}/api/github/webhooks`, {
    method: "POST",
    headers: {
      "content-length": bytes + 1,
      "x-github-delivery": "forged",
      "x-github-event": "push",
      "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
    },
  });
  request.on("error", () => {});
  request.write(Buffer.alloc(bytes, 0x20));
  return request;
}

async function deliver(id: string): Promise<number> {
  const body = JSON.stringify({ action: "created", installation: { id: 1 }, repositories: [] });
  const headers = {
    "x-github-delivery": id,
    "x-github-event": "installation",
    "x-hub-signature-256": await new Webhooks({ secret: SECRET }).sign(body),
  };
  const { status } = await fetch(`${server.url}/api/github/webhooks`, { method: "POST", headers, body });
  return status;
}

it("H4: forty senders of 24 MB with a wrong signature take little memory, and keep out no delivery", async () => {
  await deliver("first");
  const before = peak();
  const forged = Array.from({ length: 40 }, () => sendForged(24 * MEGABYTE));
  // Each ends: it was given up for the others, or its last byte did not come in time.
  const answers = Promise.all(
    forged.map(
      (request) =>
        new Promise((resolve) => {
          request.on("response", ({ statusCode }) => resolve(statusCode));
          request.on("error", () => resolve("cut off"));
        }),
    ),
  );
  const meanwhile: number[] = [];
  for (let sent = 0; sent < 20; sent++) meanwhile.push(await deliver(`d${sent}`));

  expect(meanwhile).toEqual(Array(20).fill(202));
  expect([408, 503, "cut off"]).toEqual(expect.arrayContaining([...new Set(await answers)]));
  expect(peak() - before).toBeLessThan(300 * MEGABYTE);
});
