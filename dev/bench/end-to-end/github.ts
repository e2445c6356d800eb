/**
 * A GitHub in a process of its own that answers at once, so that the server that asks it is measured alone.
 *
 * A commit ends with how many commits it has beside its base, so that nothing has to be kept. Asked by a message, it
 * tells what it was asked since the message before, by kind.
 */
import { createServer } from "node:http";

const person = { name: "Somebody", email: "somebody@example.com" };
const MESSAGES = ["Add it\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "Mend it\n\nIt was broken."];
const PATCH = `@@ -1,3 +1,4 @@ export function add() {\n${" const before = 1;\n-const a = 1;\n+const a = 2;\n".repeat(20)}`;
const FILES = ["src/index.ts", "src/add.ts", "test/add.test.ts", "README.md"].map((filename, index) => ({
  ...{ filename, status: "modified", sha: `${index}`.repeat(40), changes: 40, additions: 20, deletions: 20 },
  patch: PATCH,
}));
const TREE = Array.from({ length: 200 }, (_, index) => ({
  ...{ path: `src/folder-${index % 9}/file-${index}.ts`, mode: "100644", type: "blob", size: 1_000 },
  ...{ sha: `${index}`.padEnd(40, "a"), url: `https://api.github.com/blobs/${index}` },
}));
/** What an installation is granted, as GitHub lists it. */
const PERMISSIONS = { contents: "read", checks: "write", issues: "write", metadata: "read" };

let asked: Record<string, number> = {};
let created = 0;

const server = createServer((request, response) => {
  request.resume();
  const path = (request.url ?? "").split("?")[0] ?? "";
  const [kind, status, body] = answerTo(request.method ?? "", path);
  asked[kind] = (asked[kind] ?? 0) + 1;
  response
    .writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      ...{ etag: `"${path.length}"`, "x-ratelimit-remaining": "4999", "x-ratelimit-resource": "core" },
    })
    .end(JSON.stringify(body));
});
process.on("message", () => {
  process.send?.(asked);
  asked = {};
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}\n`);
});

/** What is asked, and the status and body of the answer. */
function answerTo(method: string, path: string): [string, number, unknown] {
  if (path.endsWith("/access_tokens")) return ["token", 201, token()];
  const [, repository = "", rest = ""] = /^\/repos\/([^/]+\/[^/]+)\/(.*)$/.exec(path) ?? [];
  const [kind = "other", ...others] = rest.split("/");
  if (kind === "compare") return [kind, 200, comparison(decodeURIComponent(others.join("/")))];
  if (kind === "git" && others[0] === "trees") {
    const hasFiles = !repository.endsWith("/.github");
    return ["tree", hasFiles ? 200 : 404, hasFiles ? { sha: "0", tree: TREE, truncated: false } : GONE];
  }
  if (kind === "check-runs") return [kind, method === "POST" ? 201 : 200, { id: ++created }];
  if (kind === "commits") return [kind, 200, commitOf(others[0] ?? "", `${others[0]}`.replace(/.$/, "0"))];
  if (rest.endsWith("/reviews") || rest.endsWith("/events")) return [others.at(-1) ?? "", 200, []];
  return [kind === "git" ? "ref" : kind, 404, GONE];
}

const GONE = { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" };

function token() {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  return {
    token: `ghs_${"t".repeat(36)}`,
    expires_at,
    permissions: PERMISSIONS,
    repository_selection: "all",
  };
}

function comparison(basehead: string) {
  const [base = "", head = ""] = basehead.split("...");
  const shas = Array.from({ length: Number(head.at(-1)) }, (_, index) => `${head.slice(0, -1)}${index + 1}`);
  return {
    ...{ status: "ahead", total_commits: shas.length, files: FILES },
    merge_base_commit: commitOf(base, base),
    commits: shas.map((sha, index) => commitOf(sha, shas[index - 1] ?? base)),
  };
}

function commitOf(sha: string, parent: string) {
  const message = MESSAGES[Number.parseInt(sha.at(0) ?? "0", 16) % MESSAGES.length];
  const account = { login: "somebody", id: 1, type: "User", url: "https://api.github.com/users/somebody" };
  return {
    ...{ sha, parents: [{ sha: parent }], author: account, committer: account },
    commit: { message, author: person, committer: person, tree: { sha: `${sha.slice(0, -2)}ee` } },
  };
}
