import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { startInMemory } from "./in-memory.ts";

const SECRET = "a secret of some length";
const BODY = JSON.stringify({ action: "created", installation: { id: 1 }, repositories: [] });

/** The head of a delivery, of which the sender waits for `100 Continue` before the body. */
function headOf(id: string): string {
  const signature = createHmac("sha256", SECRET).update(BODY).digest("hex");
  return [
    "POST /api/github/webhooks HTTP/1.1",
    "host: plimsoll",
    `x-github-delivery: ${id}`,
    "x-github-event: installation",
    `x-hub-signature-256: sha256=${signature}`,
    `content-length: ${BODY.length}`,
    "expect: 100-continue",
    "\r\n",
  ].join("\r\n");
}

/** Sends a part of a request, and resolves to the next part of the answer. */
async function send(socket: Socket, part: string): Promise<string> {
  const answered = once(socket, "data");
  socket.write(part);
  return (await answered).toString();
}

it("ends each connection with an answer when the server stops, so that no request is cut off", async () => {
  const plimsoll = await startInMemory(SECRET);
  const socket = connect(Number(new URL(plimsoll.url).port), "127.0.0.1");
  const closed = once(socket, "close");
  await send(socket, headOf("begun before"));
  const stopped = plimsoll.stop();
  const first = await send(socket, BODY);
  await send(socket, headOf("begun after"));
  const second = await send(socket, BODY);
  await closed;
  await stopped;

  expect(first).toMatch(/^HTTP\/1.1 202 /);
  expect(second).toMatch(/^HTTP\/1.1 202 /);
  expect(second).toMatch(/^connection: close\r$/im);
});
