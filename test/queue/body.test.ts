import { createHmac } from "node:crypto";
import { once } from "node:events";
import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type BodyLimits, createBodyReader } from "../../src/queue/body.ts";
import { runs } from "../support/limits.ts";

const SECRET = "a secret";
const KILOBYTE = 1024;

let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Serves a reader of bodies, which answers with their length and digest, or why there is none. */
async function serve(limits?: BodyLimits): Promise<void> {
  const receive = createBodyReader(SECRET, limits);
  server = createServer(async (request, response) => {
    const body = await receive(request);
    response.end(typeof body === "string" ? body : `${body.bytes().length} ${body.digest.toString("hex")}`);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
}

/** Begins a request that says its length only where one is given. */
function begin(length?: number): ClientRequest {
  const { port } = server.address() as AddressInfo;
  const headers = length === undefined ? {} : { "content-length": length };
  const request = httpRequest({ port, host: "127.0.0.1", method: "POST", headers });
  request.on("error", () => {});
  return request;
}

async function answerOf(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return text;
}

describe("H4: what is received before its signature is known", () => {
  it("is whole, and hashed as GitHub hashes it, however it was cut", async () => {
    await serve();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 }),
        async (cut) => {
          const request = begin();
          for (const chunk of cut) request.write(chunk);
          request.end();
          const body = Buffer.concat(cut);
          const digest = createHmac("sha256", SECRET).update(body).digest("hex");

          expect(await answerOf(request)).toBe(`${body.length} ${digest}`);
        },
      ),
      { numRuns: runs(50) },
    );
  });

  it("is bounded over all senders: a large one is given up, and small ones are taken", async () => {
    await serve({ mostUnverifiedBytes: 100 * KILOBYTE });
    const large = [1, 2, 3].map(() => begin(1_000_000));
    const refused = large.map(answerOf);
    for (const request of large) request.write(Buffer.alloc(60 * KILOBYTE));
    const first = await Promise.race(refused);
    const small = begin();
    small.end("x".repeat(KILOBYTE));

    expect(first).toBe("crowd");
    expect(await answerOf(small)).toMatch(/^1024 /);
  });

  it("is given up of many small senders that never end, and not of a larger one that is quick", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    await serve({ mostUnverifiedBytes: 100 * KILOBYTE });
    const endless = Array.from({ length: 30 }, () => begin(1_000_000));
    const answers = endless.map(answerOf);
    for (const request of endless) {
      request.write("x".repeat(2 * KILOBYTE));
      await once(server, "request");
    }
    vi.advanceTimersByTime(5_000);
    const quick = begin();
    quick.end("x".repeat(15 * KILOBYTE));

    expect(await answerOf(quick)).toMatch(/^15360 /);
    expect(await Promise.race(answers)).toBe("crowd");
    vi.useRealTimers();
  });

  it("counts what the pieces take, and gives back what has ended", async () => {
    await serve({ mostUnverifiedBytes: 100 * KILOBYTE });
    const pieces = begin();
    const answer = answerOf(pieces);
    let isAnswered = false;
    void answer.then(() => {
      isAnswered = true;
    });
    // 1,000 bytes, each in an object of its own.
    while (!isAnswered) {
      pieces.write("x");
      await sleep(0);
    }
    expect(await answer).toBe("crowd");
    for (let sent = 0; sent < 5; sent++) {
      const next = begin();
      next.end("x".repeat(90 * KILOBYTE));
      expect(await answerOf(next)).toMatch(/^92160 /);
    }
  });

  it("ends when it comes in pieces of a few bytes, and not when those are few", async () => {
    await serve();
    const few = begin();
    for (let sent = 0; sent < 500; sent++) few.write("x");
    few.end();
    expect(await answerOf(few)).toMatch(/^500 /);
    const many = begin();
    const answer = answerOf(many);
    for (let sent = 0; sent < 2_000; sent++) many.write("x");

    expect(await answer).toBe("pieces");
  });

  it("ends after a while, however slowly it comes", async () => {
    await serve({ mostMs: 50 });
    const slow = begin(1_000);
    slow.write("x");

    expect(await answerOf(slow)).toBe("slow");
  });

  it("holds nothing of senders that hang up", async () => {
    await serve({ mostUnverifiedBytes: 100 * KILOBYTE });
    for (let sent = 0; sent < 10; sent++) {
      const request = begin(1_000_000);
      request.write(Buffer.alloc(50 * KILOBYTE));
      const [received] = (await once(server, "request")) as [IncomingMessage];
      request.destroy();
      await new Promise((resolve) => received.on("close", resolve));
    }
    const next = begin();
    next.end("x".repeat(90 * KILOBYTE));

    expect(await answerOf(next)).toMatch(/^92160 /);
  });
});
