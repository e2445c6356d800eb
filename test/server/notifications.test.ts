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
        version: 1,
        timestamp: createdAt.toISOString(),
        data: { title: "Plimsoll", lines: ["a line"] },
      },
    ],
  ]);
});

it("forgets each night what could not be sent for a week, as where nobody has set an address", async () => {
  const gitHub = createServer((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end("[]"),
  ).listen(0, "127.0.0.1");
  await once(gitHub, "listening");
  const { port } = gitHub.address() as AddressInfo;
  const plimsoll = await startInMemory("a secret of some length", {
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
  });
  const { notifications, installations } = plimsoll.stores;
  const now = new Date();
  await installations.remember({ id: 1, installedAt: now });
  const message = { kind: "alert", title: "Plimsoll", lines: ["a line"], url: undefined } as const;
  for (const days of [6, 8]) {
    const of = {
      installationId: 1,
      repositoryId: undefined,
      subject: `alert ${days}`,
      format: "json",
    } as const;
    await notifications.save({ ...of, message, createdAt: new Date(now.getTime() - days * 86_400_000) });
  }
  await plimsoll.runNightly();
  const counts = await notifications.counts(now);
  const given = await notifications.listGivenUp(now, 9);
  await plimsoll.stop();
  gitHub.close();

  expect(counts).toEqual({ waiting: 1, givenUp: 1 });
  expect(given).toMatchObject([{ subject: "alert 8", attempts: 0, problem: "not sent for a week" }]);
});
