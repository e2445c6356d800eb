import { describe, expect, it } from "vitest";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";
import { type Allowed, escapesOf, unevenRows } from "../support/escapes.ts";

function escapes(markdown: string, allowed?: Allowed): string[] {
  return escapesOf(githubHtml(markdown), allowed);
}

describe("what got out of a text", () => {
  it.each([
    ["an image", "![x](https://evil.example/x.png)", "element: img"],
    ["struck text", "~~x~~", "element: del"],
    ["a task", "- [x] done", "element: input"],
    ["a tag that GitHub allows", "a<sub>b</sub>", "element: sub"],
    ["a link", "[x](https://evil.example)", "link: https://evil.example"],
    ["an address", "https://evil.example", "link: https://evil.example"],
    ["an address without a scheme", "www.evil.example", "link: http://www.evil.example"],
    ["an e-mail address", "ada@evil.example", "link: mailto:ada@evil.example"],
    ["a mention", "hello @octocat", "mention: @octocat"],
    ["a mention in brackets", "(@octocat)", "mention: @octocat"],
    ["a mention of a team", "@acme/owners", "mention: @acme/owners"],
    ["an issue", "see #1", "issue: #1"],
    ["an issue after GH", "see gh-1", "issue: gh-1"],
    ["an issue elsewhere", "acme/shop#1", "issue: acme/shop#1"],
    ["an issue of somebody's fork", "ada#1", "issue: ada#1"],
    ["a commit", "since 1a2b3c4", "commit: 1a2b3c4"],
    ["a whole commit", "a".repeat(40), `commit: ${"a".repeat(40)}`],
    ["a commit elsewhere", "acme/shop@1a2b3c4d", "commit: acme/shop@1a2b3c4d"],
    ["an emoji by name", "so :tada: it is", "emoji: :tada:"],
    ["a formula", "costs $x$", "formula: $x$"],
    ["a bidirectional override, even in code", "`a\u202eb`", 'unseen: "\u202e"'],
    ["a zero-width space", "a\u200bb", 'unseen: "\u200b"'],
    ["a control character", "a\u0007b", 'unseen: "\\u0007"'],
    ["an uneven table", "<table><tr><td>a</td></tr><tr></tr></table>", "table: rows of different length"],
  ])("is %s", (_, markdown, found) => {
    expect(escapes(markdown)).toContain(found);
  });

  it.each([
    ["an address", "https://evil.example", "address: https://evil.example"],
    ["an address without a scheme", "www.evil.example", "address: www.evil.example"],
    ["an e-mail address", "ada@evil.example", "e-mail address: ada@evil.example"],
    ["a mention", "@octocat", "mention: @octocat"],
  ])("is %s inside a block of HTML, where nothing is Markdown", (_, text, found) => {
    expect(escapes(`<details><summary>${text}</summary></details>`)).toContain(found);
  });

  it("is nothing in a page of every kind that we write", () => {
    const ours = [
      "### A head of *ours*",
      "**bold** `@octocat #1 https://evil.example 1a2b3c4` and 12:30, 1000000, 2026-W47",
      "> quoted",
      "- one\n- two",
      "1. one",
      "| a | b |\n|---|---|\n| `x` | |",
      "<details><summary>More</summary>\n\n---\n\n    a block\n\n</details>",
      "```mermaid\nx --> @octocat\n```",
      "[definition](https://ours.example) and #9",
      "<!-- plimsoll:digest repository=7 week=2026-W47 -->",
    ].join("\n\n");

    expect(escapes(ours, { links: ["https://ours.example"], references: ["#9"] })).toEqual([]);
  });

  it("is a cell too many, which GitHub would drop in silence", () => {
    expect(unevenRows("| a | b |\n|---|---|\n| `x|y` | 1 |\n| z | 2 |")).toContain("| `x|y` | 1 |");
    expect(unevenRows("| a | b |\n|---|---|\n| x\\|y | 1 |\n\n| c |\n|---|")).toEqual([]);
  });
});
