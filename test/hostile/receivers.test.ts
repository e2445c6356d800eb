import { createServer as createTcpServer, type Socket } from "node:net";
import { expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { NotifyError } from "../../src/notify/notify-error.ts";
import { sendNotification } from "../../src/notify/send.ts";
import { listen, useReceivers } from "../support/receivers.ts";

const message = { kind: "digest", title: "a digest", lines: ["9 in all"], url: undefined } as const;
const REQUEST = { id: "an-id", format: "slack", createdAt: at(2), readMessage: () => message } as const;

async function send(protocol: string, onConnection: (socket: Socket) => void): Promise<unknown> {
  const url = `${protocol}://127.0.0.1:${await listen(createTcpServer(onConnection))}/hook/secret-token`;
  const begin = performance.now();
  const error = await sendNotification({ url, secret: undefined }, REQUEST, at(2)).catch((thrown) => thrown);
  expect(performance.now() - begin).toBeLessThan(25_000);
  expect(error).toBeInstanceOf(NotifyError);
  return [error.message, error.isCertain];
}

useReceivers();

it("H9: a receiver of notifications that hangs, or answers byte by byte, is left after seconds", async () => {
  const slowly = (socket: Socket) => {
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nx: ${"a".repeat(9_000)}\r\n\r\n`);
    let sent = 0;
    const timer = setInterval(() => socket.write(bytes.subarray(sent, ++sent)), 20);
    socket.on("close", () => clearInterval(timer));
  };
  const [silent, slow, handshake] = await Promise.all([
    send("http", () => {}),
    send("http", slowly),
    send("https", () => {}),
  ]);

  expect([silent, slow]).toEqual(Array(2).fill(["no answer in time", false]));
  expect(handshake).toEqual(["no connection (UND_ERR_CONNECT_TIMEOUT)", true]);
});
