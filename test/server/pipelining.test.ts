import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plimsoll } from "../../src/server/server.ts";
import { startInMemory } from "./in-memory.ts";

const REQUEST = "GET /healthz HTTP/1.1\r\nhost: plimsoll\r\n\r\n";

let plimsoll: Plimsoll;

beforeAll(async () => {
  plimsoll = await startInMemory("a secret of some length");
});

afterAll(() => plimsoll.stop());

function open(): Socket {
  return connect(Number(new URL(plimsoll.url).port), "127.0.0.1");
}

/** What each answer says of its connection. */
function connections(answers: string): string[] {
  return [...answers.matchAll(/^connection: (.*)\r$/gim)].map(([, value = ""]) => value);
}

describe("H13: a connection", () => {
  it("ends after a request that did not wait for the answer before it", async () => {
    const socket = open();
    let answers = "";
    socket.on("data", (chunk) => {
      answers += chunk.toString();
    });
    socket.write(REQUEST.repeat(20));
    await once(socket, "close");

    expect(connections(answers)).toEqual(["keep-alive", "close"]);
  });

  it("goes on while each request waits for the answer before it", async () => {
    const socket = open();
    const answers: string[] = [];
    for (let sent = 0; sent < 20; sent++) {
      socket.write(REQUEST);
      answers.push((await once(socket, "data")).toString());
    }
    socket.destroy();

    expect(answers.flatMap(connections)).toEqual(Array(20).fill("keep-alive"));
  });
});
