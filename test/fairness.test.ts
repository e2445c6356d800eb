import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Plimsoll, startPlimsoll } from "../src/server/server.ts";
import { HANGING_MS } from "./support/limits.ts";

const SECRET = "a secret of some length";
const DELIVERIES = 1_200;
const SENDERS = 32;
/** In so many of one kind there must be one of the other. */
const STRETCH = 300;

type Kind = "acknowledged" | "worked";

let gitHub: Server;
let plimsoll: Plimsoll;
/** What happened, in its order. */
const happened: Kind[] = [];

beforeAll(async () => {
  gitHub = createServer((_, response) => void response.writeHead(404).end()).listen(0, "127.0.0.1");
  await once(gitHub, "listening");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const write = (line: string) => {
    if (JSON.parse(line).msg === "Delivery processed") happened.push("worked");
  };
  plimsoll = await startPlimsoll({
    env: {
      ...{ APP_ID: 1, PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString() },
      ...{ WEBHOOK_SECRET: SECRET, DATABASE_URL: "file::memory:", HOST: "127.0.0.1", PORT: 0 },
      GITHUB_API_URL: `http://127.0.0.1:${(gitHub.address() as AddressInfo).port}`,
      ...{ LOG_LEVEL: "info", PUBLIC_URL: undefined },
    },
    log: pino({ level: "info" }, { write }),
  });
});

afterAll(async () => {
  await plimsoll.stop();
  gitHub.close();
});

/** Delivers a tag of no release, which is worked by the store alone. */
async function deliver(repositoryId: number): Promise<void> {
  const sha = "a".repeat(40);
  const body = JSON.stringify({
    installation: { id: 1 },
    repository: {
      id: repositoryId,
      name: `r${repositoryId}`,
      owner: { login: "acme" },
      default_branch: "main",
    },
    ...{ ref: "refs/tags/v1", before: sha, after: sha, forced: false, created: true, deleted: false },
    ...{ commits: [], head_commit: { id: sha } },
  });
  const response = await fetch(`${plimsoll.url}/api/github/webhooks`, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", "x-github-event": "push", "x-github-delivery": randomUUID() },
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
    },
    body,
  });
  expect(response.status).toBe(202);
  happened.push("acknowledged");
}

describe("a flood of webhooks", () => {
  it(
    "keeps no delivery from being worked, and work keeps none from being acknowledged",
    async () => {
      const left = Array.from({ length: DELIVERIES }, (_, index) => index).values();
      const send = async () => {
        for (const index of left) await deliver(1 + index);
      };
      await Promise.all(Array.from({ length: SENDERS }, send));
      const acknowledged = happened.length;
      await plimsoll.idle();

      expect(happened.filter((kind) => kind === "worked")).toHaveLength(DELIVERIES);
      const flood = happened.slice(0, acknowledged);
      for (let from = 0; from + STRETCH <= flood.length; from += STRETCH / 2)
        expect(new Set(flood.slice(from, from + STRETCH)), `from ${from} on`).toEqual(
          new Set<Kind>(["acknowledged", "worked"]),
        );
    },
    HANGING_MS,
  );
});
