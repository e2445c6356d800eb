import { describe, expect, it } from "vitest";
import { AGENTS } from "../../../src/domain/attribution/agents.ts";
import { declaredTools, roleOf } from "../../../src/domain/attribution/tool-role.ts";
import { attributed, identity } from "./commits.ts";

const MESSAGE = "fix: mend\n\n";

/** Each tool that a commit declares, with the role in which it took part. */
function rolesOf(message: string, author?: string): readonly string[] {
  const { evidence } = attributed(message, author === undefined ? {} : { author: identity(author) });
  return evidence.map((each) => `${each.tool}: ${roleOf(each)}`);
}

describe("a tool took part", () => {
  it.each([
    [
      "198982749+Copilot@users.noreply.github.com",
      "github-copilot-coding-agent: agent", // works on GitHub by itself
    ],
    ["223556219+Copilot@users.noreply.github.com", "github-copilot: assistant"], // on the command line
    ["copilot@github.com", "github-copilot: assistant"], // in an editor
    ["175728472+Copilot@users.noreply.github.com", "github-copilot: reviewer"],
    ["noreply@anthropic.com", "claude-code: assistant"],
    ["209825114+claude[bot]@users.noreply.github.com", "claude-code: agent"], // GitHub's app
    ["158243242+devin-ai-integration[bot]@users.noreply.github.com", "devin: agent"],
    ["cursoragent@cursor.com", "cursor: assistant"],
    ["206951365+cursor[bot]@users.noreply.github.com", "cursor: agent"],
    ["176961590+gemini-code-assist[bot]@users.noreply.github.com", "gemini-code-assist: reviewer"],
  ])("as co-author %s: %s", (address, role) => {
    expect(rolesOf(`${MESSAGE}Co-authored-by: Tool <${address}>`)).toEqual([role]);
  });

  it.each([
    ["Claude <noreply@anthropic.com>", "claude-code: agent"],
    ["Cursor Agent <cursoragent@cursor.com>", "cursor: agent"],
    ["Ada (aider) <ada@mail.example>", "aider: assistant"], // its user's commit
  ])("as author %s: %s", (author, role) => {
    expect(rolesOf(MESSAGE, author)).toEqual([role]);
  });

  it("as an agent of its own where a config declares it, and it commits", () => {
    expect(roleOf({ kind: "author", tool: "acme-coder" })).toBe("agent");
    expect(roleOf({ kind: "trailer", tool: "acme-coder" })).toBe("assistant");
  });
});

it("a tool worked by itself on a change when one piece of evidence says so, in any order", () => {
  const evidence = [
    { kind: "co-author", tool: "claude-code" },
    { kind: "author", tool: "claude-code" },
    { kind: "trailer", tool: "codex" },
  ] as const;
  const tools = [
    { tool: "claude-code", isAgent: true },
    { tool: "codex", isAgent: false },
  ];

  expect(declaredTools(evidence)).toEqual(tools);
  expect(declaredTools(evidence.toReversed()).toReversed()).toEqual(tools);
});

it("every reviewer's suggestion is a reviewer's", () => {
  const suggesting = AGENTS.filter(({ accounts }) => accounts?.some(({ suggests }) => suggests));

  for (const { id } of suggesting) expect(roleOf({ kind: "suggestion", tool: id })).toBe("reviewer");
});
