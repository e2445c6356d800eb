import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { createIntake } from "../../src/queue/intake.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { openTestStores } from "../support/stores.ts";

const SECRET = "a secret";
const PAYLOAD = {
  action: "rerequested",
  check_run: { head_sha: "abc", name: "Plimsoll", output: { title: "not needed" } },
  installation: { id: 1, node_id: "x" },
  repository: {
    id: 7,
    name: "shop",
    owner: { login: "acme", email: "a@b.example" },
    description: "not needed",
  },
  sender: { login: "somebody" },
};

let stores: Stores;
let server: Server;
let url: string;
let stored: number;

beforeEach(async () => {
  stores = await openTestStores();
  stored = 0;
  const log = pino({ level: "silent" });
  const onStored = () => {
    stored += 1;
  };
  const intake = createIntake({
    secret: SECRET,
    deliveries: stores.deliveries,
    log,
    clock: () => at(2),
    onStored,
  });
  server = createServer(async (request, response) => {
    if (!(await intake(request, response))) response.writeHead(404).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`;
});

afterEach(() => server.close());

function sign(body: string, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

async function post(body: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: {
      "x-github-delivery": "d1",
      "x-github-event": "check_run",
      "x-hub-signature-256": sign(body),
      ...headers,
    },
  });
  await response.text();
  return response.status;
}

describe("the intake", () => {
  it("H13: ends the connection of a refused request, and keeps that of a stored one", async () => {
    const connectionOf = async (signature: string) => {
      const response = await fetch(url, {
        method: "POST",
        body: "{}",
        headers: {
          "x-github-delivery": "d1",
          "x-github-event": "check_run",
          "x-hub-signature-256": signature,
        },
      });
      return [response.status, response.headers.get("connection")];
    };

    expect(await connectionOf(sign("{}", "another"))).toEqual([401, "close"]);
    expect(await connectionOf(sign("{}"))).toEqual([202, "keep-alive"]);
  });

  it("stores a signed delivery, cut down to what is read of it, before it answers", async () => {
    expect(await post(JSON.stringify(PAYLOAD))).toBe(202);

    const { payload, ...delivery } = (await stores.deliveries.findNextDue(at(2), [])) ?? { payload: "" };
    expect(delivery).toMatchObject({ id: "d1", event: "check_run", installationId: 1, repositoryId: 7 });
    expect(JSON.parse(payload)).toEqual({
      action: "rerequested",
      check_run: { head_sha: "abc" },
      installation: { id: 1 },
      repository: { id: 7, name: "shop", owner: { login: "acme" } },
    });
    expect(stored).toBe(1);
  });

  it.each<[string, number, string, Record<string, string>]>([
    ["a wrong signature", 401, JSON.stringify(PAYLOAD), { "x-hub-signature-256": sign("{}", "other") }],
    ["no signature", 401, JSON.stringify(PAYLOAD), { "x-hub-signature-256": "" }],
    ["a signed empty body", 400, "", {}],
    ["a signed body that is not JSON", 400, "{", {}],
    ["a form", 400, "payload=%7B%7D", { "content-type": "application/x-www-form-urlencoded" }],
    ["no delivery id", 400, JSON.stringify(PAYLOAD), { "x-github-delivery": "" }],
    ["an event that nothing handles", 202, "{}", { "x-github-event": "ping" }],
    ["an event named like a property of every object", 202, "{}", { "x-github-event": "constructor" }],
    ["an action that nothing handles", 202, JSON.stringify({ ...PAYLOAD, action: "created" }), {}],
    [
      "a delivery that no installation sent",
      202,
      JSON.stringify({ ...PAYLOAD, installation: undefined }),
      {},
    ],
    ["JSON that is no object", 202, "[]", {}],
  ])("stores nothing of %s and answers %i", async (_, status, body, headers) => {
    expect(await post(body, headers)).toBe(status);
    expect(await stores.deliveries.findNextDue(at(2), [])).toBeUndefined();
    expect(stored).toBe(0);
  });

  it("H9: refuses lists that stand in one another five million deep, without parsing them", async () => {
    const deep = `{"a":${"[".repeat(5_000_000)}`;

    expect(await post(deep)).toBe(400);
    expect(stored).toBe(0);
  });

  it.each(["x-github-delivery", "x-github-event", "x-hub-signature-256"])(
    "H9: refuses a delivery whose %s comes twice",
    async (name) => {
      const body = JSON.stringify(PAYLOAD);
      const once: Record<string, string> = {
        "x-github-delivery": "d1",
        "x-github-event": "check_run",
        "x-hub-signature-256": sign(body),
      };
      const value = once[name] ?? "";
      const request = httpRequest(url, { method: "POST", headers: { ...once, [name]: [value, value] } });
      const answered = new Promise<number | undefined>((resolve) => {
        request.on("response", ({ statusCode }) => resolve(statusCode));
      });
      request.end(body);

      expect([400, 401]).toContain(await answered);
      expect(stored).toBe(0);
    },
  );

  it("verifies the bytes as they came, not as they parse", async () => {
    const spaced = JSON.stringify({ ...PAYLOAD, note: "größer 🚢" }, undefined, 3);

    expect(await post(spaced)).toBe(202);
    expect(stored).toBe(1);
  });

  it("answers 413 to a body over 25 MB, announced or not", async () => {
    const body = "x".repeat(30 * 1024 * 1024);
    const headers = {
      "x-github-delivery": "d1",
      "x-github-event": "check_run",
      "x-hub-signature-256": sign("x"),
    };
    const chunked = httpRequest(url, {
      method: "POST",
      headers: { ...headers, "transfer-encoding": "chunked" },
    });
    // The server closes the connection while the rest is still being sent.
    chunked.on("error", () => {});
    chunked.end(body);
    const [answer] = await once(chunked, "response");

    expect(await post(body)).toBe(413);
    expect(answer.statusCode).toBe(413);
    expect(stored).toBe(0);
  });

  it("R7: acknowledges and parks what it does not understand, with the reason and the version", async () => {
    const { check_run: _, ...unclear } = PAYLOAD;

    expect(
      await post(JSON.stringify(unclear), { "x-hub-signature-256": sign(JSON.stringify(unclear)) }),
    ).toBe(202);
    expect(await stores.deliveries.listParked(9)).toMatchObject([
      { error: expect.stringMatching(/^check_run: check_run: /), canRetry: false, isNotUnderstood: true },
    ]);
    expect(await stores.catchUps.listNotUnderstood("another version", at(1))).toHaveLength(1);
  });

  it("R12: acknowledges what says what it has no word for, and parks nothing", async () => {
    const body = JSON.stringify({ ...PAYLOAD, action: "reconsidered" });

    expect(await post(body, { "x-hub-signature-256": sign(body) })).toBe(202);
    expect(await stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
  });

  it("leaves other paths alone, and other methods unanswered", async () => {
    expect((await fetch(url.replace("webhooks", "else"), { method: "POST" })).status).toBe(404);
    expect((await fetch(url)).status).toBe(405);
  });
});
