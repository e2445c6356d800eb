import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { NotifyError } from "../../src/notify/notify-error.ts";
import { sendNotification } from "../../src/notify/send.ts";
import { UNKNOWN_ISSUER } from "../support/certificate.ts";
import { listen, rawReceiver, receiver, useReceivers } from "../support/receivers.ts";

const message = {
  kind: "digest",
  title: "Plimsoll · acme/shop",
  lines: ["9 in all"],
  url: undefined,
} as const;
const REQUEST = { id: "an-id", format: "slack", createdAt: at(2), readMessage: () => message } as const;

/** Sends a request. Returns what became of it. */
async function send(url: string): Promise<unknown> {
  try {
    await sendNotification({ url, secret: undefined }, REQUEST, at(2));
    return "sent";
  } catch (error) {
    if (!(error instanceof NotifyError)) throw error;
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/hook|secret-token|127\.0\.0\.1|localhost/);
    expect(error.cause).toBeUndefined();
    const { isCertain, isOverloaded, isFinal, waitMs } = error;
    return { text: error.message, isCertain, isOverloaded, isFinal, waitMs };
  }
}

/** What becomes of a request that is answered so. */
async function answered(status: number, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return send(await receiver((_, response) => response.writeHead(status, headers).end("the answer")));
}

describe("a request", () => {
  useReceivers();

  it("is sent as JSON to an address in IPv6", async () => {
    const received: (string | undefined)[] = [];
    const server = createServer(async (request, response) => {
      received.push(request.url, request.headers["content-type"], JSON.parse(await text(request)).text);
      response.end();
    });
    const port = await listen(server, "::1");

    expect(await send(`http://[::1]:${port}/hook?secret-token=1`)).toBe("sent");
    expect(received).toEqual(["/hook?secret-token=1", "application/json", message.title]);
  });

  it("uses a connection of its own, since a kept one may be closed at any time", async () => {
    const sockets = new Set<unknown>();
    const used = ({ socket }: IncomingMessage) =>
      sockets.has(socket) ? socket.destroy() : sockets.add(socket);
    const url = await receiver((request, response) => {
      used(request);
      response.end();
    });

    expect([await send(url), await send(url), await send(url)]).toEqual(["sent", "sent", "sent"]);
    expect(sockets.size).toBe(3);
  });

  it("has arrived once its status is there, whatever follows", async () => {
    const endless = await receiver((_, response) => {
      const timer = setInterval(() => response.write("x".repeat(1_000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    const broken = "HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\nno chunk\r\n";
    const short = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 99\r\n\r\nno gzip";
    for (const url of [endless, await rawReceiver(broken), await rawReceiver(short)])
      expect(await send(url)).toBe("sent");
  });

  it.each([
    [307, { isCertain: true, isOverloaded: false, isFinal: false }],
    [400, { isCertain: true, isOverloaded: false, isFinal: false }],
    [404, { isCertain: true, isOverloaded: false, isFinal: false }],
    [410, { isCertain: true, isOverloaded: false, isFinal: true }],
    [429, { isCertain: true, isOverloaded: true, isFinal: false }],
    [500, { isCertain: false, isOverloaded: true, isFinal: false }],
    [502, { isCertain: false, isOverloaded: true, isFinal: false }],
    [503, { isCertain: true, isOverloaded: true, isFinal: false }],
  ])("that is answered with %i is refused", async (status, refusal) => {
    expect(await answered(status, { location: "/elsewhere" })).toEqual({
      ...{ text: `status ${status}`, waitMs: undefined },
      ...refusal,
    });
  });

  it.each([
    ["30", 30_000],
    ["0", 0],
    ["99999999999999", 3_600_000],
    ["Mon, 02 Nov 2026 00:02:00 GMT", 120_000],
    ["Sun, 01 Nov 2026 00:00:00 GMT", 0],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
  ])("is told to wait by Retry-After: %s", async (value, waitMs) => {
    const date = "Mon, 02 Nov 2026 00:00:00 GMT";
    for (const status of [429, 503])
      expect(await answered(status, { "retry-after": value, date })).toMatchObject({ waitMs });
    expect(await answered(400, { "retry-after": value, date })).toMatchObject({ waitMs: undefined });
  });

  it("certainly did not arrive where no connection was made", async () => {
    const closed = await receiver(() => {});
    const plain = closed.replace("http:", "https:");
    const tls = await listen(createTlsServer(UNKNOWN_ISSUER));
    const silent = await listen(createTcpServer((socket) => socket.once("data", () => socket.destroy())));
    const texts = [
      "ECONNREFUSED",
      "ENOTFOUND",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ];
    const urls = ["http://localhost:2/", "http://nowhere.invalid/", plain, `https://127.0.0.1:${tls}/`];
    for (const [index, url] of [...urls, `https://127.0.0.1:${silent}/`].entries())
      expect(await send(url)).toEqual({
        ...{ text: `no connection (${texts[index] ?? "ECONNRESET"})`, isCertain: true },
        ...{ isOverloaded: true, isFinal: false, waitMs: undefined },
      });
  });

  it("may have arrived where the connection broke", async () => {
    const reset = await receiver((request) => request.socket.resetAndDestroy());
    for (const url of [reset, await rawReceiver(""), await rawReceiver("no HTTP\r\n\r\n")])
      expect(await send(url)).toMatchObject({ isCertain: false, isOverloaded: true });
  });
});
