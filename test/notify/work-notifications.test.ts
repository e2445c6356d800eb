import { createHmac } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { NotificationFormat } from "../../src/domain/notification.ts";
import { notificationWork } from "../../src/notify/work-notifications.ts";
import { withSafeErrors } from "../../src/operations/error-log.ts";
import { readStatus } from "../../src/operations/status.ts";
import { statusText } from "../../src/operations/status-text.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { useNock } from "../support/github.ts";
import { openTestStores } from "../support/stores.ts";

const HOST = "https://hooks.example.com";
const PATH = "/services/T0/B0/secret-token";
const KEY = Buffer.from("0123456789abcdef0123456789abcdef");
const SECRET = `whsec_${KEY.toString("base64")}`;
const HOUR = 3_600_000;

async function openWith(format: NotificationFormat): Promise<Stores> {
  const stores = await openTestStores();
  const message = {
    kind: "digest",
    title: "Plimsoll · acme/shop",
    lines: ["9 in all"],
    url: undefined,
  } as const;
  const subject = "digest repository 7 2026-W44";
  const of = { installationId: 1, repositoryId: SHOP.id, subject };
  await stores.notifications.save({ ...of, format, message, createdAt: at(2) });
  return stores;
}

/** Sends what is due at a time. Returns whether anything was, and the lines of the log. */
async function work(stores: Stores, now = at(2)) {
  const lines: string[] = [];
  const log = withSafeErrors(pino({}, { write: (line: string) => lines.push(line) }));
  const target = { url: HOST + PATH, secret: SECRET };
  const source = notificationWork({ stores, target, log, clock: () => now });
  const due = await source.next([]);
  if (due !== undefined) await source.work(due);
  return { isDone: due !== undefined, log: lines.join("") };
}

interface Sent {
  readonly headers: Headers;
  readonly body: string;
}

/** A receiver that answers so, one answer a request; a number is a status. */
function serve(...answers: readonly (number | "broken")[]): Sent[] {
  const sent: Sent[] = [];
  for (const answer of answers) {
    const post = nock(HOST).post(PATH);
    if (answer === "broken")
      post.replyWithError(Object.assign(new Error(`to ${HOST + PATH}`), { code: "ECONNRESET" }));
    else
      post.reply(async (request: Request) => {
        sent.push({ headers: request.headers, body: await request.text() });
        return [answer, "the answer", { location: `${HOST}/elsewhere` }];
      });
  }
  return sent;
}

describe("a notification", () => {
  useNock();

  it("is sent once, signed as Standard Webhooks says, and its content is forgotten", async () => {
    const stores = await openWith("json");
    const sent = serve(200);
    expect(await work(stores)).toMatchObject({ isDone: true });
    expect(await work(stores, at(3))).toMatchObject({ isDone: false });

    const [{ headers, body } = expect.fail("nothing was sent")] = sent;
    const [id, time] = [headers.get("webhook-id"), headers.get("webhook-timestamp")];
    const hmac = createHmac("sha256", KEY).update(`${id}.${time}.${body}`).digest("base64");
    expect(headers.get("webhook-signature")).toBe(`v1,${hmac}`);
    expect(time).toBe(String(at(2).getTime() / 1000));
    expect(JSON.parse(body)).toEqual({
      type: "digest.published",
      version: 1,
      timestamp: at(2).toISOString(),
      data: { title: "Plimsoll · acme/shop", lines: ["9 in all"] },
    });
    expect(await stores.notifications.counts(at(1))).toEqual({ waiting: 0, givenUp: 0 });
  });

  it("is tried again with the same id and body, also in JSON after a lost answer", async () => {
    const stores = await openWith("json");
    const sent = serve(503, 502, "broken", 204);
    for (const hours of [0, 1, 2, 3, 4]) await work(stores, at(2, hours));

    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ headers, body }) => `${headers.get("webhook-id")} ${body}`)).size).toBe(1);
    expect(nock.pendingMocks()).toEqual([]);
    expect(await stores.notifications.counts(at(1))).toEqual({ waiting: 0, givenUp: 0 });
  });

  it.each(["slack", "teams"] as const)(
    "in %s is tried again when it certainly did not arrive, and not when the answer was lost",
    async (format) => {
      const stores = await openWith(format);
      const sent = serve(429, 404, "broken", 200);
      for (const hours of [0, 1, 2, 3, 4]) await work(stores, at(2, hours));

      expect(sent).toHaveLength(2);
      expect(nock.pendingMocks()).toHaveLength(1);
      nock.cleanAll();
      expect(await stores.notifications.listGivenUp(at(1), 9)).toMatchObject([
        { attempts: 3, problem: "no connection (ECONNRESET)" },
      ]);
    },
  );

  it.each([
    ["slack", 0],
    ["teams", 0],
    ["json", 1],
  ] as const)("in %s that was begun before a crash is sent %i times more", async (format, times) => {
    const stores = await openWith(format);
    const sent = serve(200);
    const due = await stores.notifications.nextDue(at(2));
    await stores.notifications.begin(due?.id ?? "", at(2));
    for (const hours of [1, 2]) await work(stores, at(2, hours));

    expect(sent).toHaveLength(times);
    nock.cleanAll();
    expect(await stores.notifications.counts(at(1))).toEqual({ waiting: 0, givenUp: 1 - times });
  });

  it("follows no redirection", async () => {
    const stores = await openWith("json");
    serve(307);
    await work(stores);

    expect(await stores.notifications.counts(at(1))).toEqual({ waiting: 1, givenUp: 0 });
  });

  it("is given up after a day, which the status shows, without the address", async () => {
    const stores = await openWith("slack");
    nock(HOST).post(PATH).reply(404, `no such hook: ${PATH}`).persist();
    const logs: string[] = [];
    for (let hours = 0; hours < 30; hours++)
      logs.push((await work(stores, new Date(at(2).getTime() + hours * HOUR))).log);

    const text = statusText(await readStatus(stores, at(4)), at(4));
    expect(text).toContain("notified    0 waiting; 1 given up in the last 14 days");
    expect(text).toContain("digest repository 7 2026-W44  25 tries  status 404");
    expect(logs.join("")).toContain("Notification given up");
    expect(`${logs}${text}`).not.toMatch(/hooks\.example|secret-token|whsec|MDEyMzQ1/);
    expect(statusText(await readStatus(stores, at(28)), at(28))).not.toContain("given up in the last");
  });

  it("names no address in the log when the connection breaks", async () => {
    const stores = await openWith("json");
    serve("broken");
    const { log } = await work(stores);

    expect(log).toContain("ECONNRESET");
    expect(log).not.toMatch(/hooks\.example|secret-token/);
  });

  it("that cannot be read is given up as a bug of ours, and stops no other", async () => {
    const stores = await openTestStores();
    const message = { kind: "digest", title: "t", lines: [], url: undefined } as const;
    const of = { installationId: 1, repositoryId: SHOP.id, format: "json", createdAt: at(2) } as const;
    await stores.notifications.save({ ...of, subject: "a", message: { ...message, kind: "later" as never } });
    await stores.notifications.save({ ...of, subject: "b", message, createdAt: at(2, 0, 1) });
    const sent = serve(200);
    const first = await work(stores, at(2, 1));
    await work(stores, at(2, 1));

    expect(first.log).toContain("StoredJsonError");
    expect(sent).toHaveLength(1);
    expect(await stores.notifications.listGivenUp(at(1), 9)).toMatchObject([{ subject: "a", attempts: 1 }]);
    expect(await stores.bugs.list(9)).toMatchObject([{ work: "notification" }]);
  });

  it("waits while its installation is suspended, and goes with its repository", async () => {
    const stores = await openWith("json");
    await stores.installations.suspend(1, at(2));
    expect(await work(stores)).toMatchObject({ isDone: false });

    await stores.repositories.forget({ id: SHOP.id, installationId: 1, at: at(3) });
    expect(await stores.notifications.counts(at(1))).toEqual({ waiting: 0, givenUp: 0 });
  });
});
