import { Octokit } from "@octokit/rest";
import { DEFAULT_ATTRIBUTION } from "../../../src/domain/attribution/attribution-rules.ts";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";
import { statementsOf } from "../../../src/domain/shipping/statements.ts";
import { type ChangedFile, toChangedFile } from "../../../src/github/changed-files.ts";
import type { Comparison } from "../../../src/github/compared.ts";
import { fetchComparison } from "../../../src/github/comparison.ts";
import type { GitHubClient } from "../../../src/github/octokit.ts";
import { NO_EVENT } from "../../../src/github/when.ts";
import { verifyClaims } from "../../../src/ingest/claims.ts";
import type { Studio } from "./studio.ts";
import type { Work } from "./work.ts";

const SHOP = { owner: "acme", name: "shop" };

/** A client of a GitHub in memory, which knows what `answer` finds for a method and path. */
export function githubWith(answer: (request: string, body: unknown) => unknown): GitHubClient {
  const fetch = async (url: string, { method, body }: { method: string; body?: string }) => {
    const found = answer(`${method} ${new URL(url).pathname}`, body && JSON.parse(body));
    return new Response(JSON.stringify(found ?? { message: "Not Found" }), {
      status: found === undefined ? 404 : 200,
      headers: { "content-type": "application/json" },
    });
  };
  return new Octokit({ request: { fetch } });
}

/** The reverts that the app believes of what the description of a pull request says. */
export async function believedReverts(
  studio: Studio,
  work: Work,
  description: string,
): Promise<readonly string[]> {
  const octokit = githubWith((request) => {
    const [, number] = /\/pulls\/(\d+)\/files$/.exec(request) ?? [];
    const change = studio.changes().find(({ id }) => id === `#${number}`);
    return change && githubFiles(studio.workOf(change));
  });
  const files: ChangedFile[] = githubFiles(work).map(toChangedFile);
  const paths = new Set(files.map(({ path }) => path));
  const touched = { paths, isCut: false, isEffective: (path: string) => isEffectiveFile(path) };
  const claiming = { own: [], described: statementsOf(`\n\n${description}`) };
  return (await verifyClaims(octokit, SHOP, { claiming, touched, when: NO_EVENT })).settled.reverts;
}

function githubFiles({ files }: Work) {
  return Object.entries(files).map(([filename, changes]) => ({
    ...{ filename, changes, additions: changes, status: "modified", sha: filename, patch: "@@ -1 +1 @@\n+1" },
  }));
}

/** What the app reads of the commits of a piece of work whose git dates are these. */
export function readCommits(work: Work, date: Date): Promise<Comparison | undefined> {
  const person = { ...work.author, date: date.toISOString() };
  const commits = work.messages.map((message, index) => ({
    sha: `${work.id} ${index}`,
    parents: [{ sha: `${work.id} ${index - 1}` }],
    commit: { message, author: person, committer: person, tree: { sha: `tree of ${index}` } },
  }));
  const compared = { commits, files: githubFiles(work), total_commits: commits.length };
  return fetchComparison(
    githubWith(() => compared),
    SHOP,
    { base: "main", head: work.id, when: NO_EVENT, rules: DEFAULT_ATTRIBUTION },
  );
}
