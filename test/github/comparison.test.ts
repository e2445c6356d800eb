import nock from "nock";
import { describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API, file } from "../../dev/simulation/world/world.ts";
import { DEFAULT_ATTRIBUTION } from "../../src/domain/attribution/attribution-rules.ts";
import { fetchComparison } from "../../src/github/comparison.ts";
import { NO_EVENT } from "../../src/github/when.ts";
import { octokit, useNock } from "../support/github.ts";

const person = { name: "Ada", email: "ada@acme.example" };
const REQUEST = { base: "old", head: "new", when: NO_EVENT, rules: DEFAULT_ATTRIBUTION };
const PATH = "/repos/acme/shop/compare/old...new";

function commit(sha: string, message = "Work") {
  const said = { message, author: person, committer: person, tree: { sha: `tree of ${sha}` } };
  return { sha, parents: [{ sha: `${sha}^` }], commit: said };
}

describe("a comparison", () => {
  useNock();

  it("attributes its commits and forgets their messages", async () => {
    const reverted = "a".repeat(40);
    const message = `Revert it\n\nThis reverts commit ${reverted}.\n\nCo-authored-by: Cursor <cursoragent@cursor.com>`;
    nock(API)
      .get(PATH)
      .query({ per_page: 100, page: 1 })
      .reply(200, { total_commits: 1, commits: [commit("c1", message)], files: [file("a.ts")] });

    const comparison = await fetchComparison(octokit, SHOP, REQUEST);

    expect(comparison?.files).toMatchObject([{ path: "a.ts", lines: 2 }]);
    expect(comparison?.commits).toMatchObject([
      { sha: "c1", parents: ["c1^"], attribution: "declared", tools: ["cursor"], reverts: [reverted] },
    ]);
    expect(JSON.stringify(comparison)).not.toMatch(/Revert it|cursoragent|Ada/);
  });

  it("reads on past 250 commits, page by page", async () => {
    const all = Array.from({ length: 251 }, (_, index) => commit(`c${index}`));
    for (const page of [1, 2, 3]) {
      nock(API)
        .get(PATH)
        .query({ per_page: 100, page })
        .reply(200, { total_commits: 251, commits: all.slice((page - 1) * 100, page * 100) });
    }

    expect((await fetchComparison(octokit, SHOP, REQUEST))?.commits).toHaveLength(251);
  });

  it("is absent when GitHub knows one of its ends not", async () => {
    nock(API).get(PATH).query(true).reply(404, { message: "Not Found" });

    expect(await fetchComparison(octokit, SHOP, REQUEST)).toBeUndefined();
  });

  it("fails when GitHub fails", async () => {
    nock(API).get(PATH).query(true).reply(403, { message: "Resource not accessible by integration" });

    await expect(fetchComparison(octokit, SHOP, REQUEST)).rejects.toMatchObject({ status: 403 });
  });

  it("takes a commit without an author for what its message says", async () => {
    const anonymous = {
      sha: "c1",
      parents: [],
      commit: { message: "Work", author: null, committer: null, tree: { sha: "t" } },
    };
    nock(API)
      .get(PATH)
      .query(true)
      .reply(200, { total_commits: 1, commits: [anonymous] });

    expect((await fetchComparison(octokit, SHOP, REQUEST))?.commits[0]?.attribution).toBe("undeclared");
  });
});
