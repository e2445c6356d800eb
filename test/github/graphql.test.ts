import nock from "nock";
import { describe, expect, it } from "vitest";
import { askGraphql, QueryTooLarge, QueryUnavailable } from "../../src/github/graphql.ts";
import { toAccount } from "../../src/github/graphql-account.ts";
import { STATUSES } from "../../src/github/past-deployments.ts";
import { TAG_COMMITS } from "../../src/github/past-releases.ts";
import { MERGED_PULLS } from "../../src/github/pulls-query.ts";
import { octokit, useNock } from "../support/github.ts";
import { faultsOf } from "../support/github-graphql.ts";
import { API } from "../support/world.ts";

describe("the queries", () => {
  it.each([
    ["merged pull requests", MERGED_PULLS],
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
  const errors = (error: object) => [200, { data: null, errors: [{ message: "no", ...error }] }] as const;

  it.each([
    [502, [502, "Bad Gateway"]],
    [504, [504, "Gateway Timeout"]],
    ["an error in place of a part", errors({})],
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
    ["a lack of permission", errors({ type: "FORBIDDEN" })],
  ] as const)("with %s is not available", async (_, [status, body]) => {
    nock(API)
      .post("/graphql")
      .reply(status, body as nock.Body);

    await expect(ask()).rejects.toThrow(QueryUnavailable);
  });

  it.each([
    ["a rate limit", errors({ type: "RATE_LIMITED" })],
    ["a repository that is not there", errors({ type: "NOT_FOUND" })],
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
