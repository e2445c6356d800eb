import { expect, it } from "vitest";
import { ROW_TITLES, toRow } from "../../src/commands/attribution-rows.ts";
import { createTally, renderSummary } from "../../src/commands/attribution-summary.ts";
import { attributeCommit, type CommitAttribution } from "../../src/domain/attribution/attribution.ts";

function found(message: string, email = "ada@mail.example"): CommitAttribution {
  const author = { name: "Ada Example", email };
  return attributeCommit({ message, author, committer: author });
}

const COMMITS = [
  found("one\n\nCo-authored-by: Claude <noreply@anthropic.com>\nAssisted-by: Cursor\n"),
  found("two\n\nCo-authored-by: Claude <noreply@anthropic.com>\n\nand more\n"),
  found("three", "49699333+dependabot[bot]@users.noreply.github.com"),
  found("four"),
];

it("a table shows a commit a line", () => {
  const rows = COMMITS.map((each, at) => toRow({ sha: `${at}123456789abcdef`, found: each }));

  expect([ROW_TITLES, ...rows].join("")).toMatchInlineSnapshot(`
    "commit      says        tools and evidence
    0123456789  declared    Claude Code, Cursor (trailer)
    1123456789  declared    Claude Code (co-author)
    2123456789  automation
    3123456789  undeclared
    "
  `);
});

it("a table lets no control character through", () => {
  expect(toRow({ sha: "\u001b[2J\r\n", found: found("four") })).toBe("?[2J??      undeclared\n");
});

it("a summary counts commits by attribution, tool and kind of evidence", () => {
  const tally = createTally();
  for (const each of COMMITS) tally.add(each);

  expect(renderSummary(tally.summary())).toMatchInlineSnapshot(`
    "commits
      declared    2
      automation  1
      undeclared  1
      unknown     0
      all         4

    declared by tool
      Claude Code  2
      Cursor       1

    declared by evidence
      trailer    1
      co-author  1
    "
  `);
  expect(tally.summary()).toEqual({
    commits: 4,
    attribution: { declared: 2, automation: 1, undeclared: 1, unknown: 0 },
    tools: { "claude-code": 2, cursor: 1 },
    evidence: { author: 0, trailer: 1, "co-author": 1, note: 0, footer: 0, prose: 0, suggestion: 0 },
    unknownMarks: [],
  });
});

it("a summary lists the marks of several commits that no row knows, without control characters", () => {
  const tally = createTally();
  const mark = { key: "assisted-by", name: "acme\u001b[2Jcoder", domain: "" };
  const other = { key: "author", name: "Acme Agent", domain: "acme.dev" };
  for (const unknown of [[mark, other], [mark], [other], [mark], [{ ...other, name: "Once" }]])
    tally.add(COMMITS[2] as (typeof COMMITS)[number], unknown);

  expect(renderSummary(tally.summary()).split("\n\n").at(-1)).toMatchInlineSnapshot(`
    "marks of unknown tools? name them under \`agents:\` in a config
      assisted-by: acme\\u{1b}[2Jcoder  3
      author: Acme Agent (acme.dev)    2
    "
  `);
});

it("a summary of no commit is told too", () => {
  expect(renderSummary(createTally().summary())).toMatchInlineSnapshot(`
    "commits
      declared    0
      automation  0
      undeclared  0
      unknown     0
      all         0
    "
  `);
});
