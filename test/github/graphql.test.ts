import nock from "nock";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../dev/simulation/described/github-graphql.ts";
import { API } from "../../dev/simulation/world/world.ts";
import {
  ANY_NODE,
  askGraphql,
  type MayLack,
  QueryTooLarge,
  QueryUnavailable,
} from "../../src/github/graphql.ts";
import { toAccount } from "../../src/github/graphql-account.ts";
import { STATUSES } from "../../src/github/past-deployments.ts";
import { TAG_COMMITS } from "../../src/github/past-releases.ts";
import { CLOSED_PULLS } from "../../src/github/pulls-query.ts";
import { rateLimitWait } from "../../src/github/rate-limits.ts";
import { errorText } from "../../src/operations/error-text.ts";
import { octokit, useNock } from "../support/github.ts";

describe("the queries", () => {
  it.each([
    ["closed pull requests", CLOSED_PULLS],
    ["statuses of deployments", STATUSES],
    ["commits of tags", TAG_COMMITS],
  ])("for %s are what GitHub's schema allows, and tell what they cost", (_, query) => {
    expect(faultsOf(query)).toEqual([]);
    expect(query).toContain("rateLimit { cost limit remaining resetAt }");
  });
});

describe("a query that GitHub refuses", () => {
  useNock();
  const ask = () => askGraphql(octokit, "{ viewer { login } }", {});

  it.each([
    [502, [502, "Bad Gateway"]],
    [504, [504, "Gateway Timeout"]],
    ["an error in place of a part", errors({})],
    ["too many nodes", errors({ type: "MAX_NODE_LIMIT_EXCEEDED" })],
    ["too much work", errors({ type: "RESOURCE_LIMITS_EXCEEDED", path: ["repository"] })],
    ["something that went wrong", errors({ message: "Something went wrong while executing your query." })],
    ["a part", [200, { data: { viewer: null }, errors: [{ message: "timeout" }] }]],
  ] as const)("with %s is too large, and is not sent again as it is", async (_, [status, body]) => {
    nock(API)
      .post("/graphql")
      .reply(status, body as nock.Body);

    await expect(ask()).rejects.toThrow(QueryTooLarge);
  });

  it.each([
    ["403", [403, { message: "Resource not accessible by integration" }]],
    ["404", [404, { message: "Not Found" }]],
    ["a field that it does not know", errors({ extensions: { code: "undefinedField" } })],
    [
      "a lack of permission",
      errors({ type: "FORBIDDEN", message: "Resource not accessible by integration" }),
    ],
    ["R9: a repository that it does not tell of", errors({ type: "NOT_FOUND", path: ["repository"] })],
    ["a scope that is missing", errors({ type: "INSUFFICIENT_SCOPES" })],
  ] as const)("with %s is not available", async (_, [status, body]) => {
    nock(API)
      .post("/graphql")
      .reply(status, body as nock.Body);

    await expect(ask()).rejects.toThrow(QueryUnavailable);
  });

  it.each([
    ["a rate limit", errors({ type: "RATE_LIMITED" })],
    ["a service that fails", errors({ type: "SERVICE_UNAVAILABLE" })],
    ["a secondary rate limit", [403, { message: "You have exceeded a secondary rate limit" }]],
  ] as const)("for %s fails as it is", async (_, [status, body]) => {
    nock(API)
      .post("/graphql")
      .reply(status, body as nock.Body);

    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(QueryTooLarge);
    expect(error).not.toBeInstanceOf(QueryUnavailable);
  });
});

/** What GitHub answers with 200 in place of data. */
function errors(error: object) {
  return [200, { data: null, errors: [{ message: "no", ...error }] }] as const;
}

describe("R9: an answer that lacks a part", () => {
  useNock();
  const query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
  const ask = (error: object, mayLack?: MayLack) => {
    const data = { nodes: [{ id: "a" }, null] };
    nock(API)
      .post("/graphql", { query, variables: { ids: ["a", "b"] } })
      .reply(200, { data, errors: [error] });
    return askGraphql(octokit, query, { ids: ["a", "b"], ...(mayLack && { mayLack }) });
  };

  it("is the rest where one node is not told", async () => {
    expect(await ask({ type: "NOT_FOUND", path: ["nodes", 1] }, ANY_NODE)).toEqual({
      nodes: [{ id: "a" }, null],
    });
  });

  it.each([
    ["nobody can do without it", { type: "NOT_FOUND", path: ["nodes", 1] }, undefined],
    ["all of it is lacking", { type: "NOT_FOUND", path: ["nodes"] }, ANY_NODE],
    ["nothing says what is lacking", { type: "FORBIDDEN" }, ANY_NODE],
  ])("is none where %s", async (_, error, mayLack) => {
    await expect(ask(error, mayLack)).rejects.toThrow(QueryUnavailable);
  });

  it("says in a log and in a problem what GitHub did not tell, and where", async () => {
    const error = await ask({ type: "NOT_FOUND", path: ["nodes", 1], message: "no" }).catch(
      (thrown) => thrown,
    );

    expect(errorText(error)).toBe(
      "QueryUnavailable: GitHub does not answer the query: NOT_FOUND at nodes.1: no (POST /graphql)",
    );
  });

  it.each(["RATE_LIMITED", "RATE_LIMIT"])("is waited for until the reset for %s", async (type) => {
    const reset = String(Math.floor(Date.now() / 1_000) + 900);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    nock(API).post("/graphql").reply(200, errors({ type })[1], headers);
    const error = await askGraphql(octokit, "{ viewer { login } }", {}).catch((thrown) => thrown);

    expect(rateLimitWait(error)).toBeGreaterThan(600_000);
  });
});

describe("an account of GraphQL", () => {
  it.each([
    [
      { __typename: "User", login: "ada", databaseId: 1 },
      { id: 1, type: "User", login: "" },
    ],
    [
      { __typename: "Bot", login: "dependabot", databaseId: 2 },
      { id: 2, type: "Bot", login: "dependabot[bot]" },
    ],
    [{ __typename: "Organization", login: "acme" }, undefined],
    [null, undefined],
  ])("is read as payloads name it: %j", (actor, account) => {
    expect(toAccount(actor)).toEqual(account);
  });
});
