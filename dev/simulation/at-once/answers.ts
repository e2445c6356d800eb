/** What a GitHub that knows nothing answers to what working deliveries asks. */
const sha = (letter: string) => letter.repeat(40);
const person = { name: "Somebody", email: "somebody@example.com" };
const message = "Add it\n\nCo-Authored-By: Claude <noreply@anthropic.com>";
const commit = {
  sha: sha("c"),
  parents: [{ sha: sha("b") }],
  commit: { message, author: person, committer: person, tree: { sha: sha("d") } },
};
const files = [
  {
    filename: "a.ts",
    status: "modified",
    sha: sha("e"),
    changes: 2,
    additions: 1,
    patch: "@@ -1 +1 @@\n-a\n+b",
  },
];
const token = () => ({ token: "a token", expires_at: new Date(Date.now() + 3_600_000), permissions: {} });

/** By the end of the path. */
export function answerTo(path: string): [number, unknown] {
  if (path.endsWith("/access_tokens")) return [201, token()];
  if (path.includes("/compare/")) return [200, { total_commits: 1, commits: [commit], files }];
  if (path.endsWith("/check-runs")) return [201, { id: 5 }];
  if (path.includes("/check-runs/")) return [200, { id: 5 }];
  return [404, { message: "Not Found" }];
}
