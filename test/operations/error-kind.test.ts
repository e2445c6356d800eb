import { AssertionError } from "node:assert";
import Database from "better-sqlite3";
import nock from "nock";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { API } from "../../dev/simulation/world/world.ts";
import { BrokenAnswerError, UncoveredError } from "../../src/github/broken-answers.ts";
import { ContentLimitError } from "../../src/github/content-limit.ts";
import { QueryTooLarge, QueryUnavailable } from "../../src/github/graphql.ts";
import { classifyError } from "../../src/operations/error-kind.ts";
import { octokit, useNock } from "../support/github.ts";

/** What a function throws. */
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const nothing = undefined as unknown as { readonly field: { readonly inner: string } };
const sqlite = (code: string) => Object.assign(new Error("sqlite"), { name: "SqliteError", code });
const coded = (code: string) => Object.assign(new Error("net"), { code });

describe("a mistake of ours", () => {
  it.each([
    ["a field of nothing", () => nothing.field.inner],
    ["a function that is none", () => (nothing as unknown as () => void)()],
    ["a time that is none", () => new Date(Number.NaN).toISOString()],
    ["a list without end", () => new Array(-1)],
    ["what is stored and no JSON", () => JSON.parse("{")],
    ["what is stored and fits no schema", () => z.object({ a: z.string() }).parse({})],
    ["an address that cannot be read", () => decodeURIComponent("%")],
    [
      "a check of our own",
      () => {
        throw new AssertionError({ message: "no" });
      },
    ],
    [
      "a row that is there already",
      () => {
        const database = new Database(":memory:");
        database.exec("create table t (id integer primary key); insert into t values (1)");
        database.exec("insert into t values (1)");
      },
    ],
    ["a column that is not there", () => new Database(":memory:").prepare("select a from b")],
    [
      "a value that SQLite cannot take",
      () => new Database(":memory:").prepare("select ?").get({ a: new Map() }),
    ],
  ])("is %s, also as the cause of another error and among others", (_, act) => {
    const error = thrownBy(act);

    expect(classifyError(error)).toBe("bug");
    expect(classifyError(new Error("Failed query", { cause: error }))).toBe("bug");
    expect(classifyError(new AggregateError([error]))).toBe("bug");
  });
});

describe("what passes by itself", () => {
  useNock();

  it.each([
    ["a busy store", sqlite("SQLITE_BUSY")],
    ["a full disk", sqlite("SQLITE_FULL")],
    ["a disk that fails", sqlite("SQLITE_IOERR_WRITE")],
    ["a row that was deleted meanwhile", sqlite("SQLITE_CONSTRAINT_FOREIGNKEY")],
    ["a store that fails below a query", new Error("Failed query", { cause: sqlite("SQLITE_BUSY") })],
    ["a broken connection", new TypeError("fetch failed", { cause: coded("ECONNRESET") })],
    ["a connection without a cause", new TypeError("fetch failed")],
    ["a body that ends early", new TypeError("terminated", { cause: coded("UND_ERR_SOCKET") })],
    ["several addresses that refuse", new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")])],
    ["a timeout", AbortSignal.abort().reason],
    ["a certificate", coded("DEPTH_ZERO_SELF_SIGNED_CERT")],
    ["half an answer", new BrokenAnswerError("not all arrived")],
    ["a query that is too large", new QueryTooLarge("no")],
    ["a query that is not answered", new QueryUnavailable("no")],
    ["what nobody knows", new Error("no such field")],
    ["no error at all", "out of coffee"],
    ["a mistake among what passes", new AggregateError([new TypeError("x"), coded("ECONNRESET")])],
  ])("is %s", (_, error) => {
    expect(classifyError(error)).toBe("transient");
  });

  it.each([
    [500, "transient"],
    [502, "transient"],
    [401, "transient"],
    [403, "refused"],
    [404, "refused"],
    [410, "refused"],
    [422, "refused"],
    [429, "rate-limited"],
  ] as const)("is told from what GitHub refuses: %i is %s", async (status, kind) => {
    nock(API).get("/repos/a/b").reply(status, { message: "no" });
    const error = await octokit
      .request("GET /repos/a/b", { request: { retries: 0 } })
      .catch((thrown) => thrown);

    expect(classifyError(error)).toBe(kind);
    expect(classifyError(new Error("around", { cause: error }))).toBe(kind);
  });

  it("is what fetch itself throws, through Octokit", async () => {
    nock(API).get("/repos/a/b").replyWithError(coded("ECONNRESET"));
    const error = await octokit
      .request("GET /repos/a/b", { request: { retries: 0 } })
      .catch((thrown) => thrown);

    expect(classifyError(error)).toBe("transient");
  });

  it("is a mistake of Octokit's plugins about an answer", () => {
    const stack =
      "TypeError: Cannot read properties of undefined\n    at wrap (/x/node_modules/@octokit/plugin-throttling/i.js:1:2)";

    expect(
      classifyError(Object.assign(new TypeError("Cannot read properties of undefined"), { stack })),
    ).toBe("transient");
  });

  it("is told from our own limit of writes, and from a repository that is not covered", () => {
    expect(classifyError(new ContentLimitError(5_000))).toBe("rate-limited");
    expect(
      classifyError(new UncoveredError({ cause: Object.assign(new Error("no"), { status: 422 }) })),
    ).toBe("refused");
  });
});
