import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startInMemory } from "./in-memory.ts";

it("sends a notification to the address in the environment, beside all other work", async () => {
  const received: unknown[] = [];
  const receiver = createServer(async (request, response) => {
    received.push([request.url, request.headers["webhook-signature"], await json(request)]);
    response.end();
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  const plimsoll = await startInMemory("a secret of some length", {
    NOTIFY_URL: `http://127.0.0.1:${port}/hook?token=1`,
    NOTIFY_SECRET: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
  });
  const { notifications, installations } = plimsoll.stores;
  const createdAt = new Date();
  await installations.remember({ id: 1, installedAt: createdAt });
  const message = { kind: "alert", title: "Plimsoll", lines: ["a line"], url: undefined } as const;
  const of = { installationId: 1, repositoryId: undefined, subject: "alert 1", format: "json" } as const;
  await notifications.save({ ...of, message, createdAt });
  await plimsoll.idle();
  const counts = await notifications.counts(createdAt);
  await plimsoll.stop();
  receiver.close();

  expect(counts).toEqual({ waiting: 0, givenUp: 0 });
  expect(received).toEqual([
    [
      "/hook?token=1",
      expect.stringMatching(/^v1,[\w+/]{43}=$/),
      {
        type: "spend.alert",
        timestamp: createdAt.toISOString(),
        data: { title: "Plimsoll", lines: ["a line"] },
      },
    ],
  ]);
});
