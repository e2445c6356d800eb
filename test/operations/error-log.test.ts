import Database from "better-sqlite3";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { API } from "../../dev/simulation/world/world.ts";
import { BrokenAnswerError } from "../../src/github/broken-answers.ts";
import { withSafeErrors } from "../../src/operations/error-log.ts";
import { errorText } from "../../src/operations/error-text.ts";
import { octokit, useNock } from "../support/github.ts";

/** What must come out nowhere. */
const CANARY = {
  token: "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
  jwt: "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
  mail: "amara.okafor@mail.example",
  login: "amara-okafor",
  name: "Amara Okafor",
  title: "Hide the unannounced price list",
  branch: "feature/unannounced-prices",
  repository: "unannounced-shop",
  query: "s3cr3tquery",
  body: "everything-about-the-merger",
};

/** The line that an error gives, as text and parsed. */
function logged(error: unknown) {
  const lines: string[] = [];
  const log = withSafeErrors(pino({ level: "trace" }, { write: (line: string) => void lines.push(line) }));
  log.warn({ delivery: "d1", err: error }, "Delivery failed");
  return { line: lines.join(""), err: JSON.parse(lines[0] ?? "").err };
}

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("no error was thrown");
}

const all = Object.values(CANARY);
const quoted = `"${all.join('" and "')}"`;

/** Every kind of error, with as much of the canaries as it can carry. */
const ERRORS: readonly (readonly [string, () => unknown])[] = [
  ["a mistake", () => thrownBy(() => (nothing[CANARY.login] as unknown as { readonly a: string }).a)],
  ["JSON that is none", () => thrownBy(() => JSON.parse(`${CANARY.title} {"login":"${CANARY.login}"}`))],
  [
    "a schema",
    () => thrownBy(() => z.strictObject({ a: z.enum(["x"]) }).parse({ a: CANARY.title, [CANARY.login]: 1 })),
  ],
  ["SQLite", () => thrownBy(() => new Database(":memory:").prepare("select json(?)").get(CANARY.title))],
  [
    "a query of the store",
    () =>
      Object.assign(new Error(`Failed query: insert into "t" values (?)\nparams: ${all}`), {
        query: 'insert into "t" values (?)',
        params: all,
        cause: thrownBy(() => new Database(":memory:").exec("select")),
      }),
  ],
  ["what is quoted", () => new Error(`cannot find ${quoted}, nor '${CANARY.title}'`)],
  [
    "an address",
    () =>
      new Error(
        `GET https://${CANARY.login}:${CANARY.token}@api.github.com/repos/${CANARY.login}/${CANARY.repository}?q=${CANARY.query}#${CANARY.query} by ${CANARY.mail} failed`,
      ),
  ],
  ["a header", () => new Error(`bearer ${CANARY.jwt} and token ${CANARY.token} of @${CANARY.login}`)],
  [
    "half an answer",
    () =>
      new BrokenAnswerError(
        `not all of /repos/${CANARY.login}/${CANARY.repository}/compare/a...${CANARY.branch} arrived`,
        { cause: new Error(`{"body":"${CANARY.body}"}`) },
      ),
  ],
  ["several", () => new AggregateError([new TypeError(quoted), new Error(`of ${CANARY.mail}`)], quoted)],
  [
    "a chain",
    () => new Error(`around ${quoted}`, { cause: new Error(`inside ${quoted}`, { cause: `${quoted}` }) }),
  ],
  [
    "own fields",
    () =>
      Object.assign(new Error("no"), {
        token: CANARY.token,
        user: { login: CANARY.login },
        response: { data: CANARY.body },
      }),
  ],
  ["a text", () => `out of ${quoted}`],
];
const nothing: Readonly<Record<string, string>> = {};

describe("an error in a log", () => {
  useNock();

  it.each(ERRORS)("tells nothing that somebody wrote: %s", (_, make) => {
    const error = make();

    for (const text of [logged(error).line, errorText(error)]) {
      expect(all.filter((canary) => text.includes(canary))).toEqual([]);
      expect(text).not.toContain(process.cwd());
    }
  });

  it.each([
    [
      404,
      {
        message: `No commit found for the ref ${CANARY.branch}`,
        documentation_url: "https://docs.github.com/rest/commits",
      },
    ],
    [
      422,
      {
        message: "Validation Failed",
        errors: [
          {
            resource: "Issue",
            field: "title",
            code: "invalid",
            value: CANARY.title,
            message: `${CANARY.title} is too long`,
          },
        ],
      },
    ],
    [422, { message: `Title ${CANARY.title} is not a title`, errors: [`${CANARY.title} is bad`] }],
    [
      403,
      {
        message: `Resource of ${CANARY.mail} protected by organization SAML enforcement`,
        user: CANARY.login,
      },
    ],
    [502, `<html><title>${CANARY.title}</title>${CANARY.body}</html>`],
    [500, { strange: CANARY.body }],
  ])("tells nothing of a request that GitHub answered with %i", async (status, body) => {
    nock(API)
      .post(/.*/)
      .query(true)
      .reply(status, body, { "x-github-request-id": "ABCD:1234:5678", "x-oauth-scopes": CANARY.query });
    const error = await octokit
      .request(`POST /repos/{owner}/{repo}/compare/{basehead}?q=${CANARY.query}`, {
        ...{ owner: CANARY.login, repo: CANARY.repository, basehead: `main...${CANARY.branch}` },
        ...{ title: CANARY.title, body: CANARY.body, headers: { authorization: `token ${CANARY.token}` } },
        request: { retries: 0 },
      })
      .catch((thrown: unknown) => thrown);
    const { line, err } = logged(error);

    expect(all.filter((canary) => line.includes(canary) || errorText(error).includes(canary))).toEqual([]);
    expect(err.github).toMatchObject({
      status,
      method: "POST",
      route: "/repos/…/…/compare/…",
      requestId: "ABCD:1234:5678",
    });
    expect(errorText(error)).toContain(`(POST /repos/…/…/compare/…, ${status})`);
  });

  it("R9: names the first error's type and path of a query, and never that there were some", async () => {
    const errors = [
      {
        type: "NOT_FOUND",
        path: ["repository", "pullRequests", "nodes", 3],
        message: `Could not resolve to a Repository with the name '${CANARY.login}/${CANARY.repository}'.`,
      },
      { message: CANARY.title },
    ];
    nock(API)
      .post("/graphql")
      .reply(200, { data: { repository: null }, errors });
    const variables = { name: CANARY.repository };
    const error = await octokit
      .graphql("query($name: String!) { a }", variables)
      .catch((thrown: unknown) => thrown);
    const { line, err } = logged(error);

    expect(all.filter((canary) => line.includes(canary) || errorText(error).includes(canary))).toEqual([]);
    expect(err.github).toMatchObject({
      method: "POST",
      route: "/graphql",
      type: "NOT_FOUND",
      path: "repository.pullRequests.nodes.3",
    });
    expect(errorText(error)).toBe(
      "GraphqlResponseError: NOT_FOUND at repository.pullRequests.nodes.3: Could not resolve to a Repository with the name …. (POST /graphql)",
    );
    expect(line).not.toContain("due to following response errors");
  });

  it("keeps our own frames by their place in the package, and those of a library as one", () => {
    const error = thrownBy(() => z.object({ number: z.number() }).parse({}));
    const { err } = logged(error);

    expect(err).toMatchObject({
      type: "ZodError",
      kind: "bug",
      message: "number invalid_type expected number",
    });
    expect(err.stack.split("\n").slice(0, 2)).toEqual([
      expect.stringMatching(/^node_modules\/zod$|^test\/operations\/error-log\.test\.ts:\d+:\d+$/),
      expect.stringMatching(/test\/operations\/error-log\.test\.ts:\d+:\d+$/),
    ]);
    expect(errorText(error)).toMatch(
      /^ZodError: number invalid_type expected number at test\/operations\/error-log\.test\.ts:\d+$/,
    );
  });

  it("keeps what caused it, with the code that tells what it was", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:443"), { code: "ECONNREFUSED" });
    const error = new TypeError("fetch failed", { cause });

    expect(logged(error).err).toMatchObject({
      kind: "transient",
      message: "fetch failed (ECONNREFUSED)",
      cause: { code: "ECONNREFUSED" },
    });
  });

  it("leaves out what is named like a secret, whoever logs it", () => {
    const lines: string[] = [];
    const log = withSafeErrors(pino({}, { write: (line: string) => void lines.push(line) }));
    log.info({ token: CANARY.token, of: { authorization: CANARY.jwt, number: 5 } }, "told");

    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ of: { number: 5 }, msg: "told" });
    expect(lines[0]).not.toContain(CANARY.token);
    expect(lines[0]).not.toContain(CANARY.jwt);
  });
});
