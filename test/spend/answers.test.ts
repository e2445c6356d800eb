import nock from "nock";
import { describe, expect, it } from "vitest";
import { useNock } from "../support/github.ts";
import { bucketPage, costPage, creditReport, eventPage } from "./answers-of.ts";
import { readSource, VARIABLES } from "./reading.ts";
import { MONEY, serveLimits, serveMoney } from "./served.ts";

useNock();

const EMPTY: Readonly<Record<string, readonly object[]>> = {
  "github-ai-credits": [creditReport("2026-11-20"), creditReport("2026-11-21")],
  "github-billing": [{ usageItems: [] }],
  anthropic: [costPage([])],
  openai: [bucketPage([])],
  cursor: [eventPage([])],
};

const SOURCES = Object.keys(EMPTY);
/** What a vendor writes of a wrong key: nobody may print it again. */
const WORDS = { error: { message: `invalid key ${Object.values(VARIABLES).join(" ")} of ada@example.com` } };

/** Answers the next request for money. */
function reply(source: string, status: number, headers: Record<string, string> = {}): void {
  MONEY[source]?.().reply(status, WORDS, headers);
}

/** The error of a reading. */
async function failureOf(source: string, waits: number[] = []): Promise<string> {
  const error: unknown = await readSource(source, { waits }).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error(`${source} was read`);
  expect(error.name).toBe("ReadingError");
  for (const secret of [...Object.values(VARIABLES), "ada@example.com"])
    expect(error.message).not.toContain(secret);
  expect(error.message).not.toContain("\n");
  return error.message;
}

describe.each(SOURCES)("the answers to the reader of %s", (source) => {
  it.each([
    [401, /does not accept SPEND_\w+ \(401\): set a valid one with /],
    [403, /refuses SPEND_\w+ \(403\): give it /],
    [404, /shows nothing to SPEND_\w+ \(404\): use one of this organization, with /],
    [400, /refuses the request \(400\): see docs\/spend.md#readers/],
  ])("with %i, say what to do, at once", async (status, text) => {
    const waits: number[] = [];
    reply(source, status);

    expect(await failureOf(source, waits)).toMatch(text);
    expect(waits).toEqual([]);
  });

  it("with 429, are waited for if that is soon, and else left to the next run", async () => {
    const waits: number[] = [];
    reply(source, 429, { "retry-after": "20" });
    reply(source, 429, { "retry-after": "300" });

    expect(await failureOf(source, waits)).toMatch(
      /asks to wait 300 s \(429\): it is read again at the next run/,
    );
    expect(waits).toEqual([20_000]);
  });

  it("with 429 until a date, are waited for by the vendor's own clock", async () => {
    const waits: number[] = [];
    const headers = { date: "Fri, 20 Nov 2026 10:00:00 GMT", "retry-after": "Fri, 20 Nov 2026 10:00:09 GMT" };
    reply(source, 429, headers);
    serveMoney(source, ...(EMPTY[source] ?? []));
    serveLimits(source);

    await readSource(source, { waits });

    expect(waits).toEqual([9_000]);
  });

  it("with 429 and no time are not asked for again", async () => {
    reply(source, 429);

    expect(await failureOf(source)).toMatch(/asks to wait \(429\)/);
  });

  it("are asked for again after 500 and a broken connection", async () => {
    const waits: number[] = [];
    reply(source, 500);
    MONEY[source]?.().replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    serveMoney(source, ...(EMPTY[source] ?? []));
    serveLimits(source);

    expect((await readSource(source, { waits })).facts).toEqual([]);
    expect(waits).toEqual([1_000, 4_000]);
  });

  it("are given up after three failures", async () => {
    for (const status of [500, 502, 503]) reply(source, status);

    expect(await failureOf(source)).toMatch(/fails \(503\): it is read again at the next run/);
  });

  it("are given up after three broken connections, by their code alone", async () => {
    for (const _ of [1, 2, 3])
      MONEY[source]?.().replyWithError(
        Object.assign(new Error(`no way to ${VARIABLES.SPEND_CURSOR_KEY}`), { code: "ECONNREFUSED" }),
      );

    expect(await failureOf(source)).toMatch(/cannot be reached \(ECONNREFUSED\)/);
  });

  it.each([
    ["broken JSON", '{"data": ['],
    ["a page of a proxy", "<html>Sign in</html>"],
    ["nothing", ""],
    ["a list", "[]"],
    ["other fields", '{"hello": "ada@example.com"}'],
  ])("are refused when they are %s", async (_, text) => {
    serveMoney(source, text);

    expect(await failureOf(source)).toMatch(
      /answers in another unit or form than known .*nothing of it was stored/,
    );
  });

  it("do not lead the key to another address", async () => {
    const elsewhere = nock("https://elsewhere.example.com").get("/").reply(200, {});
    for (const _ of [1, 2, 3]) reply(source, 302, { location: "https://elsewhere.example.com/" });

    await failureOf(source);
    expect(elsewhere.isDone()).toBe(false);
    nock.cleanAll();
  });
});
