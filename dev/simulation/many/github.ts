/**
 * A GitHub in a process of its own, of many repositories: it keeps what is written, and answers the rest as that of
 * `dev/simulation/at-once/answers.ts` does.
 *
 * Its clock is right, whatever the server's: the tokens that it gives end by it, and so does the App's own proof of who it is.
 * It prints where it listens. Asked by a message, it tells what was written.
 */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { answerTo } from "../at-once/answers.ts";
import { type Answer, UNKNOWN, Written } from "../story/written.ts";
import { type Ahead, compare, namedCommit } from "./commits.ts";

/** What stands on GitHub that an App wrote. */
export interface Standing {
  /** How many check runs stand on a head, by repository and head. */
  readonly checkRuns: Readonly<Record<string, number>>;
  /** How many issues bear a hidden mark, by repository and mark: there is one for each week. */
  readonly issues: Readonly<Record<string, number>>;
  /** How often it could not answer, by what was asked. */
  readonly unknown: Readonly<Record<string, number>>;
}

/** What is created is there for a while before it is answered: the worst moment for a crash. */
const CREATION_MS = 30;
const HOUR_MS = 3_600_000;
/** docs.github.com, "Generating a JSON Web Token": ten minutes at most; a clock may be wrong by a minute. */
const LONGEST_PROOF_SECONDS = 660;
const SLACK_SECONDS = 60;

const offset = Number(process.env.CLOCK_OFFSET ?? 0);
const now = () => Date.now() + offset;
const repositories = new Map<string, Written>();
const unknown = new Map<string, number>();

const server = createServer(async (request, response) => {
  const { method = "GET", headers } = request;
  const url = new URL(request.url ?? "/", "http://github");
  const body = (await buffer(request)).toString();
  const answer = answerOf(method, url, { headers, body });
  if (method === "POST" && answer.status === 201) await sleep(CREATION_MS);
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...{ "content-type": "application/json; charset=utf-8", date: new Date(now()).toUTCString() },
    ...answer.headers,
  });
  response.end(JSON.stringify(answer.body));
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on("message", () => process.send?.(standing()));
// It ends with who started it, however that ended.
process.on("disconnect", () => process.exit());

function answerOf(
  method: string,
  url: URL,
  { headers, body }: { readonly headers: IncomingHttpHeaders; readonly body: string },
): Answer {
  const { pathname: path } = url;
  const wrong = /^\/app\b/.test(path) ? wrongProof(headers) : undefined;
  if (wrong !== undefined) return { status: 401, body: { message: wrong } };
  if (path.endsWith("/access_tokens")) return { status: 201, body: tokenOf(body) };
  if (path === "/app/hook/deliveries") return { status: 200, body: [] };
  const [, owner, name, rest = ""] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (owner === undefined || name === undefined) return unanswered(method, path);
  return (
    writtenIn({ owner, name }).answer(method, url, method === "GET" ? {} : JSON.parse(body || "{}")) ??
    answerOfRepository(method, { owner, name, rest })
  );
}

function answerOfRepository(
  method: string,
  { owner, name, rest }: { readonly owner: string; readonly name: string; readonly rest: string },
): Answer {
  const [, base, head] = /^\/compare\/(\w{40})\.\.\.(\w{40})$/.exec(rest) ?? [];
  if (base !== undefined && head !== undefined) return { status: 200, body: comparisonOf(base, head) };
  const sha = /^\/commits\/(\w{40})$/.exec(rest)?.[1];
  if (sha !== undefined) return { status: 200, body: toGitHubCommit(namedCommit(sha)) };
  if (rest.startsWith("/git/ref/")) return UNKNOWN;
  if (/^\/git\/trees\//.test(rest))
    return { status: 200, body: { sha: "f".repeat(40), truncated: false, tree: [] } };
  if (/^\/issues\/\d+\/events$|^\/pulls\/\d+\/reviews$/.test(rest)) return { status: 200, body: [] };
  if (rest === "")
    return {
      status: 200,
      body: {
        id: Number(name.slice(1)),
        name,
        full_name: `${owner}/${name}`,
        owner: { login: owner },
        visibility: "private",
        has_issues: true,
      },
    };
  return unanswered(method, rest);
}

function unanswered(method: string, path: string): Answer {
  const asked = `${method} ${path.replace(/\w{40}/g, "SHA").replace(/\d+/g, "N")}`;
  unknown.set(asked, (unknown.get(asked) ?? 0) + 1);
  return { status: 404, body: { message: "Not Found" } };
}

const [, compared] = answerTo("/compare/") as [number, { commits: object[]; files: object[] }];

/** A commit as `dev/bench/acknowledge` has it, with the names of this one. */
function toGitHubCommit({ sha, parents }: Ahead): object {
  return {
    ...compared.commits[0],
    ...{ sha, parents: parents.map((each) => ({ sha: each })), files: compared.files },
  };
}

function comparisonOf(base: string, head: string): object {
  const commits = compare(base, head);
  return { ...compared, total_commits: commits.length, commits: commits.map(toGitHubCommit) };
}

function tokenOf(body: string): object {
  const { permissions = {} } = JSON.parse(body || "{}");
  return { token: "ghs_token", expires_at: new Date(now() + HOUR_MS).toISOString(), permissions };
}

/** Why GitHub does not take the App's proof of who it is, in its own words. */
function wrongProof({ authorization = "" }: IncomingHttpHeaders): string | undefined {
  const [, claims = ""] = authorization.split(".");
  if (claims === "") return "A JSON web token could not be decoded";
  const { iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
  const at = now() / 1_000;
  if (iat > at + SLACK_SECONDS)
    return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  if (exp > at + LONGEST_PROOF_SECONDS) return "'Expiration time' claim ('exp') is too far in the future";
  return exp < at
    ? "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
    : undefined;
}

function writtenIn(repository: { readonly owner: string; readonly name: string }): Written {
  const written = repositories.get(repository.name) ?? new Written(repository);
  repositories.set(repository.name, written);
  return written;
}

function standing(): Standing {
  const [checkRuns, issues] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [name, written] of repositories) {
    for (const { head_sha } of written.checkRuns.values()) count(checkRuns, `${name} ${head_sha}`);
    for (const { body } of written.issues.values())
      count(issues, `${name} ${/<!-- .*? -->/.exec(body)?.[0] ?? ""}`);
  }
  return {
    checkRuns: Object.fromEntries(checkRuns),
    issues: Object.fromEntries(issues),
    unknown: Object.fromEntries(unknown),
  };
}
