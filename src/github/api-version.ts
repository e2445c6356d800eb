/**
 * The version of GitHub's REST API that every request asks for.
 *
 * Without the header GitHub chooses a version, and may choose another one later. 2026-03-10 drops `merge_commit_sha`
 * from REST's pull requests (`remove_pull_request_merge_commit_sha` in `@octokit/openapi`). The backfill reads that
 * field where GraphQL is refused. 2022-11-28 is kept until March 2028 at least. A newer version needs the commit from
 * elsewhere: the `merged` event of the pull request's timeline names it. An Enterprise Server that knows no versions
 * ignores the header.
 *
 * https://docs.github.com/en/rest/about-the-rest-api/breaking-changes
 */
export const API_VERSION = "2022-11-28";

/** Wraps `fetch` to ask for that version; the platform's `fetch`, looked up at each request, when none is given. */
export function withApiVersion(send: typeof fetch = (...request) => fetch(...request)): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("x-github-api-version", API_VERSION);
    return send(input, { ...init, headers });
  };
}
